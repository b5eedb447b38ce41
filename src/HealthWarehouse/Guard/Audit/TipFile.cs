using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace HealthWarehouse.Guard.Audit;

/// <summary>How far the audit had come: its newest row.</summary>
public sealed record AuditTip(long Seq, string Hash)
{
    internal string Text => $"{Seq}|{Hash}";

    /// <summary>Number of the audit key it is marked with; 0 of before keys turned.</summary>
    internal int Key { get; init; }

    /// <summary>Whether it stood in the file of before (tip.json), which carries no mark: it counts only for rows of that time.</summary>
    internal bool IsFormer { get; init; }
}

/// <summary>
/// The tip on disk: two places of a disk sector each, written in turn, each under a keyed mark. A write that a crash cuts short leaves the
/// place before it whole; one application node, one file. It is written with every group of rows and forced to the disk within a second: a
/// dead process loses nothing of it, a power cut at most that second, and a tip that lags is no tampering.
/// </summary>
internal sealed class TipFile(string path)
{
    public const string Former = "tip.json";
    private const int Place = 512;
    private SafeFileHandle? _handle;
    private int _turn;
    private bool _isForcing;

    public bool Exists => File.Exists(path) && new FileInfo(path).Length > 0;

    public void Put(AuditTip tip, AuditKeys keys, int number)
    {
        var isNew = !Exists;
        if (isNew) _handle?.Dispose();
        if (isNew || _handle is null)
            _handle = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        var bytes = Encoding.ASCII.GetBytes($"{tip.Text}|{number}|{keys.Mark(tip.Text, number)}".PadRight(Place - 1) + "\n");
        RandomAccess.Write(_handle, bytes, _turn++ % 2 * Place);
        // The first time both places are filled, so that neither is older than this process.
        if (isNew || _turn == 1) RandomAccess.Write(_handle, bytes, _turn++ % 2 * Place);
        if (!Interlocked.Exchange(ref _isForcing, true)) _ = Force(_handle);
    }

    private async Task Force(SafeFileHandle handle)
    {
        await Task.Delay(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        Volatile.Write(ref _isForcing, false);
        if (!handle.IsClosed) RandomAccess.FlushToDisk(handle);
    }

    /// <summary>The tips of all nodes in a folder, and whether a place holds what the house did not write.</summary>
    public static (IReadOnlyList<AuditTip> Tips, bool Damaged) All(string folder, AuditKeys keys, AuditSigners signers)
    {
        var (tips, damaged) = (new List<AuditTip>(), false);
        if (!Directory.Exists(folder)) return (tips, false);
        foreach (var file in Directory.EnumerateFiles(folder, "tip-*"))
        {
            var places = File.ReadAllText(file).Chunk(Place).Select(c => Read(new(c), keys, signers)).ToArray();
            damaged |= places.Length == 0 || places.Contains(null);
            if (places.OfType<AuditTip>().MaxBy(t => (t.Seq, t.Key)) is { } newest) tips.Add(newest);
        }
        if (tips.Count == 0 && !damaged && ReadFormer(Path.Combine(folder, Former)) is { } former) tips.Add(former);
        return (tips, damaged);
    }

    /// <summary>
    /// What a place says under a key that is not older than the row it names. Of before keys turned, the mark is under the first key, and
    /// counts only until the first turn.
    /// </summary>
    private static AuditTip? Read(string place, AuditKeys keys, AuditSigners signers)
    {
        return place.Trim().Split('|') switch
        {
            [var seq, var hash, var number, var mark] when Number(seq) is { } row && Number(number) is > 0 and < int.MaxValue
                and var key => Marked(new(row, hash) { Key = (int)key }, (int)key, mark),
            [var seq, var hash, var mark] when Number(seq) is { } row && signers.Turns.Count == 0 => Marked(new(row, hash), 1, mark),
            _ => null,
        };

        AuditTip? Marked(AuditTip tip, int key, string mark) =>
            key >= signers.NumberAt(tip.Seq) && keys.Mark(tip.Text, key) == mark ? tip : null;
    }

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static AuditTip? ReadFormer(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<AuditTip>(File.ReadAllText(file)) is { } tip ? tip with { IsFormer = true } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
