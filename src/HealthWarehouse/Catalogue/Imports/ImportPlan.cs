using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>What an import would do: the difference of each list, what was found, and the overlay files as they would stand.</summary>
internal sealed record ImportPlan(
    ImportShape Shape, int RowsRead, IReadOnlyDictionary<string, int> Sections, IReadOnlyList<ListDifference> Lists, Findings Findings,
        IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, CodeRows> Files);

/// <summary>Works out what a file would do to the lists. Nothing is written.</summary>
internal sealed class ImportPlanner(CatalogueFiles catalogue, DateOnly today)
{
    private readonly Findings _findings = new();
    private readonly List<string> _warnings = [];
    private readonly Dictionary<string, ListHistory> _histories = [];

    /// <param name="list">The list the sender means, or null: then the file alone must tell.</param>
    /// <param name="from">First day of this edition, in place of the day its shape declares.</param>
    public ImportPlan Plan(Stream content, string? list, DateOnly? from, IProgress<ListImportProgress>? progress, CancellationToken stop)
    {
        var file = new ListFile(content);
        var match = new ShapeFinder(catalogue.Imports, catalogue.Lists, catalogue.Rows, from ?? today).Find(file, list);
        if (from is { } day) match = match with { Shape = Editions.From(match.Shape, day) };
        if (match.Unused.Count > 0) _warnings.Add(
            $"Cột không dùng tới: {string.Join(", ", match.Unused)}. Kiểm tra tên cột; các cột của danh mục đọc ở docs/lists.md.");
        Warn(file, match);
        Require(match.Shape);
        var maker = new RowMaker(match, catalogue.Imports, catalogue, _findings);
        var made = maker.Make(file, progress, stop);
        progress?.Report(new("Đối chiếu với danh mục hiện có", maker.RowsRead));
        Expect(match.Shape.Name, match.Shape.Rows, maker.RowsRead, "dòng");
        foreach (var section in match.Shape.Sections ?? [])
            if (maker.Sections.TryGetValue(section.Id, out var rows))
                Expect($"{match.Shape.Name}, {section.Id}", section.Rows, rows, "dòng");
        var differences = made.Select(m => Lay(m, stop)).ToArray();
        return new(match.Shape, maker.RowsRead, maker.Sections, differences, _findings, _warnings,
            _histories.ToDictionary(h => h.Key, h => h.Value.Overlay()));
    }

    /// <summary>What the file has that its sender may not see: macros, a sheet or columns that are not shown.</summary>
    private void Warn(ListFile file, ShapeMatch match)
    {
        if (file.HasMacros) _warnings.Add("Sổ tính có macro. Macro không bao giờ được chạy; chỉ các ô được đọc.");
        if (match.Sheet is { State: not SheetState.Shown, Name: var name })
            _warnings.Add($"Trang được đọc là trang ẩn: '{name}'. Kiểm tra có đúng là trang cần nhập không.");
        var hidden = match.Headings?.Cells.Where(c => c.Is(Odd.HiddenColumn)).Select(c => c.Text).OfType<string>().ToArray();
        if (hidden is { Length: > 0 })
            _warnings.Add($"Cột ẩn trong bảng tính vẫn được đọc: {string.Join(", ", hidden)}.");
    }

    private void Require(ImportShape shape)
    {
        var done = ImportedLists.Read(catalogue.Overlay).Select(i => i.Source).ToHashSet();
        var missing = (shape.After ?? []).Where(a => !done.Contains(a))
            .Select(a => $"'{catalogue.Imports.Shapes.First(s => s.Id == a).Name}'").ToArray();
        if (missing.Length > 0) throw new ListFileException($"Trước '{shape.Name}' phải nhập {string.Join(" và ", missing)}.");
    }

    private ListDifference Lay(MadeList made, CancellationToken stop)
    {
        var list = made.List;
        if (!_histories.TryGetValue(list.File, out var history))
            history = _histories[list.File] = new(catalogue.Rows(list.File), list.KeyColumns, made.Columns);
        history = _histories[list.File] = history.With(made.Columns);
        var lines = new ListLines(made, history);
        var before = lines.Codes();
        var (rows, repeated) = lines.Distinct(_findings);
        if (made.Output.Mode is ImportMode.Replace) lines.RefuseOlder(rows);
        var changes = new List<ListChange>();
        foreach (var row in rows)
        {
            stop.ThrowIfCancellationRequested();
            if (made.Output.Mode is ImportMode.Add && history.Knows(row)) continue;
            changes.Add(history.Lay(row, lines.Laying));
        }
        if (made.Output.Mode is ImportMode.Replace) changes.AddRange(lines.Close(rows));
        if (made.Output.Mode is not ImportMode.Add) Expect(list.Name, made.Output.Rows, lines.CodesOf(rows), "mã");
        if (made.Output.Covers is { } covers) Cover(covers, history);
        return new(list.Id, list.Name, made.Read, repeated, made.SetAside, Of(ChangeKind.Added), Of(ChangeKind.Changed),
            Of(ChangeKind.Closed), Of(ChangeKind.Removed), Of(ChangeKind.Unchanged),
            before, lines.Codes(),
                [.. changes.Where(c => c.Kind is not ChangeKind.Unchanged).GroupBy(c => c.Kind).SelectMany(g => g.Take(10))
                .Select(c => c with { Code = lines.Display(c.Code) })]);

        int Of(ChangeKind kind) => changes.Count(c => c.Kind == kind);
    }

    private void Expect(string what, int? expected, int found, string unit)
    {
        if (expected is { } e && e != found)
            _warnings.Add(string.Create(CultureInfo.GetCultureInfo("vi-VN"),
                $"{what}: bản chính thức có {e:N0} {unit}, tệp này có {found:N0}. Kiểm tra tệp có đủ không."));
    }

    private void Cover(Coverage covers, ListHistory history)
    {
        var list = catalogue.Lists[covers.List].Declaration;
        var column = history.IndexOf(covers.Column);
        var there = history.All.Select(r => r[column]).ToHashSet();
        foreach (var unit in catalogue.Lists[covers.List].Entries.Where(e => e.HoldsOn(covers.On) && !there.Contains(e.Code)))
            _findings.Add(new(null, list.Id, FindingKind.Note, "Không có trong bảng",
                $"{unit.Code} {unit.Name} không có dòng nào trong bảng", "Số liệu của đơn vị này giữ nguyên mã cũ khi quy đổi."));
    }
}
