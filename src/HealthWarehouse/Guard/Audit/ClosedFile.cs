using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Audit;

/// <summary>Rows of a closed period as a file: one JSON line a row, compressed, sealed under a key of the audit.</summary>
internal static class ClosedFile
{
    public static async Task Write(string path, IAsyncEnumerable<AuditRow> rows, AuditKeys keys, CancellationToken stop)
    {
        var current = keys.ForClosed(null);
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var head = SealedFile.Head(true, current.Number, RandomNumberGenerator.GetBytes(16));
        file.Write(head);
        var sealing = new SealingStream(file, SealedFile.Cipher(current.Bytes, head));
        await using (var sink = new ZstdSharp.CompressionStream(sealing, level: 5, leaveOpen: true))
            await foreach (var row in rows.WithCancellation(stop))
            {
                JsonSerializer.Serialize(sink, row);
                sink.Write("\n"u8);
            }
        sealing.Finish();
        file.Flush(flushToDisk: true);
    }

    /// <summary>The rows as they were put away; a changed byte throws.</summary>
    public static IEnumerable<AuditRow> Read(string path, AuditKeys keys)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        var head = new byte[SealedFile.HeadSize];
        file.ReadExactly(head);
        var (_, number) = SealedFile.Read(head);
        using var opened = new ZstdSharp.DecompressionStream(new OpeningStream(file, SealedFile.Cipher(keys.ForClosed(number).Bytes, head)), leaveOpen: false);
        using var text = new StreamReader(opened);
        while (text.ReadLine() is { } line) yield return JsonSerializer.Deserialize<AuditRow>(line)!;
    }

    public static async Task<string> HashOf(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
