using HealthWarehouse.Collect;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Demo;

/// <summary>How far loading the demo has come: messages taken in, episodes loaded, the day its clock shows.</summary>
public readonly record struct DemoProgress(int Messages, int Loaded, DateOnly Day);

/// <summary>
/// Sends a made-up province through the doors of a house like any sender, each message at its own time, those of some days together: the
/// house must have been opened with the
/// <see cref="Clock"/>, which is set as the messages go. Messages of after <paramref name="until"/> have not been sent yet.
/// </summary>
public sealed class DemoLoad(DemoProvince province, DateTimeOffset until)
{
    private const int Together = 4000;

    /// <summary>Days before the end that go in one by one, so that their loading is soon after their receipt.</summary>
    private const int ByDay = 14;

    /// <summary>Stands at the time of the message on its way.</summary>
    public DemoClock Clock { get; } = new() { Now = province.BeginsAt };

    public async Task Run(House house, IProgress<DemoProgress>? progress = null, CancellationToken stop = default)
    {
        foreach (var sender in province.Senders)
            await house.Senders.Add(sender.Code, sender.Name, string.Join(';', sender.Facilities), stop: stop);
        var (messages, loaded) = (0, 0);
        var loading = Task.FromResult(0);
        foreach (var together in Groups())
        {
            Clock.Now = together[^1].SentAt;
            await house.Intake.TakeMany([.. together.Select(m =>
                new Incoming(m.Open, new(m.Sender, "demo", m.Contract, m.Version, m.IdempotencyKey, m.FileName), m.SentAt))], stop: stop);
            loaded += await loading;
            loading = Task.Run(() => house.Loader.LoadWaiting(stop), stop);
            messages += together.Count;
            progress?.Report(new(messages, loaded, DateOnly.FromDateTime(Clock.Now.UtcDateTime)));
        }
        loaded += await loading + await house.Loader.LoadWaiting(stop);
        progress?.Report(new(messages, loaded, DateOnly.FromDateTime(until.UtcDateTime)));
    }

    /// <summary>Messages that are taken in together; those of the last days only with others of their day.</summary>
    private IEnumerable<IReadOnlyList<DemoDelivery>> Groups()
    {
        var (group, slowly) = (new List<DemoDelivery>(), province.EndsAt.AddDays(-ByDay));
        foreach (var message in province.Deliveries().TakeWhile(d => d.SentAt <= until))
        {
            var turns = group.Count > 0 && message.SentAt >= slowly && message.SentAt.UtcDateTime.Date > group[^1].SentAt.UtcDateTime.Date;
            if (group.Count == Together || turns)
            {
                yield return group;
                group = [];
            }
            group.Add(message);
        }
        if (group.Count > 0) yield return group;
    }
}

/// <summary>A clock that stands where the messages of the demo have come to.</summary>
public sealed class DemoClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public override DateTimeOffset GetUtcNow() => Now;
}
