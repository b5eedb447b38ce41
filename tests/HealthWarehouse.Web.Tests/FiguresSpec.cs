using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using MiniExcelLibs;
using Parquet;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Figures over HTTP and in the browser: the API, files, the explorer, the dashboard and the command line give the same, and every figure
/// leads to the message.
/// </summary>
public class FiguresSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_api_files_the_command_line_the_form_and_the_dashboard_agree()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        const string question = "/api/v1/query?measure=inpatient_cases,inpatient_days&by=facility&period=2026";

        var json = await person.GetFromJsonAsync<JsonElement>(question, Stop);
        var total = json.GetProperty("total").GetProperty("values")[0].GetDecimal();
        var rows = json.GetProperty("rows").EnumerateArray()
            .Select(r => (Code: r.GetProperty("keys")[0].GetProperty("code").GetString(), Value: r.GetProperty("values")[0].GetDecimal()))
            .ToArray();
        total.ShouldBe(31);
        rows.Sum(r => r.Value).ShouldBe(total);

        var csv = (await person.GetStringAsync($"{question}&format=csv", Stop)).TrimStart('\uFEFF')
            .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        csv[0].ShouldBe("\"facility\",\"facility_name\",\"inpatient_cases\",\"inpatient_days\"");
        csv.Skip(1).Select(l => (l[..l.IndexOf(',')].Trim('"'), decimal.Parse(l.Split(',')[^2].Trim('"'), CultureInfo.InvariantCulture)))
            .ShouldBe(rows!);
        using var xlsx = new MemoryStream(await person.GetByteArrayAsync($"{question}&format=xlsx", Stop));
        xlsx.Query(useHeaderRow: true, startCell: "A6").Select(r => (IDictionary<string, object>)r)
            .Sum(r => Convert.ToDecimal(r["inpatient_cases"], CultureInfo.InvariantCulture)).ShouldBe(total);
        using var parquet = new MemoryStream(await person.GetByteArrayAsync($"{question}&format=parquet", Stop));
        await using (var reader = await ParquetReader.CreateAsync(parquet, cancellationToken: Stop))
            reader.Schema.Fields.Select(f => f.Name).ShouldBe(["facility", "facility_name", "inpatient_cases", "inpatient_days"]);

        string[] typed = ["measure", "inpatient_cases", "--by", "facility", "--period", "2026", "--data", portal.House.Settings.Data];
        var printed = JsonDocument.Parse((await Typed.Run([.. typed, "--format", "json"])).Output).RootElement;
        printed.GetProperty("total").GetProperty("values")[0].GetDecimal().ShouldBe(total);
        printed.GetProperty("plans").GetArrayLength().ShouldBe(0);
        JsonDocument.Parse((await Typed.Run([.. typed, "--format", "json", "--plans"])).Output).RootElement.GetProperty("plans")
            .GetArrayLength().ShouldBeGreaterThan(0);
        (await Typed.Run(typed)).Output.TrimStart('\uFEFF').ShouldStartWith("\"facility\",\"facility_name\",\"inpatient_cases\"\r\n");
        var table = (await Typed.Run([.. typed, "--format", "table"])).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        table[0].ShouldMatch("^facility +facility_name +inpatient_cases$");
        table.ShouldContain(l => l.StartsWith("99001 ", StringComparison.Ordinal));
        var form = await person.GetFromJsonAsync<JsonElement>("/api/v1/reports/b9?period=2026", Stop);
        form.GetProperty("rows").EnumerateArray().Last().GetProperty("values")[9].GetDecimal().ShouldBe(total);
        var board = await person.GetFromJsonAsync<JsonElement>("/api/v1/dashboards/kham-chua-benh?period=2026", Stop);
        board.EnumerateArray().Single(t => t.GetProperty("tile").GetProperty("id").GetString() == "inpatient").GetProperty("answer")
            .GetProperty("total").GetProperty("values")[0].GetDecimal().ShouldBe(total);

        (await person.GetFromJsonAsync<JsonElement>("/api/v1/indicators", Stop)).GetArrayLength().ShouldBeGreaterThanOrEqualTo(25);
        (await person.GetFromJsonAsync<JsonElement>("/api/v1/measures", Stop)).GetArrayLength().ShouldBeGreaterThanOrEqualTo(60);
        foreach (var bad in new[] { "measure=khong_co&period=2026", "measure=encounters&period=2026-77",
            "measure=encounters&by=mau&period=2026", "measure=encounters&period=2026&format=doc",
            "measure=encounters&period=2026&compare=mai" })
            (await person.GetAsync($"/api/v1/query?{bad}", Stop)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, bad);
    }

    [Fact]
    public async Task The_debug_view_is_for_stewards()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("quan-tri", "steward", null));
        const string question = "/api/v1/query?measure=encounters&by=month&period=2026&debug=true";
        using var steward = await portal.Person("quan-tri");
        using var specialist = await portal.Person("chuyen-vien");

        var plan = (await steward.GetFromJsonAsync<JsonElement>(question, Stop)).GetProperty("plans")[0];
        plan.GetProperty("rollup").GetString().ShouldBe("mart.encounter_1");
        plan.GetProperty("sql").GetString()!.ShouldContain("month_start between");
        (await specialist.GetFromJsonAsync<JsonElement>(question, Stop)).GetProperty("plans").GetArrayLength().ShouldBe(0);
    }

    [Theory, InlineData(1440, true), InlineData(360, true), InlineData(1440, false)]
    public async Task From_a_tile_to_the_message_and_to_the_reasons(int width, bool scripts)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", width, scripts);

        await page.GotoAsync("/bang/kham-chua-benh?period=2026");
        (await page.InnerTextAsync("[data-tile=inpatient] .tile-value")).ShouldStartWith("31");
        await page.ClickAsync("[data-tile=deaths] a.key-figure");
        await page.GetByText("ngăn hạn chế").First.WaitForAsync();
        (await page.Locator("tbody tr").CountAsync()).ShouldBe(1);        // of two deaths one is in a restricted compartment
        var episodes = page.Url;
        await page.GetByText("Vì sao").First.ClickAsync();
        await page.GetByText("Tử vong nội trú").First.WaitForAsync();
        await page.GotoAsync(episodes);
        await page.GetByText("Mở thông điệp gốc").First.ClickAsync();
        await page.Locator(".is-target").First.WaitForAsync();
        (await portal.House.Operations.QueryText<string>("select object_type from audit where action = 'read' order by seq"))
            .ShouldBe(["figure", "episode-measures", "figure", "message"]);
    }

    [Fact]
    public async Task Filters_live_in_the_address_and_reach_every_tile()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        await page.GotoAsync("/bang/kham-chua-benh?period=2026");
        var all = await page.GetAttributeAsync("[data-tile=inpatient] .tile-value", "data-value");

        await page.GetByText("Thêm bộ lọc").ClickAsync();
        await page.SelectOptionAsync("#sex", "2");
        await page.Arrives(url => url.Contains("sex=2", StringComparison.Ordinal));

        var women = await page.GetAttributeAsync("[data-tile=inpatient] .tile-value", "data-value");
        int.Parse(women!, CultureInfo.InvariantCulture).ShouldBeInRange(1, int.Parse(all!, CultureInfo.InvariantCulture) - 1);
        await page.Locator("[data-tile=trend] .chart-place svg").WaitForAsync();
        await page.Locator("[data-tile=trend] .chart-ways").GetByText("Bảng số").ClickAsync();
        (await page.Locator("[data-tile=trend] tbody tr").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_dashboard_is_composed_saved_as_a_declaration_and_seen_by_others()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("lanh-dao", "leader", null),
            ("can-bo", "facility-staff", "99010"));
        var page = await browser.SignIn(portal, "chuyen-vien", scripts: false);
        await page.GotoAsync("/bang-soan");
        await page.FillAsync("#title", "Theo dõi nội trú");
        await page.SelectOptionAsync("#measure0", "inpatient_cases");
        await page.SelectOptionAsync("#kind1", "Bar");
        await page.SelectOptionAsync("#measure1", "average_stay");
        await page.SelectOptionAsync("#by1", "facility");
        await page.GetByText("Lưu và mở").ClickAsync();
        page.Url.ShouldEndWith("/bang/theo-doi-noi-tru");
        (await page.InnerTextAsync("[data-tile=o1] .tile-value")).ShouldStartWith("31");
        File.ReadAllText(Path.Combine(portal.House.Settings.Data, "catalogue", "dashboards", "theo-doi-noi-tru.yaml"))
            .ShouldContain("average_stay");

        var leader = await browser.SignIn(portal, "lanh-dao", scripts: false);
        (await leader.GotoAsync("/bang/theo-doi-noi-tru"))!.Status.ShouldBe(200);
        using var clerk = await portal.Person("can-bo");
        (await clerk.GetAsync("/bang-soan", Stop)).Headers.Location!.ToString().ShouldContain("/khong-duoc-phep");
        (await clerk.GetAsync("/bang/theo-doi-noi-tru?period=2026", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_question_is_saved_shared_and_taken_back()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("lanh-dao", "leader", null));
        var page = await browser.SignIn(portal, "chuyen-vien", scripts: false);
        await page.GotoAsync("/so-lieu?measure=encounters&by=facility&period=2026");
        await page.FillAsync("#save-name", "Lượt theo cơ sở");
        await page.CheckAsync("input[name=shared]");
        await page.GetByText("Lưu", new() { Exact = true }).ClickAsync();

        var leader = await browser.SignIn(portal, "lanh-dao", scripts: false);
        await leader.GotoAsync("/so-lieu");
        await leader.GetByText("Lượt theo cơ sở").ClickAsync();
        await leader.Arrives(url => url.Contains("measure=encounters", StringComparison.Ordinal));
        (await leader.Locator("table.figures tbody tr").CountAsync()).ShouldBeGreaterThan(1);
        (await leader.Locator("form[action^='so-lieu/xoa']").CountAsync()).ShouldBe(0);

        await page.GotoAsync("/so-lieu");
        await page.ClickAsync("form[action^='so-lieu/xoa'] button");
        await leader.GotoAsync("/so-lieu");
        (await leader.GetByText("Lượt theo cơ sở").CountAsync()).ShouldBe(0);
    }
}
