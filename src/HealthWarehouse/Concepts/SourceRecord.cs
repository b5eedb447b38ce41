using System.Buffers;
using System.Text;

namespace HealthWarehouse.Concepts;

/// <summary>
/// One record of a delivery as it came (for a message about a stay: all its tables), read but not yet judged.
/// Values are slices of the decoded UTF-8 text, so that a field costs no object. Made by Collect, bound by Standardise.
/// </summary>
public sealed class SourceRecord(int number, long offset, string? part)
{
    /// <summary>Number of the record in its delivery, from 1.</summary>
    public int Number { get; } = number;

    /// <summary>Where the record begins, in bytes of its file; of a sheet its line.</summary>
    public long Offset { get; } = offset;

    /// <summary>File inside the delivery when it is an archive of many, sheet inside a workbook, or both; else null.</summary>
    public string? Part { get; } = part;

    /// <summary>Sender's unit and day of making, from the head of the file the record came in.</summary>
    public SourceHead Head { get; init; } = SourceHead.Unknown;

    public List<SourceTable> Tables { get; } = [];

    /// <summary>What could not be read.</summary>
    public List<SourceProblem> Problems { get; } = [];

    /// <summary>Gives the text buffers back to the pool; no cell may be read after that.</summary>
    public void Release()
    {
        foreach (var table in Tables) ArrayPool<byte>.Shared.Return(table.Text);
        Tables.Clear();
    }
}

/// <summary>
/// Head of an envelope (THONGTINDONVI, THONGTINHOSO): unit, day of making, number of records as it was declared. Unknown parts are null.
/// </summary>
public sealed record SourceHead(string? FacilityCode, DateOnly? MadeOn, string? Declared)
{
    /// <summary>
    /// The latest time the message can have been made, local time: to the minute where it tells, else the end of its day.
    /// </summary>
    public DateTime? MadeAt { get; init; }

    /// <summary>The sender's own unit and number of the message (SENDER_CODE, REQUEST_ID).</summary>
    public string? Unit { get; init; }

    public string? Request { get; init; }

    /// <summary>The declared number of records, null when it is not a number.</summary>
    public int? DeclaredCount => int.TryParse(Declared, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static readonly SourceHead Unknown = new(null, null, null);
}

/// <summary>
/// A thing the reader could not read, or had to assume: the rule that says so, the table if known, the values its message shows, and the
/// field (its <c>from</c>) and row where it is about one.
/// </summary>
public sealed record SourceProblem(string Rule, string? Table, string? Value = null, string? Limit = null, bool Unusable = false,
    string? Field = null, int? Row = null);

/// <summary>One table of a record (LOAIHOSO with its NOIDUNGFILE): rows of named values over one text buffer.</summary>
public sealed class SourceTable(string kind, byte[] text, int room = 64)
{
    private readonly List<SourceRow> _rows = [];
    private SourceCell[] _cells = new SourceCell[room];
    private int _cellCount;

    /// <summary>The declared table it says it is.</summary>
    public string Kind { get; } = kind;

    /// <summary>The text the cells point into; unescaped values are appended behind the document.</summary>
    public byte[] Text { get; internal set; } = text;

    public IReadOnlyList<SourceRow> Rows => _rows;

    public ReadOnlySpan<SourceCell> Cells(SourceRow row) => _cells.AsSpan(row.FirstCell, row.CellCount);

    public ReadOnlySpan<byte> Name(SourceCell cell) => Text.AsSpan(cell.NameStart, cell.NameLength);

    public ReadOnlySpan<byte> Value(SourceCell cell) => Text.AsSpan(cell.ValueStart, cell.ValueLength);

    public string Element(SourceRow row) => Encoding.UTF8.GetString(Text, row.ElementStart, row.ElementLength);

    public void Add(SourceCell cell)
    {
        if (_cellCount == _cells.Length) Array.Resize(ref _cells, Math.Max(16, _cells.Length * 2));
        _cells[_cellCount++] = cell;
    }

    /// <summary>Closes a row over all cells added since <paramref name="firstCell"/>.</summary>
    public void Close(int elementStart, int elementLength, int firstCell) =>
        _rows.Add(new(elementStart, elementLength, firstCell, _cellCount - firstCell));

    public int CellCount => _cellCount;
}

public readonly record struct SourceRow(int ElementStart, int ElementLength, int FirstCell, int CellCount);

public readonly record struct SourceCell(int NameStart, int NameLength, int ValueStart, int ValueLength);
