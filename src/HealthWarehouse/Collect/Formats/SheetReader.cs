using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Reads tables as people keep them, a line a record: the sheet and the line of the headings are found by the contract's words, columns by
/// theirs. The number of a record counts lines below the headings, so that an empty line between changes no other number.
/// </summary>
internal sealed class SheetReader(Contract contract, SheetMapping? mapping, XmlLimits limits) : FilesReader
{
    private readonly ColumnMatcher _matcher = new(contract, mapping);
    private readonly SheetRemarks _remarks = new();

    /// <summary>Number of the last line of the files before.</summary>
    private int _before;

    /// <summary>Number of the last record so far.</summary>
    private int _last;

    private readonly List<SheetPlace> _places = [];

    /// <summary>Where the records of each file stand, once it was begun.</summary>
    public IReadOnlyList<SheetPlace> Places => _places;

    protected override IEnumerable<ContentPart> Open(Stream content) => TableParts.Open(content, limits);

    protected override IEnumerable<RecordGroup> Read(ContentPart part, int groupBytes)
    {
        _before = _last;
        return TableParts.IsBook(part) ? Book(part, groupBytes) : Text(part, groupBytes);
    }

    protected override void Close() => NotesFound.AddRange(_remarks.All);

    /// <summary>The text of a CSV as UTF-8.</summary>
    internal static Stream Utf8(ContentPart part)
    {
        var peeked = (PeekStream)part.Content;
        var encoding = FileKinds.TextOf(new MemoryStream(peeked.Peek(FileKinds.Looked).ToArray()));
        return encoding is UTF8Encoding ? peeked : Encoding.CreateTranscodingStream(peeked, encoding, new UTF8Encoding(false, true));
    }

    private IEnumerable<RecordGroup> Text(ContentPart part, int groupBytes)
    {
        var csv = new CsvBlocks(Utf8(part), groupBytes);
        SheetPlace? place = null;
        foreach (var block in csv.Read())
        {
            if (place is null)
            {
                var head = block.Rows.Take(Headings.Looked).Select(r => Line(block, r, csv.Separator)).ToArray();
                place = Place(part.Name, [new(CsvText.Sheet, head)], false);
                if (place is not null) block.Rows.RemoveAll(r => r.Number <= place.Columns.Layout.Headings.Line);
            }
            if (place is not null) block.Rows.RemoveAll(r => IsLeft(place, block, r, csv.Separator));
            if (place is null || (block.Rows.Count > 0 && !Count(place, block.Rows.Count, block.Rows[^1].Number)))
            {
                block.Dispose();
                yield break;
            }
            yield return new CsvGroup(place, block, csv.Separator);
        }
    }

    private bool IsLeft(SheetPlace place, CsvBlock block, CsvRow row, byte separator)
    {
        if (row.Number != place.Columns.Layout.Headings.Line + 1 && !place.Columns.MayBeLeft(block[row])) return false;
        if (place.Columns.Left(Line(block, row, separator)) is not { } why) return false;
        _remarks.Left(place.Part, row.Number, why);
        return true;
    }

    private static SheetLine Line(CsvBlock block, CsvRow row, byte separator)
    {
        var line = new List<Cell>();
        for (var cells = new CsvCells(block[row], separator); cells.Next() && cells.Place < SheetColumns.Most;)
        {
            var text = Encoding.UTF8.GetString(cells.Value);
            line.Add(CsvText.Of(cells.Doubled ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text));
        }
        return new(row.Number, [.. line]);
    }

    private IEnumerable<RecordGroup> Book(ContentPart part, int groupBytes)
    {
        var file = SheetFile.Open(part.Content);
        var heads = file.Sheets.Select(s => new SheetHead(s, [.. file.Lines(s).Take(Headings.Looked)])).ToArray();
        if (Place(part.Name, heads, file.From1904) is not { } place) yield break;
        var (layout, group) = (place.Columns.Layout, new LineGroup(place));
        if (layout.Sheet.State is not SheetState.Shown) _remarks.HiddenSheet(place.Part!);
        foreach (var line in file.Lines(layout.Sheet))
        {
            if (line.Number <= layout.Headings.Line) continue;
            if (place.Columns.Left(line) is { } why)
            {
                _remarks.Left(place.Part, line.Number, why);
                continue;
            }
            if (!Count(place, 1, line.Number)) yield break;
            _remarks.See(place.Part, line);
            group.Add(line);
            if (group.Bytes < groupBytes) continue;
            yield return group;
            group = new(place);
        }
        yield return group;
    }

    /// <summary>Where the records of a file stand; null when it has no columns to read them by, which breaks the delivery.</summary>
    private SheetPlace? Place(string? name, SheetHead[] heads, bool from1904)
    {
        var found = SheetLayout.Find(_matcher, heads, mapping);
        if (found is not [var best, ..] || best.Keys < _matcher.Keys.Count)
        {
            Broken = new(SheetLayout.Missing(_matcher, found, heads), 0, 0, name);
            return null;
        }
        var part = name is null ? best.Sheet.Name : best.Sheet.Name is { } sheet ? $"{name}/{sheet}" : name;
        _remarks.Chosen(part, best, [.. found.Skip(1).Where(f => f.Keys == _matcher.Keys.Count)]);
        _places.Add(new(part, _before, new(contract, best, from1904)));
        return _places[^1];
    }

    private bool Count(SheetPlace place, int records, int line)
    {
        _last = place.NumberOf(line);
        Records += records;
        if (_last <= limits.MaxRecords) return true;
        Broken = new(string.Create(CultureInfo.GetCultureInfo("vi-VN"),
            $"tệp có quá {limits.MaxRecords:N0} dòng; hãy tách thành nhiều tệp"),
            0, 0, place.Part);
        return false;
    }
}
