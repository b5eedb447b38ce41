using System.Data.Common;
using System.Security.Cryptography;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HealthWarehouse.Loading;

/// <summary>
/// Whose fault it is that something could not be loaded: the world's (wait and try again), the delivery's own, or one cannot tell yet.
/// </summary>
internal enum Blame { World, Delivery, Unsure }

/// <summary>Tells whose fault a failure is, and says it in words that hold nothing of what was sent.</summary>
internal static class Trouble
{
    public static Blame Of(Exception fault) => fault switch
    {
        OperationCanceledException or ObjectDisposedException or TimeoutException or SqliteException => Blame.World,
        WarehouseLostException or WarehouseAwayException or LeaseTakenException or ArchiveLostException or SetbackException => Blame.World,
        PostgresException postgres => Of(postgres.SqlState),
        NpgsqlException => Blame.Unsure,
        DuckDBException duck when IsDiskFull(duck) => Blame.World,
        DuckDBException { ErrorType: DuckDBErrorType.Fatal or DuckDBErrorType.Internal } => Blame.Unsure,
        DuckDBException { ErrorType: DuckDBErrorType.Io or DuckDBErrorType.Connection or DuckDBErrorType.Interrupt } => Blame.World,
        IOException io when IsDiskFull(io) => Blame.World,
        _ => Blame.Delivery,
    };

    /// <summary>The number people are told, by which the log is found.</summary>
    public static string NewTraceId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    public static bool IsOfTheWorld(Exception fault) => Of(fault) is Blame.World;

    /// <summary>What a person is told, without a word of the fault itself, which might repeat what was sent.</summary>
    public static string Words(Exception fault) => fault switch
    {
        FileNotFoundException or DirectoryNotFoundException =>
            "Kho lưu trữ thiếu tệp của lần gửi này. Hãy chép lại tệp từ bản sao lưu, rồi bấm Thử lại.",
        CryptographicException or InvalidDataException or EndOfStreamException =>
            "Tệp trong kho lưu trữ đã hỏng, không còn đúng như lúc nhận. Hãy chép lại tệp từ bản sao lưu, rồi bấm Thử lại.",
        OutOfMemoryException or DuckDBException { ErrorType: DuckDBErrorType.OutOfMemory }
            or PostgresException { SqlState: PostgresErrorCodes.OutOfMemory } =>
            "Nạp riêng lần gửi này cần nhiều bộ nhớ hơn mức kho được dùng. Hãy tăng KHOYTE_MEMORY_MB rồi bấm Thử lại, hoặc yêu cầu nơi " +
                "gửi chia nhỏ tệp.",
        IOException or UnauthorizedAccessException =>
            "Không đọc được tệp của lần gửi này trong kho lưu trữ. Hãy kiểm tra đĩa và quyền của thư mục archive, rồi bấm Thử lại.",
        _ => "Nạp lần gửi này gặp lỗi chưa lường trước. Hãy báo quản trị kèm mã vết; các lần gửi khác vẫn được nạp.",
    };

    /// <summary>
    /// What goes to the log: kinds and places, the engines' own messages, never words of a reader, which might repeat what was sent.
    /// </summary>
    public static string Trace(Exception fault) => string.Join(" <- ", Chain(fault).Select(e =>
        e.GetType().Name + (e is DbException or IOException or CryptographicException ? $" ({e.Message.ReplaceLineEndings(" ")})" : "")))
        + Environment.NewLine + fault.StackTrace;

    private static IEnumerable<Exception> Chain(Exception? fault)
    {
        for (; fault is not null; fault = fault.InnerException) yield return fault;
    }

    /// <summary>
    /// Classes of SQLSTATE: 08 connection, 25 a server that only reads, 40 and 55 neighbours in the way, 53 resources, 57 an operator, 58
    /// and XX the server itself.
    /// </summary>
    private static Blame Of(string state) => state switch
    {
        PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.ProgramLimitExceeded => Blame.Delivery,
        _ => state[..2] switch { "25" or "40" or "53" or "55" =>
            Blame.World, "08" or "57" or "58" or "XX" => Blame.Unsure, _ => Blame.Delivery },
    };

    private static bool IsDiskFull(DuckDBException fault) =>
        fault.Message.Contains("No space left", StringComparison.Ordinal) || fault.Message.Contains("Disk quota", StringComparison.Ordinal);

    private static bool IsDiskFull(IOException fault) => (fault.HResult & 0xFFFF) is 28 or 122 or 0x70;
}
