using HealthWarehouse.Collect;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Loading;

/// <summary>A delivery that was set aside, for the log: the number of the trace is what people are told to report.</summary>
public sealed record SetAside(string TrackingId, string TraceId, string Words, string Trace);

/// <summary>
/// Loads whatever one delivery does: what cannot be read is left out of its group, a group that cannot be written is halved until the
/// delivery that fails alone is found; that one is set aside, with a finding and words for people, and the others are loaded.
/// </summary>
internal sealed class CarefulLoad(
    Warehouse warehouse, Workshop workshop, LoadRun run, Func<IReadOnlyList<Delivery>, Task<IReadOnlyList<Outcome>>> settled,
        Func<IReadOnlyList<Outcome>, Task> committed, Action<SetAside>? told)
{
    private const string Rule = "R01-set-aside";
    private const string TraceMark = " Mã vết: ";
    private const int RecoverTimes = 30;

    /// <summary>Writes a group that was read, but for those that could not be read.</summary>
    public async Task Write(ReadGroup read, CancellationToken stop)
    {
        ReadDelivery[] failed = [.. read.Deliveries.Where(r => r.Fault is not null)];
        if (failed.Length < read.Deliveries.Count)
            await committed(await run.Write(warehouse, failed.Length == 0 ? read : read.Without(failed), stop));
        foreach (var one in failed) await SetAside(one.Delivery, one.Fault!, stop);
    }

    /// <summary>
    /// Loads a group that failed in halves; what the warehouse holds of it already, because its commit went well after all, is only noted.
    /// </summary>
    public async Task Halve(IReadOnlyList<Delivery> group, Exception fault, CancellationToken stop)
    {
        if (Trouble.Of(fault) is Blame.Unsure) await Recovered(stop);
        var outcomes = await settled(group);
        if (outcomes.Count > 0) await committed(outcomes);
        Delivery[] rest = [.. group.ExceptBy(outcomes.Select(o => o.Seq), d => d.Seq)];
        if (rest is [var alone] && group.Count == 1) await SetAside(alone, fault, stop);
        else if (rest.Length > 0)
            foreach (var half in rest.Chunk((rest.Length + 1) / 2)) await Load(half, stop);
    }

    /// <summary>How a delivery that was set aside stands in the ledger; one loaded before keeps what was said of it then.</summary>
    public static Outcome Outcome(Delivery delivery, string? words) =>
        new(delivery.Seq, delivery.Id, DeliveryState.Quarantined, delivery.State == DeliveryState.Replay ? delivery.Verdict : null,
            delivery.Records ?? 0, delivery.Refused ?? 0, delivery.Errors ?? 0, delivery.Warnings ?? 0, words);

    private async Task Load(IReadOnlyList<Delivery> group, CancellationToken stop)
    {
        try
        {
            await Write(await run.Read(group, stop), stop);
        }
        catch (Exception fault) when (!Trouble.IsOfTheWorld(fault))
        {
            await Halve(group, fault, stop);
        }
    }

    /// <summary>A server that broke off needs a moment to be there again; one that is not is the world's fault after all.</summary>
    private async Task Recovered(CancellationToken stop)
    {
        for (var times = 1; ; times++)
            try
            {
                await warehouse.Write(_ => Task.CompletedTask, stop);
                return;
            }
            catch (Exception e) when (times < RecoverTimes && e is not OperationCanceledException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
    }

    private async Task SetAside(Delivery delivery, Exception fault, CancellationToken stop)
    {
        var (words, trace) = (Trouble.Words(fault), Trouble.NewTraceId());
        // What a replay cannot make anew stays as it was loaded before.
        if (delivery.State == DeliveryState.Queued) await Note(delivery, words, stop);
        told?.Invoke(new(delivery.Id, trace, words, Trouble.Trace(fault)));
        await committed([Outcome(delivery, $"{words}{TraceMark}{trace}.")]);
    }

    /// <summary>A finding in the place of its records, and nothing left of what a large one may have written already.</summary>
    public async Task Note(Delivery delivery, string words, CancellationToken stop)
    {
        var cause = words.Split(TraceMark)[0].TrimEnd('.');
        var nothing = new ReadGroup([new ReadDelivery(delivery with { State = DeliveryState.Replay })]);
        FindingWriter.Write(nothing.Add(workshop.Set()).Findings, new(Rule, null, null, null, cause, null, null),
            workshop.Catalogue.CheckById(Rule), delivery.Seq, null);
        try
        {
            await run.Write(warehouse, nothing, stop);
        }
        catch (Exception e) when (!Trouble.IsOfTheWorld(e))
        {
            // The ledger tells it in any case.
        }
    }
}
