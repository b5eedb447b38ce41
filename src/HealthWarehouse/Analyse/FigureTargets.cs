using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Analyse;

/// <summary>
/// The targets the figures of one question are held against: those of the last day a figure is about, for the kind of facility it is of.
/// </summary>
public sealed class FigureTargets(CatalogueFiles catalogue, Question question)
{
    private const string FacilityKind = "facility_kind";

    /// <summary>Kinds of all facilities on the last day; read only when a figure is of one of them.</summary>
    private readonly Lazy<IReadOnlyDictionary<string, string>> _kinds = new(() => KindsOn(catalogue, question.Slice.Period.End));

    /// <summary>Of the figure of the whole.</summary>
    public Target? OfTotal(int measure) => Of(measure, question.Slice.Period.End, WholeKind);

    /// <summary>Of the figure of a row: of its month, and of its facility or kind where it is split by them.</summary>
    public Target? Of(Figure row, int measure)
    {
        var (day, kind) = (question.Slice.Period.End, WholeKind);
        for (var i = 0; i < row.Keys.Count && i < question.By.Count; i++)
            (day, kind) = (question.By[i], row.Keys[i].Code) switch
            {
                ("month", { Length: 7 } month) => (Concepts.Period.Parse(month).End, kind),
                (FacilityKind, { } code) => (day, code),
                ("facility", { } code) => (day, KindOf(code)),
                _ => (day, kind),
            };
        return Of(measure, day, kind);
    }

    private Target? Of(int measure, DateOnly day, string? kind) => catalogue.Targets.Of(question.Measures[measure], day, kind);

    /// <summary>The kind all of the question is about; null where it is about several.</summary>
    private string? WholeKind => question.Where.GetValueOrDefault(FacilityKind) is [{ } kind] ? kind
        : question.Slice.Facility is { } facility ? KindOf(facility) : null;

    private string? KindOf(string facility) => _kinds.Value.GetValueOrDefault(facility);

    private static Dictionary<string, string> KindsOn(CatalogueFiles catalogue, DateOnly day)
    {
        var rows = catalogue.Rows("facilities.csv");
        int code = rows.Index("code"), kind = rows.Index("kind"), from = rows.Index("valid_from");
        var last = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return rows.Rows.Where(r => r[code] is not null && r[kind] is not null && string.CompareOrdinal(r[from], last) <= 0)
            .GroupBy(r => r[code]!).ToDictionary(g => g.Key, g => g.MaxBy(r => r[from], StringComparer.Ordinal)![kind]!);
    }
}
