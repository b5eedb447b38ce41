using System.Net;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Boards people compose: a copy holds all of what it was copied from, belongs to who made it, never takes another's place, is looked at
/// before it is saved, and comes back when its deletion was a slip.
/// </summary>
public class ComposerSpec(Browser browser) : IClassFixture<Browser>
{
    private const string Source = "kham-chua-benh";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_holds_every_tile_and_every_filter_of_what_was_copied()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", scripts: false);
        await page.GotoAsync($"/bang-soan?code={Source}");

        await page.FillAsync("#title", "Bản của phòng");
        await page.FillAsync("#title0", "Khám ở khoa khám bệnh");
        await page.GetByText("Lưu và mở").ClickAsync();

        page.Url.ShouldEndWith("/bang/ban-cua-phong");
        var (from, copy) = (portal.House.Catalogue.Dashboards[Source], portal.House.Catalogue.Dashboards["ban-cua-phong"]);
        copy.Filters.ShouldBe(from.Filters);
        copy.Tiles.Count.ShouldBe(from.Tiles.Count);
        copy.Tiles[0].Title.ShouldBe("Khám ở khoa khám bệnh");
        foreach (var (tile, was) in copy.Tiles.Zip(from.Tiles).Skip(1)) Json(tile).ShouldBe(Json(was), was.Id);
        (copy.Owner, copy.Account).ShouldBe(("Người dùng chuyen-vien", "chuyen-vien"));

