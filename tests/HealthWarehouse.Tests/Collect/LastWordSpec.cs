using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// The same bytes again: nothing while they are the last word, a new delivery when something else was said since. Nothing leaves anything
/// behind in the archive.
/// </summary>
public class LastWordSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static readonly string A = Claim.Envelope(Claim.Stay("E1", ("CAN_NANG", "61"))),
        B = Claim.Envelope(Claim.Stay("E1", ("CAN_NANG", "62"))), Other = Claim.Envelope(Claim.Stay("E2"));

    [Theory, MemberData(nameof(Combinations))]
    public async Task A_then_b_then_a_is_a_again(Engine engine, bool loaded)
    {
        await using var test = await TestHouse.Open(engine);
        var receipts = new List<Receipt>();
        foreach (var text in new[] { A, Other, B, A, A, Other })
        {
            receipts.Add(await test.Send(text));
            if (loaded) await test.House.Loader.LoadWaiting(Stop);
        }
        await test.House.Loader.LoadWaiting(Stop);

        receipts.Select(r => r.Kind)
            .ShouldBe([ReceiptKind.Accepted, ReceiptKind.Accepted, ReceiptKind.Accepted, ReceiptKind.Accepted, ReceiptKind.Duplicate,
            ReceiptKind.Duplicate]);
        receipts[4].TrackingId.ShouldBe(receipts[3].TrackingId);
        receipts[5].TrackingId.ShouldBe(receipts[1].TrackingId);
        (await test.Ask<decimal>("select weight_kg from core.encounter where episode_code = 'E1' and known_to is null")).ShouldBe([61m]);
        Archived(test).ShouldBe(3);
    }

    [Fact]
    public async Task In_one_group_too()
    {
        await using var test = await TestHouse.Open();
        var receipts = await test.House.Intake.TakeMany([.. new[] { A, A, B, A }.Select(t =>
            new Incoming(() => new MemoryStream(Encoding.UTF8.GetBytes(t)), new(Sender.Local, "test")))], stop: Stop);
        await test.House.Loader.LoadWaiting(Stop);

        receipts.Select(r => r.Kind).ShouldBe([ReceiptKind.Accepted, ReceiptKind.Duplicate, ReceiptKind.Accepted, ReceiptKind.Accepted]);
        (await test.Ask<decimal>("select weight_kg from core.encounter where known_to is null")).ShouldBe([61m]);
    }

    [Theory, MemberData(nameof(Combinations))]
    public async Task What_was_cancelled_and_is_sent_again_is_there_again(Engine engine, bool loaded)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Send(A);
        if (loaded) await test.House.Loader.LoadWaiting(Stop);
        using var cancel = new MemoryStream(new EpisodeAction(EpisodeActionKind.Cancel, "99001", "E1", "Nhầm", "1").ToBytes());
        await test.House.Intake.Take(cancel, new(Sender.Local, "test", EpisodeAction.Contract), stop: Stop);
        if (loaded) await test.House.Loader.LoadWaiting(Stop);

        (await test.Send(A)).Kind.ShouldBe(ReceiptKind.Accepted);
        (await test.Send(A)).Kind.ShouldBe(ReceiptKind.Duplicate);
        await test.House.Loader.LoadWaiting(Stop);
        (await test.Ask<long>("select count(*) from core.encounter where known_to is null")).ShouldBe([1]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_was_refused_for_want_of_a_right_is_taken_once_the_right_is_there(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.House.Senders.Add("his", "Trạm", "99002");
        var first = await test.Send(A, sender: "his");
        await test.House.Loader.LoadWaiting(Stop);
        (await test.House.Ledger.Find(first.TrackingId, Stop))!.State.ShouldBe(DeliveryState.Rejected);
        (await test.Send(A, sender: "his")).Kind.ShouldBe(ReceiptKind.Duplicate);

        await test.House.Senders.Add("his", "Trạm", "99001");
        (await test.Send(A, sender: "his")).Kind.ShouldBe(ReceiptKind.Accepted);
        await test.House.Loader.LoadWaiting(Stop);
        (await test.Ask<long>("select count(*) from core.encounter where known_to is null")).ShouldBe([1]);
        (await test.Send(A, sender: "his")).Kind.ShouldBe(ReceiptKind.Duplicate);
    }

    [Fact]
    public async Task A_key_makes_every_sending_one_and_the_sender_is_told_when_it_is_overtaken()
    {
        await using var test = await TestHouse.Open();
        var first = await test.Send(A, key: "k1");
        await test.Send(B, key: "k2");

        var again = await test.Send(A, key: "k1");
        (again.Kind, again.TrackingId, again.Overtaken).ShouldBe((ReceiptKind.Duplicate, first.TrackingId, true));
        again.Note!.ShouldContain("không thay đổi gì");
        (await test.Send(B, key: "k2")).Note.ShouldBeNull();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task One_key_under_two_contracts_is_two_deliveries(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.Send(A, key: "1");
        using var cancel = new MemoryStream(new EpisodeAction(EpisodeActionKind.Cancel, "99001", "E1", "Nhầm", "1").ToBytes());
        (await test.House.Intake.Take(cancel, new(Sender.Local, "test", EpisodeAction.Contract, IdempotencyKey: "1"),
            stop: Stop)).Kind.ShouldBe(ReceiptKind.Accepted);
    }

    [Fact]
    public async Task A_conflict_leaves_nothing_in_the_archive_and_a_key_too_long_is_told()
    {
        await using var test = await TestHouse.Open();
        await test.Send(A, key: "k");
        (await test.Send(Other, key: "k")).Kind.ShouldBe(ReceiptKind.Conflict);
        (await Should.ThrowAsync<BadKeyException>(() => test.Send(Other, key: new string('k', 400)))).Message.ShouldContain("200");

        Archived(test).ShouldBe(1);
        (await test.Send(Other)).Kind.ShouldBe(ReceiptKind.Accepted);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Many_at_once_are_entered_once_each_in_few_transactions(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var receipts = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => test.Send($"<thu>{i % 50}</thu>"), Stop)));

        receipts.Count(r => r.Kind is ReceiptKind.Accepted).ShouldBe(50);
        receipts.Select(r => r.TrackingId).Distinct().Count().ShouldBe(50);
        (await test.House.Ledger.All(Stop)).Select(d => d.Seq).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i));
        Archived(test).ShouldBe(50);
    }

    [Fact]
    public async Task One_that_cannot_be_entered_fails_alone()
    {
        var (gate, began) = (new TaskCompletionSource(), new TaskCompletionSource());
        var groups = new List<int>();
        var queue = new EntryQueue(async entries =>
        {
            began.TrySetResult();
            await gate.Task;
            groups.Add(entries.Count);
            return entries.Any(e => e.From.Sender == "hỏng")
                ? throw new InvalidOperationException("hỏng")
                : [.. entries.Select(e => new Receipt(e.From.Sender, ReceiptKind.Accepted, ""))];
        });
        Task<IReadOnlyList<Receipt>> Enter(string sender) => queue.Enter([new(null!, new(sender, "test"))], Stop);

        var first = Enter("1");
        await began.Task;
        var (good, bad, last) = (Enter("2"), Enter("hỏng"), Enter("3"));
        gate.SetResult();
        (await first)[0].TrackingId.ShouldBe("1");
        (await good)[0].TrackingId.ShouldBe("2");
        await Should.ThrowAsync<InvalidOperationException>(() => bad);
        (await last)[0].TrackingId.ShouldBe("3");
        groups.ShouldBe([1, 3, 1, 1, 1]);
    }

    private static int Archived(TestHouse test) =>
        Directory.EnumerateFiles(Path.Combine(test.Data, "archive"), "*", SearchOption.AllDirectories).Count();

    /// <summary>Every engine, with what was sent loaded between or still waiting.</summary>
    public static TheoryData<Engine, bool> Combinations =>
        new() { { Engine.DuckDb, true }, { Engine.DuckDb, false }, { Engine.PostgreSql, true }, { Engine.PostgreSql, false } };
}
