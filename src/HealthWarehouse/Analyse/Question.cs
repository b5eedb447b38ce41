using System.Text.Json.Serialization;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Analyse;

/// <summary>
/// A question to declared measures and indicators: split by dimensions, over a slice, only rows whose dimensions have one of the values
/// given.
/// </summary>
public sealed record Question(IReadOnlyList<string> Measures, IReadOnlyList<string> By, Slice Slice, IReadOnlyDictionary<string,
    IReadOnlyList<string>> Where)
{
    /// <summary>Stands for what the messages do not tell in filters.</summary>
    public const string Unknown = "-";

    /// <summary>Another period whose values stand beside; while this one still runs, only as many days of it.</summary>
    public Comparison? Compare { get; init; }

    /// <summary>Only so many rows, the largest by the first measure.</summary>
    public int? Top { get; init; }

    /// <summary>What <see cref="Top"/> leaves out stands in one more row, asked for like every other figure, not worked out.</summary>
    public bool WithOthers { get; init; }

    /// <summary>The member of the row that holds what <see cref="Top"/> leaves out; no filter can name it.</summary>
    public const string Others = "*";

    /// <summary>Count on the facts, whatever rollups there are.</summary>
    public bool OnFacts { get; init; }

    /// <summary>Every small figure is hidden, and what would tell it: how a table leaves the house.</summary>
    internal bool Protected { get; init; }

    /// <summary>
    /// Measures that count only records in no restricted compartment closed to the viewer, as lists do; decided by <see
    /// cref="Disclosure.Screen"/>, never by who asks.
    /// </summary>
    internal IReadOnlySet<string> OnlyOpen { get; init; } = System.Collections.Frozen.FrozenSet<string>.Empty;

    /// <summary>All that is asked, in one text: two questions with the same have the same answer.</summary>
    internal string Key => string.Create(CultureInfo.InvariantCulture,
        $"{string.Join(',', Measures)}|{string.Join(',', By)}|{Slice.Period.Code}:{Slice.Period.Start:yyyy-MM-dd}~" +
        $"{Slice.Period.End:yyyy-MM-dd}|{Slice.Facility}|{Slice.Unit}|{Slice.Place}|{Slice.Geography}|{Slice.KnownAt:O}\n" +
        $"{string.Join('&', Where.OrderBy(w => w.Key, StringComparer.Ordinal).Select(w => $"{w.Key}={string.Join(';', w.Value)}"))}|" +
        $"{Compare}|{Top}{(WithOthers ? "+" : "")}|{OnFacts}");

    /// <summary>All that is asked, in one line for the audit.</summary>
    internal string Words => Key.ReplaceLineEndings("|");

    /// <summary>From the first day of the year to the end of the period.</summary>
    public Question Cumulative() => this with { Slice = Slice with { Period = Slice.Period.SinceNewYear } };
}

/// <summary>Which period to compare with: the one before, or the same one a year ago.</summary>
public enum Comparison { Previous, LastYear }

/// <summary>
/// The figures asked for, with what they mean, how fresh and complete they are, and how they were found; rows without any case are left
/// out.
/// </summary>
public sealed record Answer(
    Period Period, Period? Compared, IReadOnlyList<MeasureCard> Measures, IReadOnlyList<DimensionCard> By, IReadOnlyList<Figure> Rows,
        Figure Total, Freshness Freshness, IReadOnlyList<Plan> Plans)
{
    /// <summary>
    /// Measures whose rows are not shown at all, since no way was found to hide only some of them; null when there is none. Their rows are
    /// not zero.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Withheld { get; init; }

    /// <summary>How far the period has come: what has not has no figures, and while it runs it is compared with the same days.</summary>
    public Standing Standing { get; init; } = Standing.Full;

    /// <summary>In words which cases the answer is about, for files and programs; null until somebody says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Asked { get; init; }

    /// <summary>The part of an answer without splits that is about some of its measures.</summary>
    internal Answer Only(IReadOnlyList<string> measures)
    {
        int[] at = [.. measures.Select(m => Measures.TakeWhile(c => c.Code != m).Count())];
        return this with { Measures = [.. at.Select(i => Measures[i])], Rows = [.. Rows.Select(Part)], Total = Part(Total) };

        Figure Part(Figure row) => row with
        {
            Values = [.. at.Select(i => row.Values[i])],
            Before = row.Before is { } before ? [.. at.Select(i => before[i])] : null,
            Shares = row.Shares is { } shares ? [.. at.Select(i => shares[i])] : null,
        };
    }

    public bool Withholds(int measure) => Withheld?.Contains(Measures[measure].Code) is true;

    /// <summary>Whether something is hidden from who asked, because it counts too few.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsVeiled { get; init; }

    /// <summary>
    /// Says in words that records of compartments closed to who asked are not counted, whether or not there are any; null where all are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? LeavesOut { get; init; }

    /// <summary>Whether a member of a dimension is of a compartment closed to who asked; null where none is left out.</summary>
    [JsonIgnore] internal Func<string, string?, bool>? ClosedMember { get; init; }

    internal const string OnlyOpenWords = "Không gồm hồ sơ trong ngăn hạn chế mà tài khoản không được mở.";
}

/// <summary>
/// One row: its place on each dimension, a value a measure (null = unknown), those of the compared period, and for measures that add up the
/// share of the total in percent.
/// </summary>
public sealed record Figure(IReadOnlyList<Member> Keys, IReadOnlyList<decimal?> Values, IReadOnlyList<decimal?>? Before = null,
    IReadOnlyList<decimal?>? Shares = null)
{
    /// <summary>
    /// Which values are hidden because they count too few, or would tell others that do; null when none is. A hidden value is null, but not
    /// unknown.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<bool>? Hidden { get; init; }

    /// <summary>Which values of the compared period are hidden.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<bool>? HiddenBefore { get; init; }

    /// <summary>How far the month has come that a row is about; what has not come is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public PeriodState State { get; init; }

    public bool Hides(int measure) => Hidden?[measure] is true;

    /// <summary>Whether this is the row of all that is not among the largest.</summary>
    [JsonIgnore] public bool IsOthers => Keys is [{ Code: Question.Others }];

    public bool HidesBefore(int measure) => HiddenBefore?[measure] is true;
}

/// <summary>A value of a dimension; the code is null where the messages do not tell.</summary>
public sealed record Member(string? Code, string Name);

/// <summary>How a part of an answer was found: the fact, the rollup if one sufficed, the SQL and its time.</summary>
public sealed record Plan(string Fact, string? Rollup, string Sql, double Milliseconds);

/// <summary>
/// What a measure or indicator is, in words, by what law, of which facts, by which dimensions it can be split, and who answers for it.
/// </summary>
public sealed record MeasureCard(
    string Code, string Name, string Meaning, string Basis, string Unit, string Grain, IReadOnlyList<string> Conditions,
        IReadOnlyList<string> By, bool IsAdditive,
    IReadOnlyList<string>? Numerator = null, IReadOnlyList<string>? Denominator = null, decimal? Per = null, string? Owner = null,
        DateOnly? Review = null, Catalogue.Better Better = Catalogue.Better.Neither);

/// <summary>A dimension of a fact.</summary>
public sealed record DimensionCard(string Code, string Name, bool Ordered);
