using System.Text;
using System.Xml.Linq;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Operate.Shredding;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Keys;

/// <summary>
/// One person is made unreadable for good: warehouse, archive, later rebuilds; everybody else and every figure stay (domain §5.4).
/// </summary>
public sealed class ShreddingSpec
{
    private const string Citizen = "099190000001", Name = "Trịnh Thị Hư Cấu", Card = "DN4999912300001", OtherName = "Đặng Văn Khác";
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private static readonly string[] Secrets = [Citizen, Name, "Số 7 đường Hư Cấu", "0912345678", Card];
    private static readonly Viewer Officer =
        new("lan", "Lan", "privacy-officer") { Rights = new HashSet<Right> { Right.Privacy, Right.Records, Right.Identity } };
    private static readonly Viewer Other = Officer with { Account = "minh" };

    [Theory, ClassData(typeof(Engines))]
    public async Task Nothing_that_names_the_person_is_left_and_all_else_is_as_it_was(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock: clock);
        var record = await Fill(test);
        var (figures, people, tokens) = (await Figures(test), await People(test), await Tokens(test, record));
        tokens.ShouldNotBeEmpty();
        Found(test).ShouldBe(Secrets);
        clock.Now = clock.Now.AddYears(25);

        var id = await Ask(test, record);
        await Should.ThrowAsync<RefusedException>(() => test.House.Shredding.Decide(id, true, null, Officer, Stop));       // two people
        await test.House.Shredding.Decide(id, true, null, Other, Stop);
        await test.House.Shredding.RunApproved(Stop);

        var done = (await test.House.Shredding.Find(id, Stop))!;
        // two visits, two check-ins, one record set aside and a cancel, in six deliveries
        (done.State, done.Records, done.Files).ShouldBe((Shredding.Done, 6, 6));
        done.Pieces!.Value.ShouldBeGreaterThan(4);
        Found(test).ShouldBeEmpty();
        (await Tokens(test, record)).Intersect(tokens).ShouldBeEmpty();
        var tombstone = (await test.Ask<long>("select distinct person_key from link.record_person where rule = 'shredded'"))
            .ShouldHaveSingleItem();
        (await test.Ask<long>("select count(*) from link.person_token where rule <> 'shredded' and group_key = $tombstone",
            new { tombstone }))[0].ShouldBe(0);
        (await Figures(test)).ShouldBe(figures);
        (await People(test)).ShouldBe(people);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();

