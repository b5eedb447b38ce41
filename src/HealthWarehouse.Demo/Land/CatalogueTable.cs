using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Demo.Land;

/// <summary>Rows of a catalogue list by column name.</summary>
internal static class CatalogueTable
{
    public static IEnumerable<Func<string, string?>> Table(this CatalogueFiles catalogue, string file)
    {
        var rows = catalogue.Rows(file);
        var index = rows.Columns.Select((c, i) => (c, i)).ToDictionary(c => c.c, c => c.i);
        foreach (var row in rows.Rows) yield return column => index.TryGetValue(column, out var i) ? row[i] : null;
    }

    public static Span Span(Func<string, string?> row) =>
        new(Day(row("valid_from")) ?? DateOnly.MinValue, Day(row("valid_to")) ?? DateOnly.MaxValue);

    public static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static int Number(string? text) => text is null ? 0 : int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Days in which a thing holds, both ends included.</summary>
internal readonly record struct Span(DateOnly From, DateOnly To)
{
    public bool Holds(DateOnly day) => day >= From && day <= To;
}
