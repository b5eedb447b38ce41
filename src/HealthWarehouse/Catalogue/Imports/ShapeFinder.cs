using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A file that fits a shape: the sheet its rows stand in, and its headings; a tree has neither.</summary>
internal sealed record ShapeMatch(ImportShape Shape, Sheet? Sheet, Headings? Headings)
{
    /// <summary>Headings of a list's own form that nothing is read from.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];
}

/// <summary>
/// Finds the shape of a file by its headings among the first lines of each sheet. A file that fits none is answered with what was expected
/// and what was found. Beside the declared shapes every list has a form of its own: headings named as the columns of its table.
/// </summary>
internal sealed class ShapeFinder(ListImports imports, IReadOnlyDictionary<string, CodeList> lists, Func<string, CodeRows> rowsOf,
    DateOnly day)
{
    public ShapeMatch Find(ListFile file, string? list)
    {
        if (list is not null && !lists.ContainsKey(list))
            throw new ListFileException($"Không có danh mục '{list}'. Các danh mục: {string.Join(", ", lists.Keys)}.");
        var shapes = imports.Shapes.Where(s => list is null || s.Outputs.Any(o => o.List == list)).ToArray();
        return (file.IsTree ? InTree(file, shapes) : InTable(file, shapes, list)) ?? throw new ListFileException("Tệp không có dòng nào.");
    }

    private ShapeMatch? InTable(ListFile file, ImportShape[] shapes, string? list)
    {
        Near? near = null;
        foreach (var sheet in file.Sheets())
        {
            var head = file.Lines(sheet).Take(Headings.Looked).ToArray();
            var opened = head.SelectMany(l => shapes.Where(s => Opens(s, l))).ToHashSet();
            foreach (var headings in Headings.Candidates(head))
            {
                var own = list is null ? null : OwnForm(lists[list].Declaration, headings);
                foreach (var shape in shapes.Where(s => s.Format is ImportFormat.Table && (s.Sections is null || opened.Contains(s)))
                    .Append(own).OfType<ImportShape>())
                {
                    var needed = Needed(shape);
                    var missing = needed.Where(h => headings.PlaceOf(h) < 0).ToArray();
                    var fit = (shape.Header.Count, needed.Count);
                    if (near is null || missing.Length < near.Missing.Count || (missing.Length == 0 && fit.CompareTo(near.Fit) > 0))
                        near = new(shape, sheet, headings, missing, fit);
                }
            }
            if (near is { Missing.Count: 0 }) return new(near.Shape, sheet, near.Headings) { Unused = Unused(near) };
        }
        throw new ListFileException(Explain(near, file, shapes, list));
    }

    private IReadOnlyList<string> Unused(Near near)
    {
        if (imports.Shapes.Contains(near.Shape)) return [];
        var read = near.Shape.Outputs.SelectMany(o => o.Columns.Values).SelectMany(Flat).Select(s => s.From).OfType<string>()
            .Select(near.Headings.PlaceOf).ToHashSet();
        return [.. near.Headings.Names.Where((name, place) => name is not null && !read.Contains(place)).OfType<string>()];
    }

    private static ShapeMatch? InTree(ListFile file, ImportShape[] shapes)
    {
        using var tree = file.Tree();
        var found = tree.RootElement.ValueKind is JsonValueKind.Array && tree.RootElement.GetArrayLength() > 0
            && tree.RootElement[0].ValueKind is JsonValueKind.Object
            ? ListFile.Words(() => tree.RootElement[0].EnumerateObject().Select(p => p.Name).ToArray()) : [];
        var fitting = shapes.Where(s => s.Format is ImportFormat.Tree && s.Header.All(found.Contains)).MaxBy(s => s.Header.Count);
        if (fitting is not null) return new(fitting, null, null);
        var expected = shapes.Where(s => s.Format is ImportFormat.Tree).Select(s => $"'{s.Name}' ({string.Join(", ", s.Header)})")
            .ToArray();
        throw new ListFileException(expected.Length == 0 ? "Danh mục này không nhập từ JSON; cần bảng tính (.xlsx, .csv)."
            : $"Tệp JSON không khớp mẫu nào. Cần một mảng các đối tượng như {string.Join("; ", expected)}; tệp có " +
                $"{(found.Length == 0 ? "cấu trúc khác" : string.Join(", ", found))}.");
    }

    /// <summary>
    /// Fit: headings the shape is known by, then all it reads; of shapes that miss nothing the one that reads most is meant.
    /// </summary>
    private sealed record Near(ImportShape Shape, Sheet Sheet, Headings Headings, IReadOnlyList<string> Missing, (int, int) Fit);

    private string Explain(Near? near, ListFile file, ImportShape[] shapes, string? list)
    {
        var first = file.Sheets().SelectMany(file.Lines).FirstOrDefault(l => l.Cells is not null);
        if (first.Cells is null) return "Tệp không có dòng nào.";
        var expected = near is not null && near.Missing.Count < Needed(near.Shape).Count
            ? $"Gần nhất là '{near.Shape.Name}', còn thiếu cột: {string.Join(", ", near.Missing)} (dòng tiêu đề {near.Headings.Line} có: " +
                $"{Shown(near.Headings.Names)})."
            : $"Dòng đầu có: {Shown(first.Cells.Select(c => c.Text))}. " +
                $"{(shapes.Length == 0 ? "" : $"Các mẫu: {string.Join("; ", shapes.Select(s => s.Name))}.")}";
        var own = list is null ? " Nếu tệp theo mẫu chung của kho, hãy nói rõ danh mục nào."
            : $" Hoặc dùng mẫu chung của danh mục, các cột: {string.Join(", ", rowsOf(lists[list].Declaration.File).Columns
                .Where(c => c != lists[list].Declaration.Part && c != ListHistory.Source))}.";
        return $"Tệp không khớp mẫu nào{(list is null ? "" : $" của danh mục {lists[list].Declaration.Name}")}. {expected}{own}";
    }

    private static string Shown(IEnumerable<string?> cells) =>
        string.Join(", ", cells.OfType<string>().Take(12).Select(c => c.Length > 40 ? $"{c[..40]}…" : c)) is { Length: > 0 } text
        ? text : "(trống)";

    private static bool Opens(ImportShape shape, SheetLine line) =>
        shape.Sections?.Any(s => Patterns.Of(s.Opens).IsMatch(line.Cells.First(c => c.Text is not null).Text!)) == true;

    /// <summary>Every heading the shape reads.</summary>
    private static IReadOnlyList<string> Needed(ImportShape shape)
    {
        var sources = shape.Outputs.SelectMany(o => o.Columns.Values)
            .Concat((shape.Verify ?? []).SelectMany(v => new[] { v.Parent, v.Province }.OfType<ColumnSource>())).SelectMany(Flat).ToArray();
        return [.. shape.Header
            .Concat(sources.Select(s => s.From).OfType<string>()).Concat(sources.Select(s => s.When?.Column).OfType<string>())
            .Concat((shape.Verify ?? []).SelectMany(v => new[] { v.Column, v.Name }))
            .Concat((shape.Skip ?? []).Concat(shape.Outputs.SelectMany(o => o.Where ?? [])).Select(t => t.Column)).Distinct()];
    }

    private static IEnumerable<ColumnSource> Flat(ColumnSource source) => (source.First ?? []).SelectMany(Flat).Prepend(source);

    /// <summary>
    /// The form of the warehouse itself, for lists a province keeps by hand: any columns of the list, the key and the name among them.
    /// </summary>
    private ImportShape OwnForm(CodeListDeclaration list, Headings headings)
    {
        var columns = rowsOf(list.File).Columns;
        string[] needed = [.. list.KeyColumns.Where(k => k != list.Part), .. columns.Contains("name") ? ["name"] : Array.Empty<string>()];
        var sources = columns.Where(c => c != list.Part && c != ListHistory.Source && headings.PlaceOf(c) >= 0).Union(needed)
            .ToDictionary(c => c, c => new ColumnSource(From: c, As: As(list, c), Pad: Width(list, c), TellPad: true));
        if (columns.Contains("valid_from"))
            sources["valid_from"] = new(First: [.. sources.Values.Where(s => s.From == "valid_from"), new(Const: Days.Text(day))]);
        return new($"form-{list.Id}", $"Mẫu chung: {list.Name}", list.Act, needed, [new(list.Id, sources)]);
    }

    /// <summary>Number of digits all codes of a list have that are in force: a shorter one has lost its zeros in a spreadsheet.</summary>
    private int? Width(CodeListDeclaration list, string column)
    {
        if (column != "parent" && !list.KeyColumns.Contains(column)) return null;
        var rows = rowsOf(list.File);
        int at = rows.Index(column), part = list.Part is { } name ? rows.Index(name) : -1, end = rows.Index("valid_to");
        var values = at < 0
            ? [] : rows.Rows.Where(r => (part < 0 || r[part] == list.Id)
            && (end < 0 || r[end] is not { } last || string.CompareOrdinal(last, Days.Text(day)) >= 0)).Select(r => r[at]).OfType<string>()
            .Take(1000).ToArray();
        return values.Length > 1 && values.All(v => v.Length == values[0].Length && v.All(char.IsAsciiDigit)) ? values[0].Length : null;
    }

    private static Reading As(CodeListDeclaration list, string column) =>
        column != "code" ? Reading.Text
            : list.Spelling switch { Spelling.Icd10 => Reading.Icd10, Spelling.Upper => Reading.Upper, _ => Reading.Text };
}
