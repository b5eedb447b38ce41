namespace HealthWarehouse.Catalogue;

/// <summary>What must hold across measures, indicators and reports; a break stops the start-up with the file to mend.</summary>
internal static class MeasureRules
{
    public static void Verify(CatalogueFiles files)
    {
        foreach (var (code, fact) in files.Facts) Verify(code, fact, files);
        var known = new Dictionary<string, string>();
        foreach (var file in files.Measures.Values)
        {
            var at = $"measures/{file.Code}.yaml";
            foreach (var (code, measure) in file.Measures)
            {
                CatalogueRules.Require(known.TryAdd(code, at), at, $"chỉ số '{code}' đã có ở {known.GetValueOrDefault(code)}");
                CatalogueRules.Require(new[] { measure.Distinct, measure.Stock, measure.Average }.Count(w => w is not null) <= 1, at,
                    $"{code}: chỉ một trong distinct, stock, average");
                CatalogueRules.Require(file.Date is null || (measure.Stock ?? measure.Average) is null, at,
                    $"{code}: stock và average chỉ dùng cho dữ kiện có hiệu lực từ ngày đến ngày");
                foreach (var condition in measure.Where ?? [])
                    CatalogueRules.Require(file.Holds.ContainsKey(condition), at, $"{code}: không có điều kiện '{condition}'");
            }
            foreach (var dimension in file.By.Values)
                CatalogueRules.Require(dimension.List is null || files.Lists.ContainsKey(dimension.List), at,
                    $"không có danh mục '{dimension.List}'");
            foreach (var dimension in (file.Rollups ?? []).SelectMany(r => r))
                CatalogueRules.Require(file.By.TryGetValue(dimension, out var d) && d.Join is null, at,
                    $"rollups: chiều '{dimension}' không có hoặc cần bảng khác");
        }
        foreach (var (code, indicator) in files.Indicators)
        {
            CatalogueRules.Require(!known.ContainsKey(code), "indicators", $"'{code}' đã là một chỉ số");
            foreach (var part in indicator.Numerator.Concat(indicator.Denominator))
                CatalogueRules.Require(known.ContainsKey(part), "indicators", $"{code}: không có chỉ số '{part}'");
        }
        foreach (var dashboard in files.Dashboards.Values)
            CatalogueRules.Require(dashboard.Fault(files) is null, $"dashboards/{dashboard.Code}.yaml", dashboard.Fault(files) ?? "");
        foreach (var (before, after) in files.ReportVersions.SelectMany(versions => versions.Zip(versions.Skip(1))))
            CatalogueRules.Require(before.ValidTo < after.ValidFrom, $"reports: {before.Code}",
                $"bản từ {before.ValidFrom:yyyy-MM-dd} phải có valid_to trước bản từ {after.ValidFrom:yyyy-MM-dd}");
        foreach (var report in files.ReportVersions.SelectMany(versions => versions))
            foreach (var column in Columns(report.Columns))
                CatalogueRules.Require(column.Measure is null || known.ContainsKey(column.Measure)
                    || files.Indicators.ContainsKey(column.Measure), $"reports/{report.Code}.yaml",
                    $"cột {column.Id}: không có chỉ số '{column.Measure}'");
    }

    private static void Verify(string code, Fact fact, CatalogueFiles files)
    {
        var at = $"facts/{code}.yaml";
        foreach (var contract in (fact.From ?? []).Append(fact.Fresh).OfType<string>())
            CatalogueRules.Require(files.Contracts.ContainsKey(contract), at, $"không có hợp đồng '{contract}'");
        CatalogueRules.Require(fact.Time is FactTime.Day == fact.Date is not null, at, "khoá date đi cùng time: day, và chỉ khi ấy");
        CatalogueRules.Require(fact.Evidence is not Evidence.Episode || fact.Episode is not null, at, "evidence: episode cần khoá episode");
        CatalogueRules.Require(fact.Evidence is not Evidence.Row || (fact.HasVersions && fact.Shows is { Count: > 0 }), at,
            "evidence: row cần khoá from và shows");
        var table = fact.Element.Split('/')[0];
        CatalogueRules.Require(table.Length == 0 || files.Contracts.Values.Any(c => c.Tables.ContainsKey(table)), at,
            $"element: không có bảng '{table}'");
        foreach (var list in (fact.Shows ?? []).Select(s => s.List).OfType<string>())
            CatalogueRules.Require(files.Lists.ContainsKey(list), at, $"shows: không có danh mục '{list}'");
    }

    private static IEnumerable<ReportColumn> Columns(IEnumerable<ColumnGroup> groups) =>
        groups.SelectMany(g => g.Columns.Concat(Columns(g.Groups ?? [])));
}
