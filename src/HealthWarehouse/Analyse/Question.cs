namespace HealthWarehouse.Analyse;

/// <summary>A question to the declared measures of one fact: split by dimensions, over a slice, only rows whose dimensions have one of the values given.</summary>
public sealed record Question(IReadOnlyList<string> Measures, IReadOnlyList<string> By, Slice Slice, IReadOnlyDictionary<string, IReadOnlyList<string>> Where);

/// <summary>The figures asked for, with what they mean; rows without any case are left out.</summary>
public sealed record Answer(string Period, IReadOnlyList<MeasureCard> Measures, IReadOnlyList<DimensionCard> By, IReadOnlyList<Figure> Rows, IReadOnlyList<decimal> Total);

/// <summary>One row: its place on each dimension, and one value a measure.</summary>
public sealed record Figure(IReadOnlyList<Member> Keys, IReadOnlyList<decimal> Values);

/// <summary>A value of a dimension; the code is null where the messages do not tell.</summary>
public sealed record Member(string? Code, string Name);

/// <summary>What a measure is, in words, by what law, of which fact and by which dimensions it can be split.</summary>
public sealed record MeasureCard(string Code, string Name, string Meaning, string Basis, string Unit, string Fact, string Grain, IReadOnlyList<string> By);

/// <summary>A dimension of a fact.</summary>
public sealed record DimensionCard(string Code, string Name);
