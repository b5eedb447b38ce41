using System.Buffers;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// The names of a table's cells as they stand before its values: those of its fields, then any others, made once and copied for each
/// record.
/// </summary>
internal sealed class TableNames
{
    private readonly (int Start, int Length)[] _places;

    public TableNames(Table table, IEnumerable<string>? others = null)
    {
        (Table, Fields) = (table, table.AllFields);
        var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes(table.RowElement));
        ElementLength = (int)text.Length;
        _places = [.. Fields.Select(f => f.From).Concat(others ?? []).Select(name =>
        {
            var (start, bytes) = ((int)text.Length, Encoding.UTF8.GetBytes(name));
            text.Write(bytes);
            return (start, bytes.Length);
        })];
        Text = text.ToArray();
    }

    public Table Table { get; }

    /// <summary>Fields by their number.</summary>
    public IReadOnlyList<Field> Fields { get; }

    public byte[] Text { get; }

    public int ElementLength { get; }

    public (int Start, int Length) this[int name] => _places[name];
}

/// <summary>Rows of one table of a record, written one by one into a rented text.</summary>
internal sealed class TableText
{
    private readonly TableNames _names;
    private readonly SourceTable _table;
    private readonly List<SourceProblem> _problems;
    private byte[] _text;
    private int _end, _firstCell;

    /// <param name="names">Names of its cells.</param>
    /// <param name="room">Bytes its values will about need.</param>
    /// <param name="problems">Where what had to be assumed is told.</param>
    public TableText(TableNames names, int room, List<SourceProblem> problems)
    {
        (_names, _problems) = (names, problems);
        _text = ArrayPool<byte>.Shared.Rent(names.Text.Length + room);
        names.Text.CopyTo(_text, 0);
        _end = names.Text.Length;
        _table = new(names.Table.Code, _text, names.Fields.Count);
    }

    public int Rows => _table.Rows.Count;

    public int Cells => _table.CellCount;

    /// <summary>A value of a field, brought to the form of its type.</summary>
    public void Add(int field, ReadOnlySpan<byte> value, Hand hand)
    {
        if (value.IsEmpty) return;
        var type = _names.Fields[field].Type;
        if (ValueForm.IsPlain(value, type)) Put(field, value);
        else if (type is FieldType.Day or FieldType.Partial && ValueForm.TryDay(value, Room(8)))
        {
            Put(_names[field], 8);
        }
        else Add(field, new Cell(Encoding.UTF8.GetString(value)), hand);
    }

    /// <summary>The same of a cell that may have something odd about it.</summary>
    public void Add(int field, Cell cell, Hand hand, bool from1904 = false)
    {
        var (declared, read) = (_names.Fields[field], ValueForm.Of(cell, _names.Fields[field], hand, from1904));
        if (read.Rule is { } rule)
            _problems.Add(new(rule, _names.Table.Code, cell.Text?.Replace('\0', ' '), read.Text, Field: declared.From, Row: Rows + 1));
        if (read.Text is { Length: > 0 } text)
            Put(_names[field], Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length))));
    }

    /// <summary>A value as it came, by the number of its name.</summary>
    public void Put(int name, ReadOnlySpan<byte> value)
    {
        value.CopyTo(Room(value.Length));
        Put(_names[name], value.Length);
    }

    /// <summary>A value under a name that nobody declared.</summary>
    public void Put(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var start = _end;
        name.CopyTo(Room(name.Length));
        _text.AsSpan(_end, name.Length).Replace((byte)0, (byte)' ');
        _end += name.Length;
        value.CopyTo(Room(value.Length));
        Put((start, name.Length), value.Length);
    }

    public void CloseRow()
    {
        _table.Close(0, _names.ElementLength, _firstCell);
        _firstCell = _table.CellCount;
    }

    /// <summary>The table; its text is given back by the record.</summary>
    public SourceTable Done()
    {
        _table.Text = _text;
        return _table;
    }

    /// <summary>Lets go of a table that could not be read to its end.</summary>
    public void Drop() => ArrayPool<byte>.Shared.Return(_text);

    private void Put((int Start, int Length) name, int length)
    {
        // text with a zero in it cannot be kept by every engine
        _text.AsSpan(_end, length).Replace((byte)0, (byte)' ');
        _table.Add(new(name.Start, name.Length, _end, length));
        _end += length;
    }

    private Span<byte> Room(int bytes)
    {
        if (_end + bytes > _text.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent((_end + bytes) * 2);
            _text.AsSpan(0, _end).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_text);
            _text = bigger;
        }
        return _text.AsSpan(_end);
    }
}
