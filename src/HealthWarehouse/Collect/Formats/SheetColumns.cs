using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// What becomes of the columns of a sheet: the fields they fill, the names of those nobody knows, and which name a record.
/// </summary>
internal sealed class SheetColumns
{
    /// <summary>What stands alone in a line whose record was taken out of a delivery: the line still counts, and says nothing.</summary>
    public const char Mark = '\u0018';

    /// <summary>Cells further to the right are not looked at: no table is so wide.</summary>
    public const int Most = 1024;

    private const int Ignored = -1;

    private static readonly string[] Totals = ["TONG CONG", "TONG SO", "TONG", "CONG", "TOTAL"];

    private readonly int[] _names;
    private readonly HashSet<int> _keys;
    private bool _below;

    public SheetColumns(Contract contract, SheetLayout layout, bool from1904)
    {
        var (table, others) = (contract[contract.Main], new List<string>());
        var fields = table.AllFields.Select((f, i) => (f, i)).ToDictionary(f => f.f, f => f.i);
        _names = new int[Math.Min(layout.Columns.Count, Most)];
        foreach (var column in layout.Columns.Take(Most))
        {
            if (column.Field is { } field) _names[column.Place] = fields[field];
            else if (column.IsIgnored) _names[column.Place] = Ignored;
            else
            {
                _names[column.Place] = fields.Count + others.Count;
                others.Add(column.Words);
            }
        }
        Names = new(table, others);
        _keys = [.. layout.Columns.Where(c => c.Field is { } f && contract.Subject.Key.Contains(f.To)).Select(c => c.Place)];
        (Layout, From1904) = (layout, from1904);
    }

    public TableNames Names { get; }

    public SheetLayout Layout { get; }

    public bool From1904 { get; }

    /// <summary>Why a line below the headings is no record; null when it is one.</summary>
    public string? Left(SheetLine line)
    {
        if (Layout.Headings.IsNumbering(line)) return "dòng đánh số cột";
        var first = Array.FindIndex(line.Cells, c => !string.IsNullOrWhiteSpace(c.Text));
        if (first < 0 || line.Cells[first].Text is [Mark]) return null;
        var words = line.Cells[first].Text!;
        var isTotal = IsTotal(VietnameseText.Fold(words.Length > 60 ? words[..60] : words), _keys.Contains(first));
        if (_keys.Any(k => k != (isTotal ? first : -1) && k < line.Cells.Length && !string.IsNullOrWhiteSpace(line.Cells[k].Text)))
            return null;
        if (isTotal) _below = true;
        return isTotal ? $"'{words.Trim()}'" : _below ? "chân bảng" : null;
    }

    /// <summary>Whether a row may be none: it begins as a total does, or stands below one.</summary>
    public bool MayBeLeft(ReadOnlySpan<byte> row) =>
        _below || (row.IndexOfAnyExcept(" \t\",;"u8) is var at and >= 0 && row[at] is (byte)'T' or (byte)'t' or (byte)'C' or (byte)'c');

    /// <summary>Whether a total has the words it may have: in a column that names records only those alone.</summary>
    private static bool IsTotal(string folded, bool inKey) => Array.Exists(Totals, t => folded == t
        || (!inKey && folded.StartsWith(t, StringComparison.Ordinal) && folded[t.Length] == ' '));

    /// <summary>Adds the cell of a CSV to a row.</summary>
    public void Add(TableText text, int place, ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        // a code written as ="00123" keeps its zeros in a spreadsheet: the text in it is meant
        if (value is [(byte)'=', (byte)'"', .. var inside, (byte)'"'] && !inside.Contains((byte)'"')) value = inside;
        if (value.IsEmpty || place >= Most) return;
        if (place >= _names.Length) text.Put(Encoding.UTF8.GetBytes(ColumnMatcher.Letter(place)), value);
        else if (_names[place] >= Names.Fields.Count) text.Put(_names[place], value);
        else if (_names[place] != Ignored) text.Add(_names[place], value, Hand.People);
    }

    /// <summary>Adds the cell of a workbook to a row.</summary>
    public void Add(TableText text, int place, Cell cell)
    {
        if (cell.Text is null && !cell.Is(Odd.Formula | Odd.Lost)) return;
        if (place < _names.Length && _names[place] is >= 0 and var name && name < Names.Fields.Count)
            text.Add(name, cell, Hand.People, From1904);
        else if (cell.Clean().Text is { } said && (place >= _names.Length || _names[place] != Ignored))
        {
            var value = Encoding.UTF8.GetBytes(said);
            if (place < _names.Length) text.Put(_names[place], value);
            else text.Put(Encoding.UTF8.GetBytes(ColumnMatcher.Letter(place)), value);
        }
    }
}
