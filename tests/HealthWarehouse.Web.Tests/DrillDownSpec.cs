using HealthWarehouse.Guard;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

public class DrillDownSpec(Browser browser) : IClassFixture<Browser>
{
    [Theory, InlineData(1440, true), InlineData(360, true), InlineData(1440, false)]
    public async Task From_a_cell_of_form_14_to_the_element_in_the_message_in_two_clicks(int width, bool scripts)
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", width, scripts);

        await page.GotoAsync("/bao-cao/b14?period=2026");
        var row = page.Locator("tr", new() { HasText = "Nhiễm khuẩn huyết" });
        await row.Locator("a[href*=\"column=11&\"]").ClickAsync();                         // 1: the cell, deaths of sepsis
        await page.GetByText("Mở thông điệp gốc").ClickAsync();                          // 2: the message of the one episode

        var target = page.Locator(".is-target");
        (await target.Locator("code").InnerTextAsync()).ShouldBe("MA_BENH_CHINH");
        (await target.Locator("td").InnerTextAsync()).ShouldStartWith("A41.9");
        (await target.IsVisibleAsync()).ShouldBeTrue();
        page.Url.ShouldContain("#XML1-1-MA_BENH_CHINH");

        var text = await page.InnerTextAsync("main");
        text.ShouldContain("HO_TEN");
        portal.House.Catalogue.ShouldNotBeNull();
        var audit = await portal.House.Operations.QueryText<string>(
            "select action || ' ' || object_type || ' ' || purpose from audit where action = 'read' order by seq");
        audit.ShouldBe(["read report-cell report-check", "read message report-check"]);
    }

    [Fact]
    public async Task Identity_is_masked_until_it_is_asked_for_and_both_looks_are_in_the_audit()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var key = (await portal.House.Warehouse.QueryText<long>("select min(record_key) from std.record r where not exists (select 1 " +
            "from std.restricted x where x.record_key = r.record_key)"))[0];
        var page = await browser.SignIn(portal, "chuyen-vien");

        await page.GotoAsync($"/ho-so/{key}?purpose=quality");
        var masked = await page.Locator("#XML1-1-HO_TEN td").InnerTextAsync();
        masked.ShouldMatch(@"^(\S?\*+ ?)+$");
        await page.GetByText("Danh tính: cần xác thực hai bước").ClickAsync();
        await page.FillAsync("#ticket", await portal.Ticket("chuyen-vien"));
        await page.FillAsync("#code", Totp.Of(await page.Locator("ol code").InnerTextAsync()));
        await page.ClickAsync("main button[type=submit]");
        await page.GetByText("Đã cất, làm việc tiếp").ClickAsync();
        await page.Locator("summary", new() { HasText = "Mở danh tính" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Hiện danh tính" }).ClickAsync();
        (await page.Locator("#XML1-1-HO_TEN td").InnerTextAsync()).ShouldNotContain("*");

        (await portal.House.Operations.QueryText<string>("select object_type from audit where action = 'read' order by seq"))
            .ShouldBe(["message", "message", "message-with-identity"]);
    }

    [Fact]
    public async Task Without_a_declared_purpose_or_outside_the_scope_nothing_is_shown_and_nothing_read()
    {
        await using var portal = await TestPortal.OpenWithMimic(("can-bo", "facility-staff", "99010"));
        var foreign =
            (await portal.House.Warehouse.QueryText<long>("select min(record_key) from std.record where facility_code = '99001'"))[0];
        var own = (await portal.House.Warehouse.QueryText<long>("select min(record_key) from std.record where facility_code = '99010'"))[0];
        using var clerk = await portal.Person("can-bo");

        (await clerk.GetAsync($"/ho-so/{own}",
            TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await clerk.GetAsync($"/ho-so/{own}?purpose=to-mo",
            TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await clerk.GetAsync($"/ho-so/{foreign}?purpose=quality",
            TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        (await clerk.GetAsync($"/ho-so/{own}?purpose=quality",
            TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }
}
