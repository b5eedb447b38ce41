using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// What a sender hands over, beside the bytes. <c>KeyIsContents</c>: the key is the message's own number, which stands in its bytes and so
/// says nothing beyond them; a key given beside the bytes makes every sending with it one and the same. <c>Layout</c>: how its columns are
/// to be read (<see cref="KeptLayouts"/>).
/// </summary>
public sealed record Handover(
    string Sender, string Channel, string Contract = Handover.Usual, string? Version = null, string? IdempotencyKey = null,
        string? FileName = null, bool KeyIsContents = false, string? Layout = null)
{
    public const int LongestKey = 200, LongestVersion = 40;

    /// <summary>Nothing is said of the contract: it is the usual one (catalogue/intake.yaml).</summary>
    public const string Usual = "";

    /// <summary>Fit to be entered: no control characters, a key that is not cut but told when it is too long.</summary>
    internal Handover Sound(string usualContract) =>
        IdempotencyKey is { } key && (key.Length > LongestKey + 50 || key.Any(char.IsControl)) ? throw new BadKeyException()
        : this with { Contract = Contract == Usual ? usualContract : Contract, FileName = Clean(FileName, 400),
            Version = Clean(Version, LongestVersion) };

    /// <summary>A key as it was given, null for none; throws where it cannot be one.</summary>
    public static string? Key(string? given) => string.IsNullOrWhiteSpace(given) ? null : given.Length <= LongestKey
        && !given.Any(char.IsControl) ? given : throw new BadKeyException();

    private static string? Clean(string? text, int most) => text is null ? null : text.Length <= most && !text.Any(char.IsControl)
        ? text : new string([.. text.Take(most).Where(c => !char.IsControl(c))]);
}

/// <summary>A key no delivery can be entered under.</summary>
public sealed class BadKeyException() : Exception($"Khoá (Idempotency-Key, mã yêu cầu) dài quá {Handover.LongestKey} ký tự hoặc có ký tự " +
    "điều khiển. Chưa nhận gì; hãy gửi lại với khoá ngắn hơn.");

/// <summary>
/// One of many contents handed over together, with the time it came when that is not now, and its episodes where they are to be known while
/// it waits.
/// </summary>
public sealed record Incoming(Func<Stream> Open, Handover From, DateTimeOffset? At = null, IReadOnlyList<WaitingEpisode>? Episodes = null);

/// <summary>An episode of a delivery that waits.</summary>
public sealed record WaitingEpisode(string Facility, string Episode);

/// <summary>
/// The receipt. Given only when the sealed bytes and the ledger row are safe on disk. <c>Overtaken</c>: the content was known, and
/// something newer is in force: sending it again changed nothing.
/// </summary>
public sealed record Receipt(string TrackingId, ReceiptKind Kind, string State, bool Overtaken = false)
{
    /// <summary>For the sender, in words; null when there is nothing to tell.</summary>
    public string? Note => !Overtaken ? null
        : "Nội dung này đã nhận trước đó và kho đang giữ bản mới hơn của cùng hồ sơ: lần gửi lại này không thay đổi gì. Muốn bản này có " +
            "hiệu lực, hãy lập lại với NGAYLAP mới, hoặc gửi với khoá mới.";
}

/// <summary>Conflict: the key was used before with another content; nothing was taken.</summary>
public enum ReceiptKind { Accepted, Duplicate, Conflict }

