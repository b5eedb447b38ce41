using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Access;

namespace HealthWarehouse.Tests.Sources;

/// <summary>
/// Units and their relations since 2025 are dated data: a station goes from its centre to the commune on a day, is guided by the regional
/// centre all along, and figures by owner and by guide both add up to the province (reform-2025 §3).
/// </summary>
public class RelationsSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task Totals_by_owner_and_by_guide_both_add_up_though_owners_change(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, new SetClock(new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero)));
        var (visits, figures) = (0, new Desk(test.House).Figures);
        foreach (var (facility, day) in new[] { ("99101", "20251220"), ("99101", "20260110"), ("99102", "20260115"), ("99001",
            "20260120") })
            await Send(test, "claims", Encoding.UTF8.GetString(Made.Envelope(test, "outpatient", ++visits, ("XML1", "MA_CSKCB", facility),
                ("XML1", "MA_LK", $"V{visits}"), ("XML1", "NGAY_VAO", $"{day}0800"), ("XML1", "NGAY_RA", $"{day}0900"),
                ("XML1", "NGAY_TTOAN", $"{day}0900"))));
        await Send(test, "units", """
            Mã đơn vị,Tên chính thức,Loại đơn vị,Từ ngày,Đến ngày
            TTYT,Trung tâm Y tế An Bình,TTYT khu vực,01/07/2025,
            UB1,UBND xã Một,UBND xã,01/07/2025,
            UB2,UBND xã Hai,UBND xã,01/07/2025,
            """);
        await Send(test, "unit_relations", """
            Mã đơn vị,Quan hệ,Với đơn vị,Biểu,Văn bản,Từ ngày,Đến ngày
            99101,thuộc,TTYT,*,QĐ 1,01/07/2025,31/12/2025
            99101,Thuộc,UB1,*,QĐ 2,01/01/2026,
            99102,thuộc,UB2,*,QĐ 2,01/01/2026,
            99101,hướng dẫn,TTYT,*,QĐ 3,01/07/2025,
            99102,hướng dẫn,TTYT,*,QĐ 3,01/07/2025,
            """);
        (await Rules(test)).ShouldBeEmpty();

        foreach (var by in new[] { "owner", "guide" })
            foreach (var period in new[] { "2025", "2026" })
            {
                var answer = await figures.Ask(Of("encounters", period, by), Viewer.House, Stop);
                answer.Rows.Sum(r => r.Values[0]).ShouldBe(answer.Total.Values[0], $"{by} {period}");
            }
        (await Told("encounters", "2025", "owner")).ShouldBe(["Trung tâm Y tế An Bình 1"]);
        (await Told("encounters", "2026", "owner")).ShouldBe(["Chưa rõ 1", "UBND xã Hai 1", "UBND xã Một 1"]);
        (await Told("encounters", "2026", "guide")).ShouldBe(["Chưa rõ 1", "Trung tâm Y tế An Bình 2"]);
        (await Told("owned_units", "2026", "target")).ShouldBe(["UBND xã Hai 1", "UBND xã Một 1"]);

        await Send(test, "unit_relations",
            "Mã đơn vị,Quan hệ,Với đơn vị,Biểu,Văn bản,Từ ngày\n99102,thuộc,UB1,*,QĐ 4,01/03/2026\n");
        (await Rules(test)).ShouldBe(["U11-two-owners"]);

        async Task<string[]> Told(string measure, string period, string by) =>
            [.. (await figures.Ask(Of(measure, period, by), Viewer.House, Stop)).Rows.Select(r => $"{r.Keys[0].Name} {r.Values[0]:0}")
                .Order(StringComparer.Ordinal)];
    }

    private static async Task Send(TestHouse test, string contract, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await test.House.Intake.Take(content, new(Sender.Local, "test", contract), stop: Stop);
        await test.House.Loader.LoadWaiting(Stop);
    }

    private static Task<IReadOnlyList<string>> Rules(TestHouse test) => test.Ask<string>("select distinct f.rule from std.finding f " +
        "join std.delivery d on d.delivery = f.delivery where d.contract <> 'claims' order by 1");

    private static Question Of(string measure, string period, string by) => new([measure], [by], new(Period.Parse(period)),
        new Dictionary<string, IReadOnlyList<string>>());
}
