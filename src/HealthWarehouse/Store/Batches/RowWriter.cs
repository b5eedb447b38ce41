namespace HealthWarehouse.Store.Batches;

/// <summary>
/// Writes one row from its first column on, in the order its table declares them; what is null stays so. A value of another kind than its
/// column's is a fault of whoever writes.
/// </summary>
public ref struct RowWriter
{
    private readonly ColumnBatch _batch;
    private readonly int _row;
    private int _column;

    internal RowWriter(ColumnBatch batch, int row) => (_batch, _row) = (batch, row);

    public RowWriter Put(long? value)
    {
        var column = Next(ColumnType.Long, ColumnType.Int, ColumnType.Number);
        if (value is { } known) column.Set(_row, known);
        return this;
    }

    public RowWriter Put(bool value)
    {
        Next(ColumnType.Flag).Set(_row, value);
        return this;
    }

    public RowWriter Put(DateOnly? value)
    {
        var column = Next(ColumnType.Date);
        if (value is { } known) column.Set(_row, known);
        return this;
    }

    public RowWriter Put(DateTime? value)
    {
        var column = Next(ColumnType.Instant);
        if (value is { } known) column.Set(_row, known);
        return this;
    }

    public RowWriter Put(Guid value)
    {
        Next(ColumnType.Uuid).Set(_row, value);
        return this;
    }

    public RowWriter Put(string? value)
    {
        Next(ColumnType.Text);
        _batch.Set(_column - 1, _row, value);
        return this;
    }

    public RowWriter Put(ReadOnlySpan<byte> value)
    {
        Next(ColumnType.Bytes);
        _batch.Set(_column - 1, _row, value);
        return this;
    }

    private Column Next(params ReadOnlySpan<ColumnType> fitting)
    {
        var column = _batch.Columns[_column++];
        return fitting.Contains(column.Spec.Type) ? column
            : throw new InvalidOperationException($"{_batch.Table.Name}.{column.Spec.Name} is of kind {column.Spec.Type}");
    }
}
