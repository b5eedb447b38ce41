using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Sources;

/// <summary>
/// The four ways a record ends. Whatever is sent, taken back and given back, in whatever groups it is loaded: what is known of every
/// subject at every moment is what the deliveries in force then say, by a model that says it once more as briefly as can be. A delivery
/// standardised again changes nothing, and a rebuild gives the same.
/// </summary>
public class EndingsSpec
{
    private static readonly string[] Contracts = ["cells", "notes", "cards", "rooms"];

    [Theory, ClassData(typeof(Engines))]
    public async Task What_is_known_of_every_subject_at_every_moment_is_what_was_said_of_it(Engine engine)
    {
        for (var seed = 1; seed <= (engine is Engine.DuckDb ? 4 : 2); seed++)
            await Play(engine, new Random(seed), $"seed {seed}");
    }

    private static async Task Play(Engine engine, Random random, string seed)
    {
        var clock = new SetClock(new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero));
        await using var test = await ThrowAway.Open(engine, clock);
        var model = new EndingModel();
        var sent = new List<Said>();
        for (var step = 0; step < 24; step++)
        {
            clock.Now += TimeSpan.FromHours(random.Next(1, 30));
            if (sent.Count > 2 && random.Next(4) == 0)
            {
                var target = sent[random.Next(sent.Count)];
                var kind = random.Next(2) == 0 ? DeliveryActionKind.Cancel : DeliveryActionKind.Restore;
                await test.Act(kind, target.Id);
                model.Hear(clock.GetUtcNow(), kind, target);
            }
            else
            {
                var said = Speak(random, clock.GetUtcNow());
                said = said with { Id = await test.Send(said.Contract, said.Text) };
                sent.Add(said);
                model.Hear(clock.GetUtcNow(), null, said);
            }
            if (random.Next(3) == 0) await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        }
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        await Holds(test, model, seed);

        foreach (var said in sent.Where(_ => random.Next(3) == 0))
        {
            await test.House.Ledger.Replay((await test.House.Ledger.Find(said.Id))!, "thử");
            if (random.Next(2) == 0) await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        }
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        await Holds(test, model, $"{seed}, some standardised again");
        (await new Rebuild(test.House).Verify(stop: TestContext.Current.CancellationToken)).Where(c => !c.Same).ShouldBeEmpty(seed);
    }

    private static async Task Holds(ThrowAway test, EndingModel model, string when)
    {
        var numbers = (await test.Ask<(string Id, long Number)>("select cast(tracking_id as varchar), delivery from std.delivery"))
            .ToDictionary(d => d.Id, d => d.Number);
        foreach (var at in model.Moments)
        {
            var local = at.UtcDateTime.AddTicks(1);
            var known = await test.Ask<(long Record, DateOnly? From, DateOnly? To)>(
                "select record_key, valid_from, valid_to from std.version where known_from <= $at and (known_to is null or known_to > $at)",
                new { at = local });
            string[] expected = [.. model.At(at).Select(v => $"{numbers[v.Id]}/{v.Row} {v.From:yyyy-MM-dd}–{v.To:yyyy-MM-dd}").Order()];
            known.Select(k => $"{k.Record >> 24}/{k.Record & 0xFFFFFF} {k.From:yyyy-MM-dd}–{k.To:yyyy-MM-dd}").Order().ToArray()
                .ShouldBe(expected, $"{when}, {at:u}");
        }
        (await test.Ask<long>("select count(*) from std.version where known_to is null"))[0].ShouldBeGreaterThan(3, when);

        // The facts are the versions, row by row.
        foreach (var (fact, contract) in new[] { ("cell", "cells"), ("note", "notes"), ("card", "cards"), ("room", "rooms") })
            (await test.Ask<string>($"""
                select cast(record_key as varchar) from (
                    (select record_key, known_from, known_to, valid_from, valid_to from core.{fact}
                     except select v.record_key, v.known_from, v.known_to, v.valid_from, v.valid_to from std.version v)
                    union all
                    (select v.record_key, v.known_from, v.known_to, v.valid_from, v.valid_to from std.version v
                     join std.delivery d on d.delivery = v.record_key >> 24 and d.contract = '{contract}'
                     except select record_key, known_from, known_to, valid_from, valid_to from core.{fact})) x
                """)).ShouldBeEmpty($"{fact}, {when}");
    }

    /// <summary>A delivery of a few rows about a few subjects: some come again and again, some twice in one file.</summary>
    private static Said Speak(Random random, DateTimeOffset at)
    {
        var contract = Contracts[random.Next(Contracts.Length)];
        var rows = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Row()).ToArray();
        var text = contract switch
        {
            "cells" => "Mã cơ sở,Dòng,Tháng,Giá trị\n" + Lines(r => $"{r.Facility},D{r.Code},{r.From:dd/MM/yyyy},{r.Amount}"),
            "notes" => "Mã cơ sở,Số phiếu,Ngày,Tiền\n" + Lines(r => $"{r.Facility},P{r.Code},{r.From:dd/MM/yyyy},{r.Amount}"),
            "cards" => "Mã cơ sở,Số thẻ,Họ và tên,Số định danh,Ngày sinh,Giới tính,Loại thẻ,Từ ngày,Đến ngày\n"
                + Lines(r => $"{r.Facility},T{r.Code},Nguyễn Thị Thử {r.Code},09919000000{r.Code},02/01/1990,2,A,{r.From:dd/MM/yyyy},"
                    + $"{r.To:dd/MM/yyyy}"),
            _ => "Mã cơ sở,Số phòng,Số chỗ\n" + Lines(r => $"{r.Facility},R{r.Code},{r.Amount}"),
        };
        return new("", contract, at, rows, text + $"\n# {random.Next()}");

        string Lines(Func<SaidRow, string> line) => string.Join('\n', rows.Select(line));

        SaidRow Row()
        {
            var from = new DateOnly(2026, random.Next(1, 4), 1);
            return new($"9900{random.Next(1, 3)}", random.Next(1, 4), from, random.Next(2) == 0 ? null : from.AddDays(random.Next(0, 70)),
                random.Next(1, 100));
        }
    }
}

