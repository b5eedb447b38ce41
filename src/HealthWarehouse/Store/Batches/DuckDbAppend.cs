using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using DuckDBAppender = DuckDB.NET.Native.DuckDBAppender;

namespace HealthWarehouse.Store.Batches;

/// <summary>Appends a batch to a DuckDB table chunk by chunk, copying whole vectors: no per-value calls but for long text.</summary>
internal static unsafe class DuckDbAppend
{
    private const int ChunkRows = 2048;
    private const int InlineText = 12;

    public static void Append(DuckDBConnection db, string? catalog, string schema, string table, ColumnBatch batch)
    {
        if (batch.Rows == 0) return;
        Check(NativeMethods.Appender.DuckDBAppenderCreateExt(db.NativeConnection, catalog!, schema, table, out var appender), appender);
        using (appender)
        {
            var types = batch.Columns.Select(c => Type(c.Spec)).ToArray();
            using var chunk =
                NativeMethods.DataChunks.DuckDBCreateDataChunk([.. types.Select(t => t.DangerousGetHandle())], (ulong)types.Length);
            for (var first = 0; first < batch.Rows; first += ChunkRows)
            {
                var rows = Math.Min(ChunkRows, batch.Rows - first);
                NativeMethods.DataChunks.DuckDBDataChunkReset(chunk);
                for (var c = 0; c < batch.Columns.Length; c++)
                    Fill(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, c), batch, batch.Columns[c], first, rows);
                NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)rows);
                Check(NativeMethods.Appender.DuckDBAppendDataChunk(appender, chunk), appender);
            }
            Check(NativeMethods.Appender.DuckDBAppenderClose(appender), appender);
            foreach (var type in types) type.Dispose();
        }
    }

    private static void Fill(IntPtr vector, ColumnBatch batch, Column column, int first, int rows)
    {
        var data = NativeMethods.Vectors.DuckDBVectorGetData(vector);
        var values = column.Values.Slice(first, rows);
        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(vector);
        column.Valid.Slice(first >> 6, (rows + 63) >> 6)
            .CopyTo(new Span<ulong>(NativeMethods.Vectors.DuckDBVectorGetValidity(vector), ChunkRows >> 6));
        switch (column.Spec.Type)
        {
            case ColumnType.Long or ColumnType.Number or ColumnType.Instant:
                values.CopyTo(new Span<long>(data, rows));
                break;
            case ColumnType.Int or ColumnType.Date:
                for (var i = 0; i < rows; i++) ((int*)data)[i] = (int)values[i];
                break;
            case ColumnType.Flag:
                for (var i = 0; i < rows; i++) ((byte*)data)[i] = (byte)values[i];
                break;
            case ColumnType.Uuid:
                var high = column.High.Slice(first, rows);
                for (var i = 0; i < rows; i++)
                {
                    ((long*)data)[2 * i] = values[i];
                    ((long*)data)[2 * i + 1] = high[i] ^ long.MinValue;      // DuckDB keeps UUIDs as signed 128-bit, top bit turned
                }
                break;
            default:
                Texts(vector, (byte*)data, batch, column, first, rows);
                break;
        }
    }

    private static void Texts(IntPtr vector, byte* data, ColumnBatch batch, Column column, int first, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (column.IsNull(first + i)) continue;
            var text = batch.Bytes(column[first + i]);
            if (text.Length <= InlineText)
            {
                var slot = data + 16 * i;                                    // duckdb_string_t: length, then up to 12 bytes in place
                Unsafe.WriteUnaligned(slot, (uint)text.Length);
                new Span<byte>(slot + 4, InlineText).Clear();
                text.CopyTo(new Span<byte>(slot + 4, InlineText));
            }
            else
                fixed (byte* start = &MemoryMarshal.GetReference(text))
                    NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)i, start, text.Length);
        }
    }

    private static DuckDBLogicalType Type(ColumnSpec spec) => spec.Type switch
    {
        ColumnType.Number => NativeMethods.LogicalType.DuckDBCreateDecimalType(18, (byte)spec.Scale),
        ColumnType.Text => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar),
        ColumnType.Int => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Integer),
        ColumnType.Long => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt),
        ColumnType.Date => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Date),
        ColumnType.Instant => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Timestamp),
        ColumnType.Flag => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Boolean),
        ColumnType.Bytes => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Blob),
        _ => NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Uuid),
    };

    private static void Check(DuckDBState state, DuckDBAppender appender)
    {
        if (state.IsSuccess()) return;
        throw new InvalidOperationException($"DuckDB không nhận được lô dữ liệu: {Message(appender)}");
    }

    private static string Message(DuckDBAppender appender)
    {
        using var error = NativeMethods.Appender.DuckDBAppenderErrorData(appender);
        return error.Message ?? "không rõ lý do";
    }
}
