using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Access;

namespace HealthWarehouse.Tests.Sources;

/// <summary>
/// A source made of declarations alone goes through everything the house does: findings, persons, what comes again, figures, the rows
/// behind them and their place in what was sent.
/// </summary>
public class AnySourceSpec
{
    private const string Head = "Mã cơ sở,Số thẻ,Họ và tên,Số định danh,Ngày sinh,Giới tính,Loại thẻ,Từ ngày,Đến ngày\n";
    private static readonly SetClock Clock = new(new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero));
    private static readonly Viewer Reader = Desk.Specialist("lan");
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task Cards_are_checked_counted_by_month_followed_to_their_line_and_masked(Engine engine)
    {
        await using var test = await ThrowAway.Open(engine, Clock);
        var delivery = await test.Load("cards", Head
            + "99001,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2026,\n"
            + "99001,T2,Lê Văn Cấu,099190000002,05/06/1985,1,C,15/04/2026,31/05/2026\n"
            + "99002,T1,Trần Thị Hư,099190000001,02/01/1990,2,B,01/04/2026,\n");
        (delivery.State, delivery.Records, delivery.Refused, delivery.Warnings).ShouldBe((DeliveryState.Loaded, 3, 0, 1));
        (await test.Ask<string>("select message from std.finding")).ShouldBe(["Loại thẻ C không có."]);

        var figures = new Desk(test.House).Figures;
        var held = await figures.Ask(Of("cards_held", "2026", "month"), Reader, Stop);
        held.Rows.Select(r => $"{r.Keys[0].Code} {r.Values[0]:0}").ShouldBe(["2026-03 1", "2026-04 3", "2026-05 3", "2026-06 2",
            "2026-07 2", "2026-08 2", "2026-09 2", "2026-10 2", "2026-11 2"]);
        held.Freshness.Facilities.ShouldBe(2);
        // Two cards, one person: told by the number and the sex, whatever contract says so.
        (await figures.Ask(Of("card_people", "2026-04"), Reader, Stop)).Total.Values.ShouldBe([2]);
        // Nobody said anything of the year before: that is not nought.
        (await figures.Ask(Of("cards_held", "2025"), Reader, Stop)).Total.Values.ShouldBe([null]);

        var rows = await figures.Rows(Of("cards_held", "2026-04"), 100, 0, Reader, Stop);
        (rows.All, rows.AllValue).ShouldBe((3, 3));
        var row = rows.Rows.Single(r => r.Cells[0] == "T2");
        row.Cells.ShouldBe(["T2", "C", "2026-04-15"]);
        // What has ended before the end of the period is not among what is there at its end.
        var atEnd = await figures.Rows(Of("cards_held", "2026"), 100, 0, Reader, Stop);
        (atEnd.All, atEnd.AllValue, atEnd.Rows.Any(r => r.Cells[0] == "T2")).ShouldBe((2, 2, false));
        var message = (await new Desk(test.House).Messages.Open(row.RecordKey, Reader, "quality", stop: Stop))!;
        message.Where.ShouldBe("dòng 3");
        Desk.Cell(message, "cards_main", "Họ và tên").ShouldBe(new("Họ và tên", Masking.Of("Lê Văn Cấu", false), "Họ tên", true, null));
        Desk.Cell(message, "cards_main", "Loại thẻ").Value.ShouldBe("C");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Somebody_seen_at_a_hospital_is_the_same_person_on_a_card(Engine engine)
    {
        await using var test = await ThrowAway.Open(engine, Clock);
        await test.Load("cards", Head + "99001,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2026,\n");
        await test.Load("cards", Head + "99001,T9,Người Khác,099190000009,02/01/1991,2,A,01/03/2026,\n");
        var visit = Visit(("XML1", "SO_CCCD", "099190000001"), ("XML1", "GIOI_TINH", "2"));
        await test.Load("claims", visit);

        (await test.Ask<long>("select count(distinct person_key) from link.record_person")).ShouldBe([2]);
        (await test.Ask<long>("select count(*) from core.card c join core.encounter e on e.person_key = c.person_key")).ShouldBe([1]);
        (await test.Ask<string>("select distinct decision from link.person_of")).ShouldBe(["citizen"]);
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    /// <summary>Two records under one code are one subject only if they are of one kind.</summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task Records_of_two_contracts_with_one_code_never_meet(Engine engine)
    {
        await using var test = await ThrowAway.Open(engine, Clock);
        await test.Load("claims", Visit(("XML1", "MA_LK", "T1")));
        await test.Load("cards", Head + "99001,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2026,\n");
        await test.Load("rooms", "Mã cơ sở,Số phòng,Số chỗ\n99001,T1,4\n");
        await test.Load("notes", "Mã cơ sở,Số phiếu,Ngày,Tiền\n99001,T1,01/03/2026,5\n");

        (await test.Ask<long>("select count(distinct subject_key) from std.record")).ShouldBe([4]);
        (await test.Ask<long>("select count(*) from std.version where known_to is null")).ShouldBe([4]);
    }

    [Fact]
    public async Task What_comes_again_is_known_and_what_was_taken_back_can_be_sent_again()
    {
        await using var test = await ThrowAway.Open(Engine.DuckDb, Clock);
        const string list = "Mã cơ sở,Số phòng,Số chỗ\n99001,P1,4\n99001,P2,6\n";
        var first = await test.Load("rooms", list);
        (await test.Send("rooms", list)).ShouldBe(first.Id);

        Clock.Now += TimeSpan.FromDays(1);
        await test.Load("rooms", "Mã cơ sở,Số phòng,Số chỗ\n99001,P1,5\n");
        var figures = new Desk(test.House).Figures;
        (await figures.Ask(Of("room_places", "2026"), Reader, Stop)).Total.Values.ShouldBe([5]);

        var back = (await test.Ask<string>("select cast(tracking_id as varchar) from std.delivery order by delivery desc limit 1"))[0];
        await test.Act(DeliveryActionKind.Cancel, back);
        await test.House.Loader.LoadWaiting(Stop);
        (await figures.Ask(Of("room_places", "2026"), Reader, Stop)).Total.Values.ShouldBe([10]);
        (await test.Send("rooms", "Mã cơ sở,Số phòng,Số chỗ\n99001,P1,5\n")).ShouldNotBe(back);
    }

    [Fact]
    public async Task Sums_of_cells_follow_corrections_in_facts_and_rollups()
    {
        await using var test = await ThrowAway.Open(Engine.DuckDb, Clock);
        const string head = "Mã cơ sở,Dòng,Tháng,Giá trị\n";
        await test.Load("cells", head + "99001,D1,01/03/2026,\"1.234,5\"\n99001,D2,01/03/2026,10\n99002,D1,01/04/2026,\n");
        await test.Load("cells", head + "99001,D2,01/03/2026,20\n");
        var figures = new Desk(test.House).Figures;
        foreach (var onFacts in new[] { false, true })
            (await figures.Ask(Of("cell_value", "2026", "month") with { OnFacts = onFacts }, Reader, Stop)).Rows
                .Select(r => $"{r.Keys[0].Code} {r.Values[0]:0.##}").ShouldBe(["2026-03 1254.5"]);
        (await figures.Ask(Of("cell_value", "2026", "quarter"), Reader, Stop)).Rows.ShouldHaveSingleItem().Keys[0].Code.ShouldBe("2026-Q1");
    }

    /// <summary>What a facility told last stands until it tells again; when it has closed, no longer.</summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task The_last_word_of_a_facility_ends_with_the_facility(Engine engine)
    {
        await using var test = await ThrowAway.Open(engine, Clock);
        await test.Load("cards", Head + "99151,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2025,\n"        // closed on 30/06/2025
            + "99001,T2,Lê Văn Cấu,099190000002,05/06/1985,1,A,01/03/2025,\n");
        var figures = new Desk(test.House).Figures;
        var held = await figures.Ask(Of("cards_held", "2025", "month"), Reader, Stop);
        held.Rows.Where(r => r.Keys[0].Code is "2025-06" or "2025-07").Select(r => $"{r.Values[0]:0}").ShouldBe(["2", "1"]);
        (await figures.Rows(Of("cards_held", "2025"), 10, 0, Reader, Stop)).Rows.ShouldHaveSingleItem().Cells[0].ShouldBe("T2");
    }

    /// <summary>What leaves the house: slips of persons hide small cells, rooms do not, and lists of persons do not leave.</summary>
    [Fact]
    public async Task Small_figures_of_persons_are_hidden_in_what_leaves_and_things_are_not()
    {
        await using var test = await ThrowAway.Open(Engine.DuckDb, Clock);
        string[] slips = [.. Enumerable.Range(1, 30).Select(i => $"9900{(i < 3 ? 1 : i < 15 ? 2 : 3)},P{i},05/03/2026,5")];
        await test.Load("notes", "Mã cơ sở,Số phiếu,Ngày,Tiền\n" + string.Join('\n', slips));
        await test.Load("rooms", "Mã cơ sở,Số phòng,Số chỗ\n99001,P1,1\n");
        var figures = new Desk(test.House).Figures;
        var notes = await figures.Protected(Of("notes_given", "2026-03", "facility"), Stop);
        notes.Rows.Count(r => r.Hides(0)).ShouldBe(2);
        notes.Total.Values.ShouldBe([30]);
        (await figures.Protected(Of("room_places", "2026", "facility"), Stop)).Rows.ShouldHaveSingleItem().Values.ShouldBe([1]);
        foreach (var refused in new[] { Of("notes_given", "2026-03", "day"), Of("card_people", "2026-03", "facility") })
            figures.ProtectedFault(refused).ShouldNotBeNull();
    }

    /// <summary>A JSON feed of things that belong to no facility: figures by week and quarter, none by facility.</summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task Tasks_without_a_facility_are_counted_by_week_and_found_at_their_pointer(Engine engine)
    {
        await using var test = await ThrowAway.Open(engine, Clock);
        await test.Load("tasks", """
            {"from":"văn phòng","items":[
              {"no":"NV1","due":"2026-01-02","points":2.5},
              {"no":"NV2","due":"2026-01-05","done":{"on":"2026-01-04"},"points":1},
              {"no":"NV3","due":"05/04/2026"}]}
            """);
        var figures = new Desk(test.House).Figures;
        (await figures.Ask(Of("tasks_due", "2026", "week"), Reader, Stop)).Rows.Select(r => $"{r.Keys[0].Code} {r.Values[0]:0}")
            .ShouldBe(["2026-W01 1", "2026-W02 1", "2026-W14 1"]);
        (await figures.Ask(Of("task_points", "2026", "quarter"), Reader, Stop)).Rows.Select(r => $"{r.Keys[0].Code} {r.Values[0]:0.##}")
            .ShouldBe(["2026-Q1 3.5"]);
        var ofOne = Of("tasks_due", "2026") with { Slice = new(Period.Parse("2026"), Facility: "99001") };
        (await figures.Ask(ofOne, Reader, Stop)).Total.Values.ShouldBe([null]);
        var row = (await figures.Rows(Of("tasks_due", "2026-04"), 10, 0, Reader, Stop)).Rows.ShouldHaveSingleItem();
        (await new Desk(test.House).Messages.Open(row.RecordKey, Reader, "quality", stop: Stop))!.Where!.ShouldStartWith("/items/2, byte ");
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_person_on_a_list_is_shredded_and_the_other_lines_stay_where_they_are(Engine engine)
    {
        var clock = new SetClock(new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));
        await using var test = await ThrowAway.Open(engine, clock);
        await test.Load("cards", Head + "99001,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2026,\n"
            + "99001,T2,Lê Văn Cấu,099190000002,05/06/1985,1,A,15/04/2026,\n");
        var record = (await test.Ask<long>("select min(record_key) from link.record_person"))[0];
        clock.Now = clock.Now.AddYears(25);
        var (officer, other) = (Officer("lan"), Officer("minh"));
        var id = await test.House.Shredding.Ask(record, await Keys.DecidedDeletion.Of(test.House, record), "Yêu cầu xoá", officer, Stop);
        await test.House.Shredding.Decide(id, true, null, other, Stop);
        await test.House.Shredding.RunApproved(Stop);

        (await test.House.Shredding.Find(id, Stop))!.State.ShouldBe(Operate.Shredding.Shredding.Done);
        var kept = Encoding.UTF8.GetString(await Content(test));
        kept.ShouldNotContain("Trần Thị Hư");
        kept.ShouldContain("Lê Văn Cấu");
        var messages = new Desk(test.House).Messages;
        (await messages.Open(record, other, "treatment", stop: Stop))!.Tables.ShouldBeEmpty();
        (await messages.Open(record + 1, other, "treatment", stop: Stop))!.Where.ShouldBe("dòng 3");
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();

        static Viewer Officer(string account) => new(account, account, "privacy-officer")
        {
            Rights = new HashSet<Right> { Right.Privacy, Right.Records, Right.Identity },
        };
    }

    private static async Task<byte[]> Content(ThrowAway test)
    {
        await using var content = test.House.Contents.Open((await test.House.Ledger.All(Stop))[0]);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, Stop);
        return bytes.ToArray();
    }

    private static string Visit(params (string, string, string?)[] changes) =>
        Encoding.UTF8.GetString(Made.Envelope(ThrowAway.Catalogue, "outpatient", 1, changes));

    private static Question Of(string measure, string period, params string[] by) => new([measure], by,
        new(Period.Parse(period)), new Dictionary<string, IReadOnlyList<string>>());
}
