using System.Text.RegularExpressions;

namespace HealthWarehouse.Catalogue;

/// <summary>What must hold in catalogue/codes/imports.yaml; a break stops the start-up with the shape to mend.</summary>
internal static class ImportRules
{
    private const string File = "codes/imports.yaml";

    public static void Verify(ListImports imports, IReadOnlyDictionary<string, CodeList> lists)
    {
        var sources = new HashSet<string>();
        foreach (var shape in imports.Shapes)
        {
            Require(sources.Add(shape.Id), shape, "được khai báo hai lần");
            foreach (var section in shape.Sections ?? [])
            {
                Require(sources.Add($"{shape.Id}/{section.Id}"), shape, $"phần '{section.Id}' được khai báo hai lần");
                Pattern(section.Opens, shape);
            }
            foreach (var output in shape.Outputs) Verify(output, shape, lists);
            foreach (var test in (shape.Skip ?? []).Concat(shape.Outputs.SelectMany(o => o.Where ?? []))) Pattern(test.Pattern, shape);
            foreach (var verified in shape.Verify ?? [])
                Require(lists.ContainsKey(verified.List), shape, $"verify: không có danh mục '{verified.List}'");
            foreach (var after in shape.After ?? [])
                Require(imports.Shapes.Any(s => s.Id == after), shape, $"after: không có mẫu '{after}'");
        }
        foreach (var completion in imports.Completes)
            foreach (var by in completion.By)
                if (!sources.Contains(by) || !lists.ContainsKey(completion.List))
                    throw new DeclarationException(File, $"completes: {completion.List}: không có '{by}'");
    }

    private static void Verify(ImportOutput output, ImportShape shape, IReadOnlyDictionary<string, CodeList> lists)
    {
        Require(lists.ContainsKey(output.List), shape, $"không có danh mục '{output.List}'");
        var list = lists[output.List].Declaration;
        var columns = output.Columns.Keys.Union(output.Share is { } share ? [share.Into] : []).ToArray();
        var missing = list.KeyColumns.Where(k => k != list.Part).Concat(list.Required ?? []).Except(columns).FirstOrDefault();
        Require(missing is null, shape, $"danh mục '{output.List}' thiếu cột '{missing}'");
        foreach (var (name, source) in output.Columns) Verify(source, $"{output.List}.{name}", shape);
        foreach (var column in (output.Ends ?? []).Concat(output.Fills ?? []))
            Require(columns.Contains(column), shape, $"fills, ends: không có cột '{column}'");
        if (output.Share is not { } shared) return;
        foreach (var column in shared.By.Append(shared.Kind)) Require(columns.Contains(column), shape, $"share: không có cột '{column}'");
        foreach (var kind in (output.Columns[shared.Kind].Choose ?? []).Select(c => c.Value))
            Require(shared.Parts.ContainsKey(kind), shape, $"share: không có phần của '{kind}'");
    }

    private static void Verify(ColumnSource source, string column, ImportShape shape)
    {
        var ways = new object?[] { source.From, source.First, source.Const, source.Section, source.Empty ? true : null }.Count(w =>
            w is not null);
        Require(ways == 1, shape, $"{column}: phải có đúng một trong các khoá from, first, const, section, empty");
        Require(source.Section is null || shape.Sections?.Any(s => s.Values.ContainsKey(source.Section)) == true, shape,
            $"{column}: không phần nào có '{source.Section}'");
        foreach (var pattern in (source.Choose ?? []).Select(c => c.Pattern).Append(source.Pattern).Append(source.When?.Pattern)
            .OfType<string>())
            Pattern(pattern, shape);
        foreach (var inner in source.First ?? []) Verify(inner, column, shape);
    }

    private static void Pattern(string pattern, ImportShape shape)
    {
        try
        {
            _ = Regex.Match("", pattern);
        }
        catch (ArgumentException e)
        {
            throw new DeclarationException(File, $"mẫu '{shape.Id}': biểu thức '{pattern}' sai: {e.Message}", e);
        }
    }

    private static void Require(bool holds, ImportShape shape, string problem)
    {
        if (!holds) throw new DeclarationException(File, $"mẫu '{shape.Id}': {problem}");
    }
}
