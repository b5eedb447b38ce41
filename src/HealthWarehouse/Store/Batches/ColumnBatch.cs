using System.Text;

namespace HealthWarehouse.Store.Batches;

/// <summary>Rows of one table in columns, ready to be appended in bulk. Not thread-safe; reused after <see cref="Clear"/>.</summary>
public sealed class ColumnBatch
{
    private byte[] _arena = new byte[4096];
    private int _arenaEnd;
    private int _capacity = 16;

    public ColumnBatch(TableSpec table)
    {
        Table = table;
        Columns = [.. table.Columns.Select(c => new Column(c))];
        foreach (var column in Columns) column.Grow(_capacity);
    }

    public TableSpec Table { get; }

    public Column[] Columns { get; }

    public int Rows { get; private set; }

    /// <summary>Opens a new row, all null, and gives its number.</summary>
    public int Add()
    {
        if (Rows == _capacity)
        {
            _capacity *= 2;
            foreach (var column in Columns) column.Grow(_capacity);
        }
        return Rows++;
    }

    /// <summary>Opens a new row that is written column by column.</summary>
    public RowWriter Row() => new(this, Add());

    /// <summary>A column by its name.</summary>
    public Column Column(string name) => Columns[Ordinal(name)];

    public int Ordinal(string column) => Array.FindIndex(Columns, c => c.Spec.Name == column);

    public void Set(int column, int row, ReadOnlySpan<byte> text)
    {
        if (_arenaEnd + text.Length > _arena.Length) Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _arenaEnd + text.Length));
        text.CopyTo(_arena.AsSpan(_arenaEnd));
        Columns[column].Set(row, ((long)_arenaEnd << 32) | (uint)text.Length);
        _arenaEnd += text.Length;
    }

    public void Set(int column, int row, string? text)
    {
        if (text is null) return;
        var length = Encoding.UTF8.GetByteCount(text);
        if (_arenaEnd + length > _arena.Length) Array.Resize(ref _arena, Math.Max(_arena.Length * 2, _arenaEnd + length));
        Encoding.UTF8.GetBytes(text, _arena.AsSpan(_arenaEnd));
        Columns[column].Set(row, ((long)_arenaEnd << 32) | (uint)length);
        _arenaEnd += length;
    }

    /// <summary>Bytes of a text or bytes column.</summary>
    public ReadOnlySpan<byte> Bytes(int column, int row) => Bytes(Columns[column][row]);

    internal ReadOnlySpan<byte> Bytes(long place) => _arena.AsSpan((int)(place >> 32), (int)(uint)place);

    public string? Text(string column, int row) => Text(Ordinal(column), row);

    public string? Text(int column, int row) => Columns[column].IsNull(row) ? null : Encoding.UTF8.GetString(Bytes(column, row));

    /// <summary>Takes back every row from <paramref name="rows"/> on.</summary>
    public void TruncateTo(int rows)
    {
        foreach (var column in Columns)
            for (var row = rows; row < Rows; row++) column.Unset(row);
        Rows = rows;
    }

    public void Clear()
    {
        foreach (var column in Columns) column.Clear(Rows);
        (Rows, _arenaEnd) = (0, 0);
    }
}