/// <summary>The door deliveries come in by, whatever the channel: archive first, then the ledger and the audit, then the receipt.</summary>
public sealed class Intake(EntryDesk desk, ContentArchive archive, KeptLayouts layouts, string usualContract,
    AuditLog? audit = null) : IDisposable
{
    private const int StagedAtOnce = 4;

    private readonly SemaphoreSlim _arrived = new(0);
    private readonly EntryQueue _queue = new(desk.Enter);

    /// <summary>
    /// Takes a content in. The same content again is the delivery it was, as long as it is the last word on what it says.
    /// </summary>
    public async Task<Receipt> Take(Stream content, Handover from, long maxBytes = long.MaxValue, CancellationToken stop = default)
    {
        _ = from.Sound(usualContract);                   // told before anything is read
        await using var staged = await archive.Stage(content, maxBytes, stop);
        return (await TakeStaged([new(staged, from)], stop))[0];
    }

    /// <summary>
    /// Takes many contents in, in their order: put away together, entered in one transaction, and only then are there receipts for any of
    /// them. The disk is made sure of together for all, which is many times faster than one after the other.
    /// </summary>
    public async Task<IReadOnlyList<Receipt>> TakeMany(IReadOnlyList<Incoming> contents, long maxBytes = long.MaxValue,
        CancellationToken stop = default)
    {
        var entries = new Entry?[contents.Count];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, contents.Count),
                new ParallelOptions { MaxDegreeOfParallelism = StagedAtOnce, CancellationToken = stop }, async (i, token) =>
            {
                await using var content = contents[i].Open();
                entries[i] = new(await archive.Stage(content, maxBytes, token), contents[i].From, contents[i].At, contents[i].Episodes);
            });
            return await TakeStaged(entries!, stop);
        }
        finally
        {
            foreach (var entry in entries.OfType<Entry>()) await entry.Content.DisposeAsync();
        }
    }

    /// <summary>Takes contents that were staged one after the other as they came; whoever staged them lets go of them.</summary>
    public async Task<IReadOnlyList<Receipt>> TakeStaged(IReadOnlyList<Entry> entries, CancellationToken stop = default)
    {
        if (entries.Count == 0) return [];
        var sound = entries.Select(e => e with { From = e.From.Sound(usualContract) }).ToArray();
        for (var i = 0; i < sound.Length; i++)
            if (sound[i] is { From: { Layout: null } asked, Content: var content }
                && await layouts.Recognise(asked, () => archive.Open(content), stop) is { } known)
                sound[i] = sound[i] with { From = asked with { Layout = known } };
        var receipts = await _queue.Enter(sound, stop);
        if (receipts.Any(r => r.Kind is ReceiptKind.Accepted)) _arrived.Release();
        var from = entries[0].From;
        var detail = receipts.Count == 1 ? $"{receipts[0].Kind}" : $"{receipts.Count} lần gửi, đến {receipts[^1].TrackingId}";
        await Note(receipts[0].TrackingId, from, receipts.All(r => r.Kind is ReceiptKind.Conflict) ? AuditEntry.Refused : AuditEntry.Done,
            $"{from.Channel}; {detail}", stop);
        return receipts;
    }

    /// <summary>Reads and seals a content that is to be taken with others.</summary>
    public Task<Staged> Stage(Stream content, long maxBytes = long.MaxValue, CancellationToken stop = default) =>
        archive.Stage(content, maxBytes, stop);

    /// <summary>
    /// Takes away what was laid in the archive and never entered, in turn with what comes in; gives how many contents went.
    /// </summary>
    public async Task<int> Sweep(CancellationToken stop = default)
    {
        var gone = await desk.Sweep(stop);
        if (gone > 0 && audit is not null) await audit.Write(new("khoyte", "archive-sweep", "archive", "*", Detail: $"{gone}"), stop);
        return gone;
    }

    /// <summary>Whether the archive holds a content, by its hash.</summary>
    public bool Holds(string hash) => archive.Holds(hash);

    public void Dispose() => _arrived.Dispose();

    /// <summary>Waits until something was taken in, or the time is over.</summary>
    public Task<bool> Arrival(TimeSpan atMost, CancellationToken stop) => _arrived.WaitAsync(atMost, stop);

    /// <summary>Something else waits to be loaded: a replay was asked for.</summary>
    public void Nudge() => _arrived.Release();

    /// <summary>In the name of whoever is signed in, else of the sender.</summary>
    private Task Note(string id, Handover from, string result, string detail, CancellationToken stop) =>
        audit?.Write(new(AuditOrigin.Current?.Account() ?? from.Sender, "deliver", "delivery", id, Detail: $"{from.Sender}; {detail}",
            Result: result), stop) ?? Task.CompletedTask;
}
