namespace HealthWarehouse.Catalogue;

/// <summary>Measures over one fact (catalogue/measures/*.yaml). <c>by</c> names the dimensions and the column, or the SQL, each is read from.</summary>
public sealed record MeasureFile(string Fact, string Grain, string Date, IReadOnlyDictionary<string, Dimension> By, IReadOnlyDictionary<string, Measure> Measures);

/// <summary>A dimension of a fact: its name and the SQL expression over the fact row <c>f</c>.</summary>
public sealed record Dimension(string Name, string Column, string? List = null);

/// <summary>A measure: what is added up (1 = count rows) where a condition holds, in words and with its legal basis.</summary>
public sealed record Measure(string Name, string Meaning, string Basis, string Sum = "1", string? Where = null, string Unit = "lượt");
