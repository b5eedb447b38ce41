using System.Collections.Concurrent;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Web.Rooms.Imports;

/// <summary>
/// A file somebody is about to hand in: sealed as everything staged is, with what was said of its columns so far. <c>UsedAt</c>: when the
/// same headings were read this way before.
/// </summary>
internal sealed record HeldFile(Guid Id, string Account, string Sender, string FileName, string Contract, Staged Content,
    DateTimeOffset Since)
{
    public SheetMapping? Mapping { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
}

/// <summary>
/// Files between the steps of the wizard, each its account's own: a few, not for long, and gone when they are handed in or given up.
/// </summary>
internal sealed class HeldFiles : IAsyncDisposable
{
    public const long Largest = 64 << 20;
    private const int MostOfOne = 5, Most = 60;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2), Every = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<Guid, HeldFile> _held = [];
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;

    public HeldFiles(TimeProvider clock)
    {
        _clock = clock;
        _timer = clock.CreateTimer(_ => _ = Sweep(), null, Every, Every);
    }

    /// <summary>Those of an account, the newest first.</summary>
    public IReadOnlyList<HeldFile> Of(string account) =>
        [.. _held.Values.Where(h => h.Account == account && Holds(h)).OrderByDescending(h => h.Since)];

    /// <summary>One of an account; refused in words where it is not there any more.</summary>
    public HeldFile Get(Guid id, string account) => Find(id, account)
        ?? throw new RefusedException("Tệp tạm không còn: đã gửi, đã bỏ, hoặc quá hai giờ. Hãy chọn lại tệp.");

    public HeldFile? Find(Guid id, string account) =>
        _held.TryGetValue(id, out var held) && held.Account == account && Holds(held) ? held : null;

    public void Add(HeldFile held)
    {
        if (Of(held.Account).Count >= MostOfOne)
            throw new RefusedException($"Đang có {MostOfOne} tệp chưa gửi. Hãy gửi hoặc bỏ bớt rồi chọn tệp mới.");
        if (_held.Count >= Most) throw new RefusedException("Đang có nhiều người nhập tệp. Hãy thử lại sau ít phút.");
        _held[held.Id] = held;
    }

    /// <summary>What was said of it since.</summary>
    public void Put(HeldFile held) => _held[held.Id] = held;

    public async Task Drop(HeldFile held)
    {
        if (_held.TryRemove(held.Id, out var gone)) await gone.Content.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        foreach (var held in _held.Values) await Drop(held);
    }

    private bool Holds(HeldFile held) => _clock.GetUtcNow() - held.Since < Kept;

    private async Task Sweep()
    {
        foreach (var old in _held.Values.Where(h => !Holds(h))) await Drop(old);
    }
}
