using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// What senders in the older shapes ask, on every engine: which episodes they sent and what became of them; their logins and tokens.
/// </summary>
public class SenderQuestionsSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Episodes_are_listed_with_their_state_until_they_are_cancelled_and_restored(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await test.House.Senders.Add("his", "Bệnh viện", "99001");
        await test.Send(Dossier(test, 1), sender: "his");
        await test.Send(Dossier(test, 2, "mười"), sender: "his");
        await test.Send(Dossier(test, 3), sender: Sender.Local);
        await test.House.Loader.LoadWaiting();

        (await Sent(test)).ShouldBe(["VD00002 2", "VD00001 2"]);
        (await Sent(test, "has_error")).ShouldBe(["VD00002 1"]);
        (await Sent(test, "no_error")).ShouldBe(["VD00001 1"]);
        (await Sent(test, waiting: ";VD00001;")).ShouldBe(["VD00002 1"]);
        (await Sent(test, skip: 1)).ShouldBe(["VD00001 2"]);
        await Act(test, EpisodeActionKind.Cancel, "1");
        (await Sent(test)).ShouldBe(["VD00002 1"]);
        (await Sent(test, cancelled: true)).ShouldBe(["VD00002 2", "VD00001 2 cancelled"]);
        await Act(test, EpisodeActionKind.Restore, "2");
        (await Sent(test)).ShouldBe(["VD00002 2", "VD00001 2"]);

        var messages = await test.House.Warehouse.Query<Message>("ask/episode/requests", new { sender = "his", episode = "VD00001" });
        messages.Select(m => $"{m.Kind} {m.Took}").ShouldBe(["restore True", "cancel True", "load True"]);
        (await test.House.Warehouse.Query<bool>("ask/episode/applied", new { delivery = messages[0].Delivery })).ShouldBe([true]);
        (await test.House.Warehouse.Query<long>("ask/episode/known", new { facility = "99001", episode = "VD00003" })).ShouldBe([1]);
        (await test.House.Warehouse.Query<Fault>("ask/episode/findings",
            new { delivery = messages[2].Delivery, record = messages[2].RecordKey })).ShouldAllBe(f => f.Severity < 3);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_token_holds_while_its_login_and_sender_do(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var operations = test.House.Operations;
        await test.House.Senders.Add("his", "Bệnh viện", "99001");
        const string Now = "2026-11-20T08:00:00";
        Task<int> Do(string question, object args) => operations.Write(change => change.Execute(question, args));
        async Task<int> Held() =>
            (await operations.Query<Token>("ask/sender/token-find", new { hash = "h", shape = "bhxh", at = Now })).Count;

        await Do("ask/sender/login-give", new { sender = "his", shape = "bhxh", user = "u", hash = "x", at = Now, by = "khoyte" });
        await Do("ask/sender/token-add",
            new { hash = "h", id_hash = "i", proof = "p", sender = "his", shape = "bhxh", at = Now, expires = "2026-11-20T08:15:00" });
        (await Held()).ShouldBe(1);
        await Do("ask/sender/login-switch", new { sender = "his", shape = "bhxh", active = false });
        (await Held()).ShouldBe(0);
        await Do("ask/sender/login-switch", new { sender = "his", shape = "bhxh", active = true });
        await Do("ask/sender/login-used", new { sender = "his", shape = "bhxh", at = Now });
        (await Held()).ShouldBe(1);
        await Do("ask/sender/token-clear", new { sender = "", shape = "", at = "2026-11-20T08:15:00" });
        (await Held()).ShouldBe(0);
        (await operations.Query<Token>("ask/sender/login-by-user", new { shape = "bhxh", user = "u" })).Single().Sender.ShouldBe("his");
        (await operations.Query<Token>("ask/sender/logins", new { sender = "his" })).Count.ShouldBe(1);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Episodes_of_a_delivery_that_waits_are_known_until_it_is_loaded(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var operations = test.House.Operations;
        var receipt = await test.Send(Envelope(Stay("E1")));
        await operations.Write(change => change.Execute("ask/delivery/episode-add",
            new { rows = $$"""[{"delivery":"{{receipt.TrackingId}}","facility":"99001","episode":"E1"}]""" }));
        async Task<int> Waiting(string episode) =>
            (await operations.Query<Token>("ask/delivery/episode-waiting", new { sender = Sender.Local, episode })).Count;

        (await Waiting("E1"), await Waiting(""), await Waiting("E2")).ShouldBe((1, 1, 0));
        await test.House.Loader.LoadWaiting();
        (await Waiting("E1")).ShouldBe(0);
        await operations.Write(change => change.Execute("ask/delivery/episode-clear"));
        (await operations.QueryText<long>("select count(*) from delivery_episode")).ShouldBe([0]);
    }

    /// <summary>A clean dossier of facility 99001, or one with a quantity that is no number.</summary>
    private static string Dossier(TestHouse test, int number, string? quantity = null)
    {
        var set = quantity is null ? null : new Dictionary<string, IReadOnlyDictionary<string,
            string?>> { ["XML2"] = new Dictionary<string, string?> { ["SO_LUONG"] = quantity } };
        var catalogue = test.House.Catalogue;
        return new ExampleEnvelope(catalogue.Usual, new(2026, 10, 20))
            .Write(ExampleRecord.Of(catalogue.Clean, new RecordChange("inpatient", Set: set), number));
    }

    private static async Task<IEnumerable<string>> Sent(TestHouse test, string errors = "all", bool cancelled = false,
        string waiting = ";;", int skip = 0) =>
        (await test.House.Warehouse.Query<Line>("ask/episode/sent",
            new { sender = "his", since = new DateTime(2026, 1, 1), until = new DateTime(2100, 1, 1), errors, cancelled, waiting,
            limit = 10, skip }))
            .Select(l => $"{l.EpisodeCode} {l.Total}{(l.Cancelled ? " cancelled" : "")}");

    private static async Task Act(TestHouse test, EpisodeActionKind kind, string request)
    {
        using var content = new MemoryStream(new EpisodeAction(kind, "99001", "VD00001", "Nhập nhầm", request).ToBytes());
        await test.House.Intake.Take(content, new("his", "test", EpisodeAction.Contract, IdempotencyKey: request));
        await test.House.Loader.LoadWaiting();
    }

    private sealed record Line
    {
        public required string EpisodeCode { get; init; }
        public long Total { get; init; }
        public bool Cancelled { get; init; }
    }

    private sealed record Message
    {
        public long Delivery { get; init; }
        public long RecordKey { get; init; }
        public required string Kind { get; init; }
        public bool Took { get; init; }
    }

    private sealed record Fault
    {
        public int Severity { get; init; }
    }

    private sealed record Token
    {
        public string? Sender { get; init; }
    }
}