        var messages = new Access.Desk(test.House).Messages;
        (await messages.Open(record, Other, "treatment", stop: Stop))!.Tables.ShouldBeEmpty();
        (await messages.Open(await RecordOf(test, "V2"), Other, "treatment", stop: Stop))!.Tables.SelectMany(t => t.Rows)
            .SelectMany(r => r.Cells).ShouldContain(c => c.Masked && c.Value == Concepts.Masking.Of(OtherName, false));
        (await test.House.Operations.QueryText<string>("select action from audit where object_type = 'person' order by seq", null, Stop))
            .ShouldBe(["shred-ask", "shred-approve", "shred-begin", "key-shred", "shred-done"]);
    }

    [Fact]
    public async Task A_message_that_comes_again_is_not_kept_and_a_new_one_begins_a_new_person()
    {
        await using var test = await Shredded();
        var first = (await test.House.Ledger.All(Stop))[0];
        (await test.Send(Visits(test))).TrackingId.ShouldBe(first.Id);
        Found(test).ShouldBeEmpty();

        await test.Load(Made.Envelope(test, "outpatient", 9, Visit("V9", Citizen, Name)));
        var persons = await test.Ask<long>("select distinct person_key from core.encounter where episode_code in ('V1', 'V3', 'V9')");
        persons.Count.ShouldBe(2);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_legal_hold_or_a_period_of_retention_refuses_with_its_reason_and_its_end()
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var record = await Fill(test);
        var desk = test.House.Shredding;
        (await Should.ThrowAsync<RefusedException>(() => Ask(test, record))).Message.ShouldContain("lưu giữ 10 năm");

        clock.Now = clock.Now.AddYears(25);
        await desk.Hold(record, null, null, null, "Vụ kiện số 3", "QĐ 15/QĐ-TA", new(2060, 1, 31), Officer, Stop);
        (await Should.ThrowAsync<RefusedException>(() =>
            Ask(test, record))).Message.ShouldBe("Đang bị giữ theo QĐ 15/QĐ-TA: Vụ kiện số 3; đến hết 31/01/2060.");
        await desk.Lift((await desk.Holds(Stop))[0].Id, "Đã xử xong", Officer, Stop);
        var id = await Ask(test, record);

        await desk.Hold(null, "99001", new(2026, 1, 1), new(2026, 12, 31), "Thanh tra", "QĐ 16/QĐ-TTr", null, Officer, Stop);
        (await Should.ThrowAsync<RefusedException>(() => desk.Decide(id, true, null, Other, Stop))).Message.ShouldContain("Thanh tra");
        await Should.ThrowAsync<NotAllowedException>(() => desk.Ask(record, "YC-2051-0001", "x", Someone.OfFacilities(["99001"]), Stop));
        Found(test).ShouldBe(Secrets);
    }

    /// <summary>A hold with a slip in it would protect nothing, and nobody would know before it is too late.</summary>
    [Fact]
    public async Task A_hold_that_would_hold_nothing_is_refused()
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var record = await Fill(test);

        async Task<string> Refused(long? record, string? facility, DateOnly? from, DateOnly? to, DateOnly? until) =>
            (await Should.ThrowAsync<RefusedException>(() =>
                test.House.Shredding.Hold(record, facility, from, to, "Thanh tra", "QĐ 16/QĐ-TTr", until, Officer, Stop))).Message;

        (await Refused(null, "00000", null, null, null)).ShouldContain("Không có cơ sở '00000'");
        (await Refused(null, "99001", new(2026, 12, 1), new(2026, 1, 1), null)).ShouldContain("sau ngày cuối");
        (await Refused(record, null, null, null, new(2026, 10, 31))).ShouldContain("đã qua");
        (await test.House.Shredding.Holds(Stop)).ShouldBeEmpty();
        await test.House.Shredding.Hold(null, "99001", new(2026, 1, 1), new(2026, 1, 1), "Thanh tra", "QĐ 16/QĐ-TTr", new(2026, 11, 1),
            Officer, Stop);
        (await test.House.Shredding.Holds(Stop)).ShouldHaveSingleItem();
    }

    /// <summary>A hold is the person's, by whatever key it goes after it turned out to be one with another.</summary>
    [Fact]
    public async Task A_hold_stays_when_the_person_turns_out_to_be_one_with_another()
    {
        await using var test = await Two("C1", "C2");
        var persons = await test.Ask<long>("select distinct person_key from link.record_person");
        persons.Count.ShouldBe(2);
        foreach (var (held, i) in new[] { persons.Max(), persons.Min() }.Select((p, i) => (p, i)))
        {
            var record =
                (await test.Ask<long>("select record_key from link.record_person where person_key = $held", new { held }))[0];
            await test.House.Shredding.Hold(record, null, null, null, $"Vụ kiện số {i}", "QĐ 15/QĐ-TA", null, Officer, Stop);
        }
        await OfBefore(test, "Vụ kiện số 0");
        await test.Load(Made.Envelope(test, "outpatient", 3, Visit("C3", Citizen, Name)));
        (await test.Ask<long>("select distinct person_key from link.record_person")).ShouldHaveSingleItem();

        foreach (var hold in await test.House.Shredding.Holds(Stop))
        {
            (await Refused(test, "C2")).ShouldContain("Vụ kiện số");
            await test.House.Shredding.Lift(hold.Id, "Đã xử xong", Officer, Stop);
        }
        await Ask(test, await RecordOf(test, "C2"));
    }

    /// <summary>Before, a person bore the key of the first record, though that only leans: a hold of then names it, and holds.</summary>
    [Fact]
    public async Task A_hold_that_names_the_key_of_a_record_that_leans_holds_the_person()
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        await test.Load(Made.Together(
            Made.Envelope(test, "outpatient", 1, [("XML1", "MA_BN", "BN-7"), .. WithoutCard(Visit("E1", null, Name))]),
            Made.Envelope(test, "outpatient", 2, [("XML1", "MA_BN", "BN-7"), .. Visit("E2", Citizen, Name)])));
        (await test.Ask<long>("select distinct person_key from link.record_person")).ShouldHaveSingleItem();
        clock.Now = clock.Now.AddYears(25);
        await test.House.Shredding.Hold(await RecordOf(test, "E1"), null, null, null, "Vụ kiện", "QĐ 15/QĐ-TA", null, Officer, Stop);
        await OfBefore(test, "Vụ kiện", HealthWarehouse.Guard.Vault.Pseudonyms.FormerPersonKey(await RecordOf(test, "E1")));

        (await Refused(test, "E2")).ShouldContain("Vụ kiện");
    }

    /// <summary>Asked for before the person turned out to be one with another, it takes the whole person.</summary>
    [Fact]
    public async Task A_person_joined_after_it_was_asked_for_is_shredded_whole()
    {
        await using var test = await Two("D1", "D2");
        string[] asked =
        [
            await Ask(test, await RecordOf(test, "D1")),
            await Ask(test, await RecordOf(test, "D2")),
        ];
        await test.Load(Made.Envelope(test, "outpatient", 3, Visit("D3", Citizen, Name)));
        ((SetClock)test.House.Clock).Now += TimeSpan.FromDays(366 * 25);

        foreach (var id in asked) await test.House.Shredding.Decide(id, true, null, Other, Stop);
        await test.House.Shredding.RunApproved(Stop);

        (await test.House.Shredding.All(Stop)).ShouldAllBe(s => s.State == Shredding.Done);
        Found(test).ShouldBeEmpty();
        (await Refused(test, "D1")).ShouldContain("đã được huỷ khoá");
        (await test.Ask<long>("select distinct person_key from link.record_person")).ShouldHaveSingleItem();
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stopped_before_every_step_it_goes_on_from_there()
    {
        await using var test = await Shredded("approved", again: false);
        foreach (var at in new[] { "planned", "delivery 1", "delivery 2", "delivery 6", "redacted", "unlinked", "destroyed", "done" })
            await StopAt(test, at);
        await test.House.Shredding.RunApproved(Stop);
        (await test.House.Shredding.All(Stop)).ShouldHaveSingleItem().State.ShouldBe(Shredding.Done);
        Found(test).ShouldBeEmpty();
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    /// <summary>In the midst of the deliveries and after the key is gone; with KHOYTE_TESTS=full at each step there is.</summary>
    public static TheoryData<string> Stops =>
        Scale.Full ? ["approved", "delivery 2", "unlinked", "destroyed"] : ["delivery 2", "destroyed"];

    [Theory, MemberData(nameof(Stops))]
    public async Task Stopped_at_any_step_it_is_ended_at_the_next_start(string at)
    {
        await using var test = await Shredded(at);
        (await test.House.Shredding.RunApproved(Stop)).ShouldBe(at == "approved" ? 1 : 0);
        (await test.House.Shredding.All(Stop)).ShouldHaveSingleItem().State.ShouldBe(Shredding.Done);
        Found(test).ShouldBeEmpty();
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    /// <summary>The master key is changed at the end: with its medium away nothing is begun.</summary>
    [Fact]
    public async Task Without_the_medium_of_the_master_key_it_is_not_begun()
    {
        await using var test = await Shredded("approved");
        var next = Directory.CreateDirectory(Path.Combine(test.Data, "keys", "master.key.next.new"));
        await Should.ThrowAsync<Exception>(() => test.House.Shredding.RunApproved(Stop));
        (await test.House.Shredding.All(Stop)).ShouldHaveSingleItem().State.ShouldBe(Shredding.Approved);
        Found(test).ShouldBe(Secrets);
        next.Delete();
        (await test.House.Shredding.RunApproved(Stop)).ShouldBe(1);
        Found(test).ShouldBeEmpty();
    }

    /// <summary>A house whose person was shredded; stopped at a step and opened again, when one is named.</summary>
    private static async Task<TestHouse> Shredded(string? at = null, bool again = true)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        var test = await TestHouse.Open(clock: clock);
        var record = await Fill(test);
        clock.Now = clock.Now.AddYears(25);
        await test.House.Shredding.Decide(await Ask(test, record), true, null, Other, Stop);
        if (at is null)
        {
            await test.House.Shredding.RunApproved(Stop);
            return test;
        }
        await StopAt(test, at);
        return again ? await test.Reopen(clock) : test;
    }

    private static async Task StopAt(TestHouse test, string at)
    {
        ShreddingRun.Before.Value = step => { if (step == at) throw new IOException("power"); };
        await Should.ThrowAsync<IOException>(() => test.House.Shredding.RunApproved(Stop));
        ShreddingRun.Before.Value = null;
    }

    private static async Task<string> Ask(TestHouse test, long record) =>
        await test.House.Shredding.Ask(record, await DecidedDeletion.Of(test.House, record), "Người bệnh yêu cầu xoá", Officer, Stop);

    [Theory, ClassData(typeof(Engines))]
    public async Task Only_a_decided_request_of_that_very_person_is_carried_out(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock: clock);
        var record = await Fill(test);
        clock.Now = clock.Now.AddYears(25);
        var other = await RecordOf(test, "V2");
        string[] wrong = ["", "YC-2051-0099", await DecidedDeletion.Of(test.House, record, "acknowledged"),
            await DecidedDeletion.Of(test.House, record, "acknowledged", "deletion", "refused"),
            await DecidedDeletion.Of(test.House, other)];
        foreach (var number in wrong)
            (await Should.ThrowAsync<RefusedException>(() =>
                test.House.Shredding.Ask(record, number, "x", Officer, Stop))).Message.ShouldContain("quyết định xoá");
        (await test.House.Shredding.All(Stop)).ShouldBeEmpty();
        (await test.House.Operations.QueryText<string>("select action from audit where object_type = 'person' order by seq", null, Stop))
            .ShouldBe(Enumerable.Repeat("shred-refused", wrong.Length));
        await test.House.Shredding.Ask(record,
            await DecidedDeletion.Of(test.House, record, "acknowledged", "deletion", "answered", "closed"), "x", Officer, Stop);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_hold_laid_after_the_approval_stops_it_before_anything_is_taken_out(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(engine, clock: clock);
        var record = await Fill(test);
        clock.Now = clock.Now.AddYears(25);
        foreach (var at in new[] { "approved", "planned" })
        {
            var id = await Ask(test, record);
            await test.House.Shredding.Decide(id, true, null, Other, Stop);
            await StopAt(test, at);
            await test.House.Shredding.Hold(record, null, null, null, "Vụ kiện", "QĐ 15/QĐ-TA", null, Officer, Stop);
            await test.House.Shredding.RunApproved(Stop);

            var stopped = (await test.House.Shredding.Find(id, Stop))!;
            (stopped.State, stopped.Decision!.Contains("Vụ kiện")).ShouldBe((Shredding.Halted, true));
            Found(test).ShouldBe(Secrets);
            (await test.House.Operations.QueryText<string>("select action from audit where object_id = $id order by seq", new { id },
                Stop)).ShouldBe(["shred-ask", "shred-approve", "shred-begin", "shred-halt"]);
            await test.House.Shredding.Lift((await test.House.Shredding.Holds(Stop)).First(h => h.LiftedAt is null).Id, "Đã xử xong",
                Officer, Stop);
        }
        var again = await Ask(test, record);
        await test.House.Shredding.Decide(again, true, null, Other, Stop);
        await test.House.Shredding.RunApproved(Stop);
        Found(test).ShouldBeEmpty();
    }

    /// <summary>
    /// Two persons in one message; the first comes again elsewhere, checks in there and another time, is sent once without a number of the
    /// visit, and has a visit cancelled. Gives a record of the first. All in one group, as a rebuild loads it: a check against core sees a
    /// visit that was cancelled later when it is loaded before its cancel.
    /// </summary>
    private static async Task<long> Fill(TestHouse test)
    {
        await test.Send(Visits(test));
        Later(test);
        await test.Send(Made.Envelope(test, "outpatient", 3, Visit("V3", Citizen, Name, "99010")));
        Later(test);
        await test.Send(Made.Envelope(test, "check-in", 3, ("XML0", "MA_LK", "V3"), ("XML0", "MA_CSKCB", "99010"),
            ("XML0", "HO_TEN", Name), ("XML0", "SO_CCCD", Citizen), ("XML0", "MA_THE_BHYT", Card)));
        Later(test);
        await test.Send(Made.Envelope(test, "check-in", 4, ("XML0", "HO_TEN", Name), ("XML0", "SO_CCCD", Citizen)));
        Later(test);
        await test.Send(Made.Envelope(test, "outpatient", 5, Visit(null, Citizen, Name)));
        Later(test);
        var action = new EpisodeAction(EpisodeActionKind.Cancel, "99010", "V3", $"Nhầm người: {Name}", "1");
        using var content = new MemoryStream(action.ToBytes());
        await test.House.Intake.Take(content, new(Sender.Local, "test", EpisodeAction.Contract), stop: Stop);
        await test.House.Loader.LoadWaiting(Stop);
        return await RecordOf(test, "V1");
    }

    private static void Later(TestHouse test) => ((SetClock)test.House.Clock).Now += TimeSpan.FromMinutes(1);

    /// <summary>The same number with another sex is another person, whose token points at the first.</summary>
    private static byte[] Visits(TestHouse test) => Made.Together(
        Made.Envelope(test, "outpatient", 1, Visit("V1", Citizen, Name)),
            Made.Envelope(test, "outpatient", 2, Visit("V2", Citizen, OtherName, sex: "1")));

    private static (string, string, string?)[] Visit(string? episode, string? citizen, string name, string facility = "99001",
        string sex = "2") =>
    [
        ("XML1", "MA_LK", episode), ("XML1", "SO_CCCD", citizen), ("XML1", "HO_TEN", name), ("XML1", "GIOI_TINH", sex),
            ("XML1", "MA_CSKCB", facility), ("XML1", "MA_THE_BHYT", sex == "2" ? Card : null),
        ("XML1", "DIA_CHI", sex == "2" ? "Số 7 đường Hư Cấu" : "Số 9"), ("XML1", "DIEN_THOAI", sex == "2" ? "0912345678" : null),
            ("XML1", "NGAY_SINH", "199004120000"),
    ];

    /// <summary>
    /// A house with one visit under a card and one under a citizen number, long past every period of retention: two persons, as far as it
    /// knows.
    /// </summary>
    private static async Task<TestHouse> Two(string first, string second)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        var test = await TestHouse.Open(clock: clock);
        await test.Load(Made.Envelope(test, "outpatient", 1, Visit(first, null, Name)));
        await test.Load(Made.Envelope(test, "outpatient", 2, WithoutCard(Visit(second, Citizen, Name))));
        clock.Now = clock.Now.AddYears(25);
        return test;
    }

    /// <summary>A hold as it was kept before: it does not know by which record it was laid.</summary>
    private static Task OfBefore(TestHouse test, string reason, long? person = null) =>
        test.House.Operations.ExecuteText("update legal_hold set record_key = null, person_key = coalesce($person, person_key) " +
            "where reason = $reason", new { reason, person }, Stop);

    private static async Task<string> Refused(TestHouse test, string episode)
    {
        var record = await RecordOf(test, episode);
        return (await Should.ThrowAsync<RefusedException>(() => Ask(test, record))).Message;
    }

    private static (string, string, string?)[] WithoutCard((string, string, string?)[] visit) =>
        [.. visit.Select(f => f.Item2 == "MA_THE_BHYT" ? (f.Item1, f.Item2, null) : f)];

    private static async Task<long> RecordOf(TestHouse test, string episode) =>
        (await test.Ask<long>("select min(record_key) from std.record where episode_code = $episode and has_main", new { episode }))[0];

    private static async Task<IReadOnlyList<Guid>> Tokens(TestHouse test, long record) =>
        await test.Ask<Guid>("select token from vault.record_token where record_key = $record order by rule", new { record });

    /// <summary>Everything counted, without the keys of persons.</summary>
    private static async Task<IReadOnlyList<string>> Figures(TestHouse test) =>
        await test.Ask<string>("select concat_ws(' ', episode_code, facility_code, sex, birth_month, age_years, main_icd, " +
            "hospital_amount, known_to is null, ended_by, insured, card_group) from core.encounter order by episode_code, record_key");

    /// <summary>Which encounters belong together.</summary>
    private static async Task<IReadOnlyList<string>> People(TestHouse test) =>
        await test.Ask<string>("select string_agg(cast(record_key as varchar), ' ' order by record_key) from link.record_person " +
            "group by person_key order by 1");

    /// <summary>
    /// Which of the person's secrets can be read: in any archived delivery or any piece, opened with every key there is, or in clear in any
    /// file.
    /// </summary>
    private static IReadOnlyList<string> Found(TestHouse test)
    {
        var readable = new StringBuilder();
        foreach (var name in test.House.Archive.Names())
        {
            using var reader = new StreamReader(test.House.Archive.Open(name));
            Unpack(reader.ReadToEnd(), readable);
        }
        using var tools = new PieceTools(test.House.Vault);
        foreach (var piece in test.House.Warehouse.Query<SealedPiece>("ask/key/contents", new { first = 0L, last = long.MaxValue })
            .GetAwaiter().GetResult())
            if (Readable(tools, piece) is { } text && !text.Contains(OtherName, StringComparison.Ordinal))
                readable.Append(text).Append('\n');
        foreach (var file in Directory.EnumerateFiles(test.Data, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var content = reader.ReadToEnd();
            foreach (var secret in Secrets) content.Contains(secret, StringComparison.Ordinal).ShouldBeFalse(Path.GetFileName(file));
        }
        // The other person has the same citizen number: its own line is left out above and here.
        var all = readable.ToString();
        return [.. Secrets.Where(s => all.Contains(s, StringComparison.Ordinal))];
    }

    private static string? Readable(PieceTools tools, SealedPiece piece)
    {
        try
        {
            return Encoding.UTF8.GetString(tools.Open(piece, piece.KeyUse!));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static void Unpack(string text, StringBuilder readable)
    {
        if (!text.StartsWith('<'))
        {
            readable.Append(text).Append('\n');
            return;
        }
        foreach (var content in XDocument.Parse(text).Descendants("NOIDUNGFILE").Where(c => !string.IsNullOrWhiteSpace(c.Value)))
            if (Encoding.UTF8.GetString(Convert.FromBase64String(content.Value)) is var inner
                && !inner.Contains(OtherName, StringComparison.Ordinal))
                readable.Append(inner).Append('\n');
    }
}
