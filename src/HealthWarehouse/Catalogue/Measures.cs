using System.Text.Json;
using System.Text.Json.Serialization;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// Measures over one fact (catalogue/measures/*.yaml), whose rows are <c>f</c> in every piece of SQL; those of a fact of time span are
/// looked at month by month (<c>f.days</c>, <c>f.last_day</c>). <c>Use</c> names shared dimensions (catalogue/dimensions.yaml).
/// </summary>
public sealed record MeasureFile(
    string Fact, IReadOnlyDictionary<string, Measure> Measures, IReadOnlyList<string>? Use = null,
    IReadOnlyDictionary<string, Dimension>? Own = null, IReadOnlyDictionary<string, Condition>? Conditions = null,
    IReadOnlyList<IReadOnlyList<string>>? Rollups = null)
{
    /// <summary>Name of the file.</summary>
    [JsonIgnore] public string Code { get; init; } = "";

    /// <summary>What it counts.</summary>
    [JsonIgnore] public Fact Of { get; init; } = null!;

    [JsonIgnore] public string Table => Of.Table;
    [JsonIgnore] public string? Date => Of.Date;
    [JsonIgnore] public string? Episode => Of.Episode;
    [JsonIgnore] public string? Facility => Of.Places.Facility;
    [JsonIgnore] public string? Commune => Of.Places.Commune;

    /// <summary>Every dimension, shared ones included.</summary>
    [JsonIgnore] public IReadOnlyDictionary<string, Dimension> By { get; init; } = new Dictionary<string, Dimension>();

    /// <summary>Every condition, shared ones included.</summary>
    [JsonIgnore] public IReadOnlyDictionary<string, Condition> Holds { get; init; } = new Dictionary<string, Condition>();

    /// <summary>SQL of the day a row counts on.</summary>
    [JsonIgnore] public string Day => Date ?? "f.last_day";

    /// <summary>Brings in the episode a row belongs to, in the version the row is of.</summary>
    [JsonIgnore] public string Join { get; init; } = "";

    /// <summary>This file with the shared dimensions and conditions it uses, in its own terms.</summary>
    public MeasureFile With(DimensionFile shared, Fact fact, string code) => (this with
    {
        Code = code, Of = fact, Join = fact is { Episode: "e", HasVersions: true } ? shared.Episode.Join : "",
    }).With(shared, code);

    private MeasureFile With(DimensionFile shared, string code) => this with
    {
        By = (Use ?? [])
            .Select(u => shared.Dimensions.TryGetValue(u, out var d)
            ? (u, d) : throw new DeclarationException($"measures/{code}.yaml", $"use: không có chiều chung '{u}' trong dimensions.yaml"))
            .Concat((Own ?? new Dictionary<string, Dimension>()).Select(o => (o.Key, o.Value)))
                .ToDictionary(d =>
                d.Item1, d => d.Item2 with { Column = Fill(d.Item2.Column), Join = d.Item2.Join is { } join ? Fill(join) : null }),
        Holds = shared.Conditions.Concat(Conditions ?? new Dictionary<string, Condition>()).GroupBy(c => c.Key)
            .ToDictionary(c => c.Key, c => c.Last().Value with { Sql = Fill(c.Last().Value.Sql) }),
    };

    private string Fill(string sql) => sql.Replace("{episode}", Episode, StringComparison.Ordinal)
        .Replace("{day}", Day, StringComparison.Ordinal).Replace("{facility}", Facility, StringComparison.Ordinal);
}

/// <summary>
/// Dimensions and conditions many facts share (catalogue/dimensions.yaml): {episode} is the episode of a row, {day} the day it counts on.
/// </summary>
public sealed record DimensionFile(EpisodeRow Episode, IReadOnlyDictionary<string, Dimension> Dimensions,
    IReadOnlyDictionary<string, Condition> Conditions);

/// <summary>Where the row of an episode stands, and how it is joined to a row of a fact <c>f</c> under the name <c>e</c>.</summary>
public sealed record EpisodeRow(string Table, string Join);

/// <summary>
/// A dimension: its name, the SQL it is read from, the code list that names its members, and a join it needs; <c>Ordered</c> tells whether
/// its members have an order, <c>OfFacility</c> that it says something of the facility on the day, <c>OfTime</c> that it is a grain of
/// time.
/// </summary>
public sealed record Dimension(string Name, string Column, string? List = null, string? Join = null, bool Ordered = true,
    IReadOnlyDictionary<string, string>? Names = null, bool OfFacility = false, bool OfTime = false);

/// <summary>A condition in words and in SQL; a measure names the conditions that must all hold.</summary>
public sealed record Condition(string Name, string Sql);

/// <summary>
/// A measure: the sum of an expression (1 = count rows) over the rows where all conditions hold; or the number of distinct values; of rows
/// with a span, a stock at the end of the period, or the average of its days.
/// </summary>
public sealed record Measure(
    string Name, string Meaning, string Basis, string Sum = "1", string? Distinct = null, string? Stock = null, string? Average = null,
    IReadOnlyList<string>? Where = null, string Unit = "lượt", IReadOnlyList<MeasureExample>? Examples = null)
{
    /// <summary>Whether figures of parts add up to that of the whole.</summary>
    [JsonIgnore] public bool IsAdditive => Distinct is null && Stock is null && Average is null;
}

/// <summary>Rows of the fact (columns of its episode begin with e.) and what the measure gives over them.</summary>
public sealed record MeasureExample(IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Rows, decimal Gives);

/// <summary>Indicators (catalogue/indicators/*.yaml).</summary>
public sealed record IndicatorFile(IReadOnlyDictionary<string, Indicator> Indicators);

/// <summary>
/// A ratio of measures, of whatever facts: sum of the numerator per so many of the denominator. Without a denominator it is unknown.
/// </summary>
public sealed record Indicator(
    string Name, string Meaning, string Basis, string Owner, DateOnly Review, IReadOnlyList<string> Numerator,
        IReadOnlyList<string> Denominator,
    decimal Per, string Unit, IReadOnlyList<IndicatorExample> Examples, Better Better = Better.Neither);

/// <summary>Whether more is good.</summary>
public enum Better { Neither, Higher, Lower }

public sealed record IndicatorExample(decimal Numerator, decimal Denominator, decimal? Gives);
