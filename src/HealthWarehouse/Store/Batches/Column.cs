namespace HealthWarehouse.Store.Batches;

/// <summary>
/// Values of one column, as the engines take them: fixed types as 64-bit numbers (dates in days, instants in microseconds since 1970,
/// numbers scaled), text and bytes as places in the batch's arena. A row never set is null.
/// </summary>
public sealed class Column(ColumnSpec spec)
{
    private long[] _values = new long[16];
    private long[] _high = [];
    private ulong[] _valid = new ulong[1];

    public ColumnSpec Spec { get; } = spec;

    internal ReadOnlySpan<long> Values => _values;

    /// <summary>Upper halves of UUIDs.</summary>
    internal ReadOnlySpan<long> High => _high;

    internal ReadOnlySpan<ulong> Valid => _valid;

    public bool IsNull(int row) => (_valid[row >> 6] & (1UL << row)) == 0;

    public long this[int row] => _values[row];

    internal void Grow(int rows)
    {
        Array.Resize(ref _values, rows);
        Array.Resize(ref _valid, (rows + 63) / 64);
        if (Spec.Type == ColumnType.Uuid) Array.Resize(ref _high, rows);
    }

    internal void Clear(int rows) => Array.Clear(_valid, 0, (rows + 63) / 64);

    /// <summary>Takes a set value back.</summary>
    internal void Unset(int row) => _valid[row >> 6] &= ~(1UL << row);

    public void Set(int row, long value)
    {
        _values[row] = value;
        _valid[row >> 6] |= 1UL << row;
    }

    public void Set(int row, bool value) => Set(row, value ? 1 : 0);

    public void Set(int row, DateOnly day) => Set(row, day.DayNumber - Epoch);

    public void Set(int row, DateTime time) => Set(row, (time.Ticks - DateTime.UnixEpoch.Ticks) / 10);

    public void Set(int row, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        _high[row] = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes);
        Set(row, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
    }

    /// <summary>A UUID that was set.</summary>
    public Guid Uuid(int row)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, _high[row]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], _values[row]);
        return new(bytes, bigEndian: true);
    }

    internal static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;
}