/// <summary>One row of a made-up delivery.</summary>
internal sealed record SaidRow(string Facility, int Code, DateOnly From, DateOnly? To, int Amount);

/// <summary>One made-up delivery, its tracking id once it was sent.</summary>
internal sealed record Said(string Id, string Contract, DateTimeOffset At, IReadOnlyList<SaidRow> Rows, string Text);

/// <summary>What should be known, worked out from the deliveries in force at a moment alone.</summary>
internal sealed class EndingModel
{
    private readonly List<(DateTimeOffset At, DeliveryActionKind? Action, Said Said)> _heard = [];

    public IEnumerable<DateTimeOffset> Moments => _heard.Select(h => h.At);

    public void Hear(DateTimeOffset at, DeliveryActionKind? action, Said said) => _heard.Add((at, action, said));

    /// <summary>Rows that hold at a moment, by delivery and number, and the days they hold for.</summary>
    public IEnumerable<(string Id, int Row, DateOnly? From, DateOnly? To)> At(DateTimeOffset moment)
    {
        var live = new List<Said>();
        foreach (var (at, action, said) in _heard.Where(h => h.At <= moment))
            if (action is DeliveryActionKind.Cancel) live.Remove(said);
            else if (!live.Contains(said)) live.Add(said);
        // In the order they were received, whatever was taken back and given back since.
        Said[] inForce = [.. live.OrderBy(s => s.At)];
        return Versioned(inForce).Concat(Appended(inForce)).Concat(Spans(inForce)).Concat(Lists(inForce));
    }

    private static IEnumerable<(string Id, int Row, SaidRow Said, DateOnly Day)> RowsOf(IEnumerable<Said> live, string contract) =>
        live.Where(s => s.Contract == contract).SelectMany(s => s.Rows.Select((r, i) =>
            (s.Id, i + 1, r, DateOnly.FromDateTime(s.At.UtcDateTime.AddHours(7)))));

    private static IEnumerable<(string, int, DateOnly?, DateOnly?)> Versioned(Said[] live) => RowsOf(live, "cells")
        .GroupBy(r => (r.Said.Facility, r.Said.Code, r.Said.From)).Select(g => g.Last())
        .Select(r => (r.Id, r.Row, (DateOnly?)null, (DateOnly?)null));

    private static IEnumerable<(string, int, DateOnly?, DateOnly?)> Appended(Said[] live) =>
        RowsOf(live, "notes").Select(r => (r.Id, r.Row, (DateOnly?)null, (DateOnly?)null));

    private static IEnumerable<(string, int, DateOnly?, DateOnly?)> Spans(Said[] live)
    {
        foreach (var subject in RowsOf(live, "cards").GroupBy(r => (r.Said.Facility, r.Said.Code)))
        {
            var slots = subject.GroupBy(r => r.Said.From).Select(g => g.Last()).OrderBy(r => r.Said.From).ToArray();
            for (var i = 0; i < slots.Length; i++)
            {
                DateOnly? next = i + 1 < slots.Length ? slots[i + 1].Said.From.AddDays(-1) : null;
                var to = slots[i].Said.To is { } own && (next is null || own <= next) ? own : next;
                yield return (slots[i].Id, slots[i].Row, slots[i].Said.From, to);
            }
        }
    }

    private static IEnumerable<(string, int, DateOnly?, DateOnly?)> Lists(Said[] live)
    {
        foreach (var list in RowsOf(live, "rooms").GroupBy(r => r.Said.Facility))
        {
            var days = list.GroupBy(r => r.Day).OrderBy(d => d.Key).ToArray();
            for (var i = 0; i < days.Length; i++)
            {
                DateOnly? to = i + 1 < days.Length ? days[i + 1].Key.AddDays(-1) : null;
                foreach (var room in days[i].Where(r => r.Id == days[i].Last().Id).GroupBy(r => r.Said.Code))
                    yield return (room.Last().Id, room.Last().Row, days[i].Key, to);
            }
        }
    }
}
