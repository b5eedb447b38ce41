using Npgsql;
using NpgsqlTypes;

namespace HealthWarehouse.Store.Batches;

/// <summary>Appends a batch to a PostgreSQL table by binary COPY.</summary>
internal static class PostgresAppend
{
    public static async Task Append(NpgsqlConnection db, string table, ColumnBatch batch, CancellationToken stop)
    {
        if (batch.Rows == 0) return;
        var columns = string.Join(", ", batch.Columns.Select(c => c.Spec.Name));
        await using var copy = await db.BeginBinaryImportAsync($"copy {table} ({columns}) from stdin (format binary)", stop);
        for (var row = 0; row < batch.Rows; row++)
        {
            await copy.StartRowAsync(stop);
            for (var c = 0; c < batch.Columns.Length; c++) await Write(copy, batch, c, row, stop);
        }
        await copy.CompleteAsync(stop);
    }

    private static Task Write(NpgsqlBinaryImporter copy, ColumnBatch batch, int c, int row, CancellationToken stop)
    {
        var column = batch.Columns[c];
        if (column.IsNull(row)) return copy.WriteNullAsync(stop);
        var value = column[row];
        return column.Spec.Type switch
        {
            ColumnType.Text => copy.WriteAsync(batch.Text(c, row)!, NpgsqlDbType.Varchar, stop),
            ColumnType.Int => copy.WriteAsync((int)value, NpgsqlDbType.Integer, stop),
            ColumnType.Long => copy.WriteAsync(value, NpgsqlDbType.Bigint, stop),
            ColumnType.Number => copy.WriteAsync(Scaled(value, column.Spec.Scale), NpgsqlDbType.Numeric, stop),
            ColumnType.Date => copy.WriteAsync(DateOnly.FromDayNumber((int)value + Column.Epoch), NpgsqlDbType.Date, stop),
            ColumnType.Instant =>
                copy.WriteAsync(DateTime.SpecifyKind(DateTime.UnixEpoch.AddTicks(value * 10), DateTimeKind.Unspecified),
                NpgsqlDbType.Timestamp, stop),
            ColumnType.Flag => copy.WriteAsync(value != 0, NpgsqlDbType.Boolean, stop),
            ColumnType.Bytes => copy.WriteAsync(batch.Bytes(c, row).ToArray(), NpgsqlDbType.Bytea, stop),
            _ => copy.WriteAsync(Uuid(column.High[row], value), NpgsqlDbType.Uuid, stop),
        };
    }

    private static decimal Scaled(long value, int scale) =>
        new((int)Math.Abs(value), (int)(Math.Abs(value) >> 32), 0, value < 0, (byte)scale);

    private static Guid Uuid(long high, long low)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, high);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], low);
        return new(bytes, bigEndian: true);
    }
}
