using System.Text.Json;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// A row made for a list: the line it came from, its values in the order of the output's columns, and the file (section) it is marked with.
/// </summary>
internal sealed record MadeRow(int Line, string?[] Values, string Source);

/// <summary>What the file gives for one output.</summary>
internal sealed class MadeList(ImportOutput output, CodeListDeclaration list)
{
    public ImportOutput Output { get; } = output;
    public CodeListDeclaration List { get; } = list;
    public IReadOnlyList<string> Columns { get; } = [.. output.Columns.Keys.Union(output.Share is { } share ? [share.Into] : [])];
    public List<MadeRow> Rows { get; } = [];
    public int Read { get; set; }
    public int SetAside { get; set; }
}

/// <summary>
/// Makes the rows of the lists from the rows of a file, as its shape declares. Reads as a stream; what does not fit is set aside and told.
/// </summary>
internal sealed class RowMaker(ShapeMatch match, ListImports imports, CatalogueFiles catalogue, Findings findings)
{
    private readonly ImportShape _shape = match.Shape;
    private readonly Dictionary<string, int> _sections = [];

    public int RowsRead { get; private set; }

    /// <summary>Rows read of each section found.</summary>
    public IReadOnlyDictionary<string, int> Sections => _sections;

    public IReadOnlyList<MadeList> Make(ListFile file, IProgress<ListImportProgress>? progress, CancellationToken stop)
    {
        var lists = _shape.Outputs.Select(o => new MadeList(o, catalogue.Lists[o.List].Declaration)).ToArray();
        if (file.IsTree) FromTree(file, lists, stop);
        else FromTable(file, lists, progress, stop);
        foreach (var list in lists)
            if (list.Output.Share is { } share) ShareColumn.Fill(share, list.Columns, list.Rows);
        return lists;
    }

    private void FromTable(ListFile file, MadeList[] lists, IProgress<ListImportProgress>? progress, CancellationToken stop)
    {
        int PlaceOf(string heading) => match.Headings!.PlaceOf(heading);
        var skip = (_shape.Skip ?? []).Select(s => new RowCondition(s, PlaceOf)).ToArray();
        var names = (_shape.Verify ?? [])
            .Select(v =>
            new UnitNames(v, catalogue.Rows(catalogue.Lists[v.List].Declaration.File), catalogue.Lists[v.List].Declaration.Part, PlaceOf))
            .ToArray();
        var writers = lists.Select(l => new OutputWriter(l, PlaceOf, imports, findings)).ToArray();
        var sections = (_shape.Sections ?? []).Select(s => (Section: s, Opens: Patterns.Of(s.Opens))).ToArray();
        Section? section = null;
        var from1904 = file.From1904;
        foreach (var line in file.Lines(match.Sheet!))
        {
            stop.ThrowIfCancellationRequested();
            if (sections.FirstOrDefault(s => s.Opens.IsMatch(line.Cells.First(c => c.Text is not null).Text!)) is { Section: { } opened })
            {
                section = opened;
                _sections.TryAdd(section.Id, 0);
                continue;
            }
            if (line.Number <= match.Headings!.Line || IsHeader(line.Cells) || match.Headings.IsNumbering(line)
                || (section is null && sections.Length > 0)) continue;
            SourceRow? row = new(line.Number, line.Cells, section, from1904, line.Hidden);
            if (skip.Any(s => s.Holds(row))) continue;
            Count(section);
            if (RowsRead % 1000 == 0) progress?.Report(new("Đọc tệp", RowsRead));
            foreach (var name in names) row = row is null ? null : name.Verify(row, findings);
            foreach (var writer in writers) writer.Write(row, Source(section));
        }
    }

    private void FromTree(ListFile file, MadeList[] lists, CancellationToken stop)
    {
        using var tree = file.Tree();
        foreach (var list in lists)
        {
            var places = new Dictionary<string, int>();
            int PlaceOf(string heading) => places.TryGetValue(heading, out var place) ? place : places[heading] = places.Count;
            var writer = new OutputWriter(list, PlaceOf, imports, findings);
            var number = 0;
            foreach (var parent in tree.RootElement.EnumerateArray())
                foreach (var item in list.Output.Path is not { } path ? [parent] : parent.TryGetProperty(path, out var children)
                    && children.ValueKind is JsonValueKind.Array ? children.EnumerateArray().ToArray() : [])
                {
                    stop.ThrowIfCancellationRequested();
                    Count(null);
                    writer.Write(new(++number,
                        [.. places.Keys.Select(h =>
                        new Cell(Text(h.StartsWith("^.", StringComparison.Ordinal) ? parent : item, h.TrimStart('^', '.'))).Clean())],
                        null),
                        Source(null));
                }
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind is not JsonValueKind.Object || !item.TryGetProperty(name, out var value)
            ? null : value.ValueKind is JsonValueKind.String ? ListFile.Words(value.GetString) : value.ValueKind is JsonValueKind.Number
            ? value.GetRawText() : null;

    private void Count(Section? section)
    {
        if (++RowsRead > imports.MaxRows)
            throw new ListFileException($"Tệp có hơn {imports.MaxRows.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))} dòng: không " +
                "danh mục nào lớn như vậy. Kiểm tra lại tệp.");
        if (section is not null) _sections[section.Id]++;
    }

    private string Source(Section? section) => section is null ? _shape.Id : $"{_shape.Id}/{section.Id}";

    /// <summary>Sections repeat the headings.</summary>
    private bool IsHeader(Cell[] cells) =>
        cells.Take(2).Select(c => c.Text).SequenceEqual(match.Headings!.Cells.Take(2).Select(c => c.Text));
}
