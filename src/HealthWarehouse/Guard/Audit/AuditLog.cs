using System.Text.Encodings.Web;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>Where it is noted what is read, before it is given out.</summary>
public interface IAuditLog
{
    /// <summary>Returns the row's number when it is durable; if it throws, what was asked for must not be shown.</summary>
    Task<long> Write(AuditEntry entry, CancellationToken stop = default);
}

/// <summary>
/// The audit, append-only: each row carries a keyed hash over itself and the row before, every finished day a signed root outside the
/// database.
/// <see cref="Write"/> returns when the row is durable; if it throws, what was asked for must not be shown. Rows that wait together share
/// one transaction: all of a group are written, in the order they came, or none. Who stops waiting may still find the row written. Persons
/// stand in it under numbers (<see cref="Pseudonyms.OfPerson"/>) that nobody draws again once the person's secret is destroyed.
/// </summary>
public sealed class AuditLog(Operations operations, TimeProvider clock, AuditKeys keys, AuditMarks marks, AuditRules? rules = null,
    Func<long, long>? persons = null) : IAuditLog
{
    private const int LargestGroup = 2000;
    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly TimeSpan _tolerance = TimeSpan.FromSeconds(rules?.ClockToleranceSeconds ?? 5);
    private readonly Queue<Waiting> _waiting = [];
    private readonly Lock _lock = new();
    private bool _isWriting;

    public async Task<long> Write(AuditEntry entry, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        var origin = AuditOrigin.Current;
        if (persons is not null && entry.Persons is { } shown)
            entry = entry with { Persons = [.. shown.Select(persons).Where(n => n > 0)] };
        var waiting = new Waiting(AuditRow.Of(entry, origin));
        bool isFirst;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            (isFirst, _isWriting) = (!_isWriting, true);
        }
        if (isFirst) ThreadPool.UnsafeQueueUserWorkItem(static log => _ = log.WriteWaiting(), this, preferLocal: false);
        var seq = await waiting.Done.Task.WaitAsync(stop);
        origin?.Written(waiting.Row);
        return seq;
    }

    /// <summary>
    /// Takes up where the audit was left: a tip that lags behind after a crash moves up, days that ended meanwhile are signed.
    /// </summary>
    public async Task Start(CancellationToken stop = default)
    {
        marks.Open(keys);
        if (await operations.One<AuditRow>("ask/audit/last", null, stop) is { } last)
        {
            await SignDays(stop);
            if (last.Seq >= marks.At) marks.Move(last, keys);
        }
        await Turn(stop);
    }

    /// <summary>
    /// Puts an audit key that was made into force, if there is one: rows from here on stand under it, and roots are signed by a new key. In
    /// one turn among nodes, so that it is certain which row is the last under the key before.
    /// </summary>
    public async Task Turn(CancellationToken stop = default)
    {
        if (keys.Next is null) return;
        var turned = await operations.Write(async change =>
        {
            await change.Query<object>("ask/audit/turn");
            keys.Refresh();
            if (keys.Next is not { } number) return 0;
            marks.Turn(await change.One<AuditRow>("ask/audit/last"), number, keys);
            return number;
        }, stop);
        if (turned > 0) await Write(new("khoyte", "audit-key", "audit", $"{turned}", AccountType: AuditOrigin.House), stop);
    }

    /// <summary>Signs a root for every day that has ended and has none yet, also for days without rows.</summary>
    public async Task SignDays(CancellationToken stop = default)
    {
        var yesterday = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        if (await operations.One<AuditRow>("ask/audit/last", null, stop) is { } last) await SignDays(yesterday, last, stop);
    }

    /// <summary>Reads the whole audit and tells the first record that is not as it was written.</summary>
    public Task<AuditVerdict> Verify(CancellationToken stop = default) => Verify(null, stop);

    public Task<AuditVerdict> Verify(IProgress<long>? progress, CancellationToken stop = default) =>
        new AuditReading(operations, keys, marks).Verify(progress, stop);

    private async Task WriteWaiting()
    {
        while (Next() is { Count: > 0 } group)
            try
            {
                await Commit(group);
                foreach (var waiting in group) waiting.Done.TrySetResult(waiting.Row.Seq);
            }
            catch (Exception e)
            {
                foreach (var waiting in group) waiting.Done.TrySetException(e);
            }
    }

    private List<Waiting> Next()
    {
        var group = new List<Waiting>();
        lock (_lock)
        {
            while (group.Count < LargestGroup && _waiting.TryDequeue(out var waiting)) group.Add(waiting);
            if (group.Count == 0) _isWriting = false;
        }
        return group;
    }

    /// <summary>
    /// Rows first, then the roots of days they end, then the tip: what somebody was told is written is never beyond the tip.
    /// </summary>
    private async Task Commit(List<Waiting> group)
    {
        var (before, rows) = await operations.Write(async change =>
        {
            await change.Query<object>("ask/audit/turn");
            keys.Refresh();
            var last = await change.One<AuditRow>("ask/audit/last");
            var chained = Chain(last, group);
            await change.Execute("ask/audit/append", new { rows = JsonSerializer.Serialize(chained, Json) });
            var pairs = chained.SelectMany(r => r.PersonKeys.Select(p => new[] { p, r.Seq })).ToArray();
            if (pairs.Length > 0) await change.Execute("ask/audit/append-persons", new { pairs = JsonSerializer.Serialize(pairs) });
            return (last, chained);
        });
        if (rows.LastOrDefault(r => r.Action == AuditCheck.ClockSetBack) is { } back) marks.SignAfter(DayOf(back).AddDays(-1));
        if (before is not null) await SignDays(DayOf(rows[^1]).AddDays(-1), before, CancellationToken.None);
        marks.Move(rows[^1], keys);
    }

    private List<AuditRow> Chain(AuditRow? last, List<Waiting> group)
    {
        var rows = new List<AuditRow>(group.Count + 1);
        if (marks.At > (last?.Seq ?? 0)) last = Add(rows, last, Own("audit-cut", $"{marks.At}"));
        if (last is not null && clock.GetUtcNow() is var now && TimeOf(last) - now > _tolerance)
            last = Add(rows, last, Own(AuditCheck.ClockSetBack, last.At), isBack: true);
        foreach (var waiting in group) last = waiting.Row = Add(rows, last, waiting.Row);
        return rows;
    }

    private AuditRow Add(List<AuditRow> rows, AuditRow? last, AuditRow row, bool isBack = false)
    {
        var at = clock.GetUtcNow().UtcDateTime.ToString(AuditRow.Times, CultureInfo.InvariantCulture);
        if (!isBack && last is not null && string.CompareOrdinal(at, last.At) < 0) at = last.At;
        var unsigned = row with { Seq = (last?.Seq ?? 0) + 1, At = at };
        var next = unsigned with { Hash = keys.Chain(last?.Hash ?? "", unsigned) };
        rows.Add(next);
        return next;
    }

    /// <summary>What the audit notes about itself: rows that were there are gone, the clock went back.</summary>
    private static AuditRow Own(string action, string detail) =>
        AuditRow.Of(new("khoyte", action, "audit", "*", Detail: detail, Result: AuditEntry.Failed), null);

    private async Task SignDays(DateOnly until, AuditRow last, CancellationToken stop)
    {
        if (marks.Signed(keys) is not { } signed)
        {
            if (await operations.One<AuditRow>("ask/audit/first", null, stop) is not { } first) return;
            signed = DayOf(first).AddDays(-1);
            marks.SignAfter(signed);
        }
        for (var day = Next(signed); day <= until; day = Next(day))
        {
            var ended = DayOf(last) <= day
                ? last : await operations.One<AuditRow>("ask/audit/last-of-day", new { before = Text(day.AddDays(1)) }, stop);
            if (ended is not null) marks.Sign(Text(day), ended, keys);
        }

        DateOnly Next(DateOnly day) =>
            day >= DayOf(last) && until.DayNumber - day.DayNumber > MostDays ? until.AddDays(1 - MostDays) : day.AddDays(1);
    }

    /// <summary>
    /// Days without rows that are signed one by one after a long rest; of a longer one only the newest. Days with rows always are.
    /// </summary>
    private const int MostDays = 400;

    private static DateOnly DayOf(AuditRow row) => DateOnly.ParseExact(row.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset TimeOf(AuditRow row) =>
        new(DateTime.ParseExact(row.At, AuditRow.Times, CultureInfo.InvariantCulture), TimeSpan.Zero);

    private sealed class Waiting(AuditRow row)
    {
        public AuditRow Row { get; set; } = row;
        public TaskCompletionSource<long> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
