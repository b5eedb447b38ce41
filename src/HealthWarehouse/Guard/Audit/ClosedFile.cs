using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Audit;

/// <summary>Rows of a closed period as a file: one JSON line a row, compressed, sealed under a key of the audit.</summary>
internal static class ClosedFile
{
    public static async Task Write(string path, IAsyncEnumerable<AuditRow> rows, AuditKeys keys, CancellationToken stop)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var dataKey = RandomNumberGenerator.GetBytes(32);
        file.Write(SealedFile.Head(true, NoLeaf, [], dataKey, Wrapping(keys)));
        var sealing = new SealingStream(file, new AesGcm(dataKey, SealedFile.TagSize));
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
        var head = SealedFile.Open(file, [], Wrapping(keys));
        using var opened = new ZstdSharp.DecompressionStream(new OpeningStream(file, head.HeadSize,
            new AesGcm(head.DataKey, SealedFile.TagSize)), leaveOpen: false);
        using var text = new StreamReader(opened);
        while (text.ReadLine() is { } line) yield return JsonSerializer.Deserialize<AuditRow>(line)!;
    }

    /// <summary>The data key of a closed period is wrapped by a key of the audit alone: nothing in it is ever shredded by itself.</summary>
    private static ArchiveKeys Wrapping(AuditKeys keys) => new(keys.ForClosed, () => NoLeaf, _ => []);

    private const ulong NoLeaf = 0;

    public static async Task<string> HashOf(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
