using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Collect;
using HealthWarehouse.Tests.Sources;

namespace HealthWarehouse.Web.Tests;

/// <summary>Sources made of declarations alone, as people and systems see them.</summary>
public class AnySourcePagesSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static async Task<TestPortal> Open()
    {
        var portal = await TestPortal.OpenWith(ThrowAway.With, ("chuyen-vien", "specialist", null), ("can-bo", "facility-staff", "99002"));
        await Load(portal, "cards", "Mã cơ sở,Số thẻ,Họ và tên,Số định danh,Ngày sinh,Giới tính,Loại thẻ,Từ ngày,Đến ngày\n"
            + "99001,T1,Trần Thị Hư,099190000001,02/01/1990,2,A,01/03/2026,\n"
            + "99002,T2,Lê Văn Cấu,099190000002,05/06/1985,1,C,15/04/2026,31/05/2026\n");
        await Load(portal, "cells", "Mã cơ sở,Dòng,Tháng,Giá trị\n99001,D1,01/03/2026,12\n99002,D1,01/03/2026,30\n");
        return portal;
    }

    private static async Task Load(TestPortal portal, string contract, string text)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await portal.House.Intake.Take(content, new(Sender.Local, "test", contract), stop: Stop);
        await portal.Loaded();
    }

    [Theory, InlineData(1440), InlineData(360)]
    public async Task A_figure_opens_its_rows_and_a_row_its_line(int width)
    {
        await using var portal = await Open();
        var page = await browser.SignIn(portal, "chuyen-vien", width);
        await page.GotoAsync("/so-lieu?measure=cards_held&by=facility&period=2026-04");
        await page.Locator("main table.figures td a >> visible=true").First.ClickAsync();
        await page.Arrives(url => url.Contains("/so-lieu/dot", StringComparison.Ordinal));
        (await page.InnerTextAsync("h1")).ShouldBe("Các dòng sau số liệu");
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.ClickAsync("text=Mở nơi gửi");
        await page.Arrives(url => url.Contains("/ho-so/", StringComparison.Ordinal));
        var words = await page.InnerTextAsync("main");
        words.ShouldContain("dòng 2");
        words.ShouldContain("Số thẻ");
        words.ShouldNotContain("Trần Thị Hư");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    [Fact]
    public async Task Systems_read_its_rows_and_its_sums_within_their_scope()
    {
        await using var portal = await Open();
        using var all = await portal.Person("chuyen-vien");
        using var clerk = await portal.Person("can-bo");
        const string rows = "/api/v1/query/rows?measure=cards_held&period=2026-04&purpose=report-check";
        (await all.GetFromJsonAsync<JsonElement>(rows, Stop)).GetProperty("all").GetInt64().ShouldBe(2);
        var own = await clerk.GetFromJsonAsync<JsonElement>(rows, Stop);
        own.GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("cells")[0].GetString()).ShouldBe(["T2"]);
        (await all.GetAsync("/api/v1/query/rows?measure=cards_held&period=2026-04&purpose=khong-co", Stop)).StatusCode
            .ShouldBe(HttpStatusCode.Forbidden);

        (await all.GetFromJsonAsync<JsonElement>("/odata/cell_2?$apply=aggregate(cell_value with sum as cells)", Stop))
            .GetProperty("value")[0].GetProperty("cells").GetDecimal().ShouldBe(42);
        (await clerk.GetFromJsonAsync<JsonElement>("/odata/cell_2?$apply=aggregate(cell_value with sum as cells)", Stop))
            .GetProperty("value")[0].GetProperty("cells").GetDecimal().ShouldBe(30);
        var query = await all.GetFromJsonAsync<JsonElement>("/api/v1/query?measure=cell_value&period=2026-03", Stop);
        query.GetProperty("total").GetProperty("values")[0].GetDecimal().ShouldBe(42);
        query.GetProperty("freshness").GetProperty("facilities").GetInt64().ShouldBe(2);
    }
}
