using System.Text;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>The page of who has sent: last receipt, due day and days late, filtered, sorted, and as a file.</summary>
public sealed class SendingPageSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Late_units_stand_first_alone_when_asked_for_and_in_the_file()
    {
        var clock = new MovingClock();
        await using var portal = await TestPortal.At(clock, ("lanh-dao", "leader", null));
        using var his = await portal.Sender();
        using var content = new StringContent(Envelopes.One("A1"), Encoding.UTF8, "application/xml");
        (await his.PostAsync("/api/v1/deliveries", content, Stop)).EnsureSuccessStatusCode();
        await portal.Loaded();
        clock.Move(TimeSpan.FromDays(5));
        var page = await browser.SignIn(portal, "lanh-dao");

        await page.GotoAsync("/bang/day-du");
        (await page.Locator("tbody tr").CountAsync()).ShouldBeGreaterThan(1);
        await page.GotoAsync("/bang/day-du?tre=true");
        (await page.Locator("tbody tr").AllInnerTextsAsync()).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(r => r.ShouldContain("Bệnh viện Đa khoa tỉnh An Bình"), r => r.ShouldContain("Trễ 4 ngày"));
        (await page.InnerTextAsync("main")).ShouldContain("1 cơ sở trễ");
        await page.GotoAsync("/");
        await page.GetByText("1 đơn vị trễ gửi hồ sơ").First.WaitForAsync();

        using var leader = await portal.Person("lanh-dao");
        (await leader.GetStringAsync("/api/v1/completeness?period=2026-11&format=csv", Stop)).TrimStart('\uFEFF')
            .ShouldStartWith("\"facility_code\",\"kind\",\"episodes\",\"last_discharge\",\"last_received\",\"due_on\"");
    }
}
