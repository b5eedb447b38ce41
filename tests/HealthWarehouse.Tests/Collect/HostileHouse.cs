using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>One house that gets every hostile delivery, with a good one behind each, a dozen at a time: it must survive them all.</summary>
public sealed class HostileHouse : IAsyncLifetime
{
    private const int Together = 12;
    private readonly Dictionary<Engine, (TestHouse House, IReadOnlyList<Told> Told)> _houses = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The house of an engine, after everything was sent, and what became of each case.</summary>
    internal async Task<(TestHouse House, Told Told)> On(Engine engine, int number)
    {
        if (!_houses.ContainsKey(engine)) _houses[engine] = await Send(await TestHouse.Open(engine), engine);
        return (_houses[engine].House, _houses[engine].Told.First(t => t.Number == number));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (house, _) in _houses.Values) await house.DisposeAsync();
    }

    private static async Task<(TestHouse, IReadOnlyList<Told>)> Send(TestHouse test, Engine engine)
    {
        await test.House.Senders.Add(HostileDeliveriesSpec.BoundSender, "Trạm Y tế", "99002;99003");
        var told = new List<Told>();
        foreach (var some in HostileDeliveriesSpec.All.Index().Where(c => engine is Engine.DuckDb || !c.Item.Heavy).Chunk(Together))
        {
            var sent = new List<Told>();
            foreach (var (number, hostile) in some) sent.Add(await Send(test, number, hostile));
            var escaped = await Record.ExceptionAsync(() => test.House.Loader.LoadWaiting());
            foreach (var one in sent)
                told.Add(one with { Delivery = (await test.House.Ledger.Find(one.Delivery.Seq))!,
                    Next = (await test.House.Ledger.Find(one.Next.Seq))!, Escaped = escaped });
        }
        return (test, told);
    }

    private static async Task<Told> Send(TestHouse test, int number, Hostile hostile)
    {
        var (neighbours, after) = (new Neighbours($"H{number:000}"), new Neighbours($"N{number:000}"));
        var sent = await test.Send(hostile.Make(neighbours), sender: hostile.Sender);
        var next = await test.Send(Claim.Envelope(after.Good()));
        return new(number, neighbours, (await test.House.Ledger.Find(sent.TrackingId))!, after,
            (await test.House.Ledger.Find(next.TrackingId))!, null);
    }
}

/// <summary>
/// What became of one case: its delivery with the good records inside, the good delivery behind it, and what escaped from the loading of
/// its dozen.
/// </summary>
internal sealed record Told(int Number, Neighbours Neighbours, Delivery Delivery, Neighbours After, Delivery Next, Exception? Escaped);
