namespace HealthWarehouse.Catalogue;

/// <summary>The rule of the smallest cell: catalogue/disclosure.yaml.</summary>
/// <param name="Act">The law it follows.</param>
/// <param name="ValidFrom">Since when.</param>
/// <param name="K">Counts from one to one below this are hidden.</param>
/// <param name="Width">How many wide at least the possible values of a cell hidden for the sake of others stay.</param>
/// <param name="Mark">What stands in a file or on a page for what is hidden.</param>
/// <param name="Dimensions">Most dimensions of a question, split and filtered by, months apart.</param>
/// <param name="Geography">The one tree of units on which places of residence are shown.</param>
/// <param name="MostCells">Tables with more cells are not shown in detail.</param>
/// <param name="FewCells">Up to so many filled cells a table is worked on however small they are.</param>
/// <param name="MostSmall">In larger tables, the percentage of small cells above which nothing of the table is shown.</param>
/// <param name="Within">Dimensions whose members each belong to one of another dimension.</param>
/// <param name="Implies">Conditions that only hold where others do.</param>
/// <param name="Published">Tables that may be published, protected, to readers outside.</param>
public sealed record DisclosureFile(
    string Act, string ValidFrom, int K, int Width, string Mark, int Dimensions, string Geography, int MostCells, int FewCells,
        int MostSmall,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Within, IReadOnlyDictionary<string, IReadOnlyList<string>> Implies,
    IReadOnlyList<PublishedTable> Published)
{
    /// <summary>Whether figures of a fact tell of persons: not those that count things.</summary>
    public static bool Protects(MeasureFile file) => file.Of.Counts is not Counted.Nobody;

    /// <summary>Dimensions in which one lies, itself left out.</summary>
    public IReadOnlyList<string> Around(string dimension) => Within.GetValueOrDefault(dimension) ?? [];

    /// <summary>All conditions that hold where some do.</summary>
    public IReadOnlySet<string> Closed(IEnumerable<string> conditions) =>
        conditions.SelectMany(c => (Implies.GetValueOrDefault(c) ?? []).Prepend(c)).ToHashSet();

    /// <summary>What must hold inside the file and with the measures.</summary>
    internal void Verify(CatalogueFiles files)
    {
        Require(K >= 3 && Width >= 1 && Width < K && Dimensions >= 1 && MostCells > 0 && FewCells >= 0 && MostSmall is > 0 and <= 100,
            "k từ 3, width từ 1 đến k − 1, dimensions và most_cells lớn hơn 0, most_small từ 1 đến 100");
        Require(Geography is "since-2025" or "until-2025", "geography phải là since-2025 hoặc until-2025");
        foreach (var dimension in Within.SelectMany(w => w.Value.Prepend(w.Key)))
            Require(files.Measures.Values.Any(f => f.By.ContainsKey(dimension)), $"within: không có chiều '{dimension}'");
        VerifyPublished(files);
        foreach (var condition in Implies.SelectMany(i => i.Value.Prepend(i.Key)))
            Require(files.Measures.Values.Any(f => f.Holds.ContainsKey(condition)), $"implies: không có điều kiện '{condition}'");
    }

    /// <summary>
    /// Two tables of one measure must have no dimension in common, nor one inside the other's: beside their total nothing of the one tells
    /// of the other, in whatever periods they come out.
    /// </summary>
    private void VerifyPublished(CatalogueFiles files)
    {
        foreach (var table in Published)
        {
            Require(Published.Count(t => t.Code == table.Code) == 1, $"published: bảng '{table.Code}' được khai báo hai lần");
            Require(table.Months is 1 or 3 or 6 or 12, $"published {table.Code}: months phải là 1, 3, 6 hoặc 12");
            Require(table.By.Count >= 1 && table.By.Count <= Dimensions, $"published {table.Code}: từ 1 đến {Dimensions} chiều");
            foreach (var measure in table.Measures)
                Require(files.Measures.Values.Any(f => f.Measures.ContainsKey(measure) && table.By.All(f.By.ContainsKey)),
                    $"published {table.Code}: không có chỉ số '{measure}' với các chiều này");
            foreach (var other in Published.Where(o => o != table && o.Measures.Intersect(table.Measures).Any()))
                Require(!other.By.Any(d => table.By.Any(o => o == d || Around(o).Contains(d) || Around(d).Contains(o))),
                    $"published: {table.Code} và {other.Code} có chung chỉ số và chung chiều");
        }
    }

    private static void Require(bool holds, string problem) => CatalogueRules.Require(holds, "disclosure.yaml", problem);
}

/// <summary>A table that may be published: measures by dimensions, over periods of so many months.</summary>
public sealed record PublishedTable(string Code, string Title, IReadOnlyList<string> Measures, IReadOnlyList<string> By, int Months);