        static string Json(Tile tile) => System.Text.Json.JsonSerializer.Serialize(tile);
    }

    [Fact]
    public async Task A_title_used_before_makes_a_further_board_and_another_person_changes_neither()
    {
        await using var portal = await TestPortal.Open(("mot", "specialist", null), ("hai", "specialist", null));
        var (first, second) = (await browser.SignIn(portal, "mot", scripts: false), await browser.SignIn(portal, "hai", scripts: false));
        foreach (var (page, measure, code) in new[] { (first, "deaths", "theo-doi"), (second, "encounters", "theo-doi-2") })
        {
            await page.GotoAsync("/bang-soan");
            await page.FillAsync("#title", "Theo dõi");
            await page.SelectOptionAsync("#measure0", measure);
            await page.GetByText("Lưu và mở").ClickAsync();
            page.Url.ShouldEndWith($"/bang/{code}");
        }
        portal.House.Catalogue.Dashboards["theo-doi"].Tiles[0].Measures.ShouldBe(["deaths"]);

        await second.GotoAsync("/bang/theo-doi");
        (await second.GetByText("Xoá bảng").CountAsync()).ShouldBe(0);
        (await second.GotoAsync("/bang-soan?code=theo-doi&sua=true"))!.Status.ShouldBe(403);
        await first.GotoAsync("/bang/theo-doi");
        await first.GetByText("Sửa", new() { Exact = true }).ClickAsync();
        await first.FillAsync("#title", "Theo dõi tử vong");
        await first.GetByText("Lưu và mở").ClickAsync();
        first.Url.ShouldEndWith("/bang/theo-doi");
        portal.House.Catalogue.Dashboards["theo-doi"].Title.ShouldBe("Theo dõi tử vong");
        portal.House.Catalogue.Dashboards.Keys.ShouldBe([Source, "theo-doi", "theo-doi-2"], ignoreOrder: true);
    }

    [Fact]
    public async Task What_cannot_be_saved_is_said_and_no_board_hides_behind_a_page()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        using var person = await portal.PersonInTwoSteps("chuyen-vien");
        async Task<HttpResponseMessage> Save(string title, string width = "6", string filter = "sex") =>
            await person.Submit("/bang-soan", "/bang-soan/luu", ("lines", "1"), ("title", title), ("measure0", "deaths"),
                ("kind0", "Number"), ("width0", width), ("filter", filter));

        (await Save(new('a', 260))).Problem()!.ShouldContain("tên bảng không quá 120 ký tự");
        (await Save("Rộng quá", width: "40")).Problem()!.ShouldContain("chiều rộng phải từ 1 đến 12");
        (await Save("Rộng chữ", width: "rộng")).Problem()!.ShouldContain("chiều rộng");
        (await Save("Lọc lạ", filter: "khong-co")).Problem()!.ShouldContain("không lọc được theo 'khong-co'");
        (await Save("Đầy đủ")).Headers.Location!.OriginalString.ShouldBe("/bang/day-du-2");
        (await Save(new('b', 120))).Headers.Location!.OriginalString.ShouldBe($"/bang/{new string('b', 60)}");
        portal.House.Catalogue.Dashboards.Count.ShouldBe(3);
        portal.Routes.Select(r => HealthWarehouse.Web.Access.AccessTable.PathOf(r))
            .Where(p => p.StartsWith("/bang/", StringComparison.Ordinal)
            && !p.Contains('{', StringComparison.Ordinal)).Select(p => p["/bang/".Length..]).ShouldBe(DashboardFiles.Pages);
    }

    [Fact]
    public async Task A_board_is_looked_at_before_it_is_saved_and_what_was_typed_stays()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "chuyen-vien", errors: errors);
        errors.Clear();
        await page.GotoAsync("/bang-soan");
        await page.FillAsync("#title", "Nháp");
        await page.SelectOptionAsync("#measure0", "inpatient_cases");
        await page.GetByText("Xem trước").ClickAsync();

        await page.Locator("#xem-truoc .tile-value").WaitForAsync();
        (await page.InnerTextAsync("#xem-truoc .tile-value")).ShouldStartWith("31");
        (await page.InputValueAsync("#title")).ShouldBe("Nháp");
        portal.House.Catalogue.Dashboards.Keys.ShouldBe([Source]);
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName,
            "composer.png"), FullPage = true });
        await page.GetByText("Lưu và mở").ClickAsync();
        await page.Arrives(url => url.EndsWith("/bang/nhap", StringComparison.Ordinal));
        errors.ShouldBeEmpty();
    }

    [Theory, InlineData(1440), InlineData(360)]
    public async Task A_deleted_board_comes_back_while_that_is_offered(int width)
    {
        var clock = new MovingClock();
        await using var portal = await TestPortal.At(clock, ("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", width);
        await page.GotoAsync("/bang-soan");
        await page.FillAsync("#title", "Nhầm tay");
        await page.SelectOptionAsync("#measure0", "deaths");
        await page.GetByText("Lưu và mở").ClickAsync();
        await page.Arrives(url => url.EndsWith("/bang/nham-tay", StringComparison.Ordinal));
        var board = portal.House.Catalogue.Dashboards["nham-tay"];

        await page.GetByText("Xoá bảng").ClickAsync();
        await page.GetByRole(Microsoft.Playwright.AriaRole.Status).GetByText("Đã xoá bảng: Nhầm tay").WaitForAsync();
        portal.House.Catalogue.Dashboards.Keys.ShouldNotContain("nham-tay");
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.GetByText("Hoàn tác", new() { Exact = true }).ClickAsync();
        await page.Arrives(url => url.EndsWith("/bang/nham-tay", StringComparison.Ordinal));
        portal.House.Catalogue.Dashboards["nham-tay"].Tiles.Single().Measures.ShouldBe(board.Tiles.Single().Measures);
        (await portal.House.Operations.QueryText<string>("select action from audit where action like 'dashboard-%' order by seq"))
            .ShouldBe(["dashboard-save", "dashboard-delete", "dashboard-restore"]);

        await page.GetByText("Xoá bảng").ClickAsync();
        await page.GetByText("Hoàn tác", new() { Exact = true }).WaitForAsync();
        clock.Move(TimeSpan.FromMinutes(2));
        await page.GetByText("Hoàn tác", new() { Exact = true }).ClickAsync();
        await page.GetByText("Đã quá thời gian").WaitForAsync();
        portal.House.Catalogue.Dashboards.Keys.ShouldNotContain("nham-tay");
    }
}
