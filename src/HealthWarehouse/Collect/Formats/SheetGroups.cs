using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Where the records of a sheet stand: its name, and what their numbers count from; a record's number is that of its line.
/// </summary>
internal sealed record SheetPlace(string? Part, int Before, SheetColumns Columns)
{
    private const string Empty = "R01-empty-record";

    public int NumberOf(int line) => Before + line - Columns.Layout.Headings.Line;

    public int LineOf(int number) => number - Before + Columns.Layout.Headings.Line;

    public SourceRecord Record(int line) => new(NumberOf(line), line, Part);

    /// <summary>A record that was taken out: its number is still there.</summary>
    public static void Blank(SourceRecord record) => record.Problems.Add(new(Empty, null, Unusable: true));
}

/// <summary>Rows of a CSV, each a record.</summary>
internal sealed class CsvGroup(SheetPlace place, CsvBlock block, byte separator) : RecordGroup
{
    private const int Room = 64;

    private byte[] _single = [];

    public override long Bytes { get; } = block.Taken;

    public override IEnumerable<SourceRecord> Unpack()
    {
        foreach (var row in block.Rows)
        {
            var record = place.Record(row.Number);
            Cells(block[row], record);
            Taken++;
            yield return record;
            record.Release();
        }
        Drop();
    }

    private void Cells(ReadOnlySpan<byte> row, SourceRecord record)
    {
        if (row[0] == SheetColumns.Mark)
        {
            SheetPlace.Blank(record);
            return;
        }
        var text = new TableText(place.Columns.Names, row.Length + Room, record.Problems);
        for (var cells = new CsvCells(row, separator); cells.Next();)
            place.Columns.Add(text, cells.Place, cells.Doubled ? Single(cells.Value) : cells.Value);
        text.CloseRow();
        record.Tables.Add(text.Done());
    }

    private ReadOnlySpan<byte> Single(ReadOnlySpan<byte> value)
    {
        if (_single.Length < value.Length) _single = new byte[value.Length];
        return _single.AsSpan(0, CsvCells.Single(value, _single));
    }

    protected override void Drop() => block.Dispose();
}

/// <summary>Lines of a workbook, each a record.</summary>
internal sealed class LineGroup(SheetPlace place) : RecordGroup
{
    private const int Room = 256, CellBytes = 24;

    private readonly List<SheetLine> _lines = [];
    private long _bytes;

    public override long Bytes => _bytes;

    public void Add(SheetLine line)
    {
        _lines.Add(line);
        foreach (var cell in line.Cells) _bytes += CellBytes + 2 * (cell.Text?.Length ?? 0);
    }

    public override IEnumerable<SourceRecord> Unpack()
    {
        foreach (var line in _lines)
        {
            var record = place.Record(line.Number);
            Cells(line, record);
            Taken++;
            yield return record;
            record.Release();
        }
        Drop();
    }

    private void Cells(SheetLine line, SourceRecord record)
    {
        if (line.Cells is [{ Text: [SheetColumns.Mark] }, ..])
        {
            SheetPlace.Blank(record);
            return;
        }
        var text = new TableText(place.Columns.Names, Room, record.Problems);
        for (var c = 0; c < line.Cells.Length; c++) place.Columns.Add(text, c, line.Cells[c]);
        text.CloseRow();
        record.Tables.Add(text.Done());
    }

    protected override void Drop() => _lines.Clear();
}
