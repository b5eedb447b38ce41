using System.Text.Json.Serialization;

namespace HealthWarehouse.Catalogue;

/// <summary>How a figure stands against its target; without one, or without a figure, it has no status.</summary>
public enum Status { None, Good, Warn, Bad }

/// <summary>Whether a target was read in its act, or is only said to stand there.</summary>
public enum Certainty { Confirmed, Unconfirmed }

/// <summary>What figures should reach, by date, with the act that says so (catalogue/targets.yaml).</summary>
public sealed record TargetFile(IReadOnlyList<Target> Targets)
{
    /// <summary>The score of a facility's data, 0–100.</summary>
    public const string DataScore = "data_score";

    /// <summary>The share of facilities that are not late, in percent.</summary>
    public const string SendingOnTime = "sending_on_time";

    private static readonly string[] OfTheHouse = [DataScore, SendingOnTime];

    /// <summary>
    /// The target that holds on a day, for facilities of a kind or, where it is null, of many; null where nothing is declared.
    /// </summary>
    public Target? Of(string figure, DateOnly day, string? kind = null)
    {
        var held = Targets.Where(t => t.Figure == figure && t.HoldsOn(day)).ToArray();
        return held.FirstOrDefault(t => kind is not null && t.Kinds?.Contains(kind) is true)
            ?? held.FirstOrDefault(t => t.Kinds is null) ?? (kind is null ? held.FirstOrDefault() : null);
    }

    internal void Verify(CatalogueFiles files)
    {
        const string file = "targets.yaml";
        var known = files.Measures.Values.SelectMany(f => f.Measures.Keys).Concat(files.Indicators.Keys).Concat(OfTheHouse).ToHashSet();
        var kinds = files.Lists["facility-kind"].Entries.Select(e => e.Code).ToHashSet();
        foreach (var target in Targets)
        {
            CatalogueRules.Require(known.Contains(target.Figure), file, $"không có chỉ số '{target.Figure}'");
            CatalogueRules.Require(target.To is null || target.To >= target.From, file, $"{target.Figure}: 'to' trước 'from'");
            CatalogueRules.Require(target.Reached.IsAny, file, $"{target.Figure}: reached chưa có mức nào");
            foreach (var kind in target.Kinds ?? [])
                CatalogueRules.Require(kinds.Contains(kind), file, $"{target.Figure}: không có loại hình '{kind}'");
            CatalogueRules.Require(!Targets.Any(o => !ReferenceEquals(o, target) && o.Clashes(target)), file,
                $"{target.Figure}: hai mục tiêu cùng áp dụng ngày {target.From:yyyy-MM-dd}");
        }
    }
}

/// <summary>A target of a figure between two days, of the facilities of some kinds or of all.</summary>
/// <param name="Figure">A measure, an indicator, or a figure of the house.</param>
/// <param name="Reached">When it is reached.</param>
/// <param name="Attention">Up to where a figure that misses it only needs attention; null = what misses it is bad.</param>
public sealed record Target([property: JsonPropertyName("of")] string Figure, DateOnly From, Bounds Reached, string Act,
    Certainty Certainty, DateOnly? To = null, Bounds? Attention = null, IReadOnlyList<string>? Kinds = null)
{
    public bool HoldsOn(DateOnly day) => day >= From && (To is null || day <= To);

    public Status Of(decimal? value) => value is not { } v ? Status.None
        : Reached.Hold(v) ? Status.Good : Attention?.Hold(v) is true ? Status.Warn : Status.Bad;

    /// <summary>Whether both hold on the first day of this one, for the same facilities.</summary>
    internal bool Clashes(Target other) => Figure == other.Figure && HoldsOn(other.From)
        && (Kinds is null ? other.Kinds is null : other.Kinds is { } kinds && kinds.Intersect(Kinds).Any());
}

/// <summary>Where a figure must lie: at one side of a value, or between two.</summary>
public sealed record Bounds(decimal? AtLeast = null, decimal? Above = null, decimal? AtMost = null, decimal? Below = null)
{
    [JsonIgnore] public bool IsAny => Values.Count > 0;

    /// <summary>The values themselves, for lines across charts.</summary>
    [JsonIgnore] public IReadOnlyList<decimal> Values => [.. new[] { AtLeast, Above, AtMost, Below }.OfType<decimal>()];

    public bool Hold(decimal value) => !(value < AtLeast || value <= Above || value > AtMost || value >= Below);
}
