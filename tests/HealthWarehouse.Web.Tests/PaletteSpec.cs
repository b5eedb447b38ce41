using System.Net.Http.Json;
using HealthWarehouse.Guard;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

public class PaletteSpec(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Ctrl_K_finds_by_a_name_without_accents_and_Enter_goes_there()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "chuyen-vien", errors: errors);

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("cong suat giuong");
        await page.Locator(".palette li[aria-selected=true]", new() { HasText = "Công suất sử dụng giường" }).WaitForAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives(url => url.Contains("measure=bed_occupancy", StringComparison.Ordinal));
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Enter_before_the_answer_waits_for_what_was_typed_last()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("tiep nhan");
        await page.Locator(".palette li[aria-selected=true]", new() { HasText = "Tiếp nhận" }).WaitForAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("tu dien");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives(url => url.EndsWith("/tu-dien", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Diseases_senders_and_episodes_are_found_by_whoever_may_see_them()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null), ("benh-vien", "facility-staff", "99001"),
            ("lanh-dao", "leader", null), ("noi-khac", "facility-staff", "99002"));
        using var his = await portal.Sender("his-99001", "99001");
        using var body = new StringContent(Envelopes.One("DOT-77"), System.Text.Encoding.UTF8, "application/xml");
        (await his.PostAsync("/api/v1/deliveries", body)).EnsureSuccessStatusCode();
        await portal.Loaded();

        (await Found("chuyen-vien", "sot xuat huyet"))
            .ShouldContain(f => f.Kind == "Bệnh" && f.Href.Contains("where=category=A", StringComparison.Ordinal));
        (await Found("chuyen-vien", "J18"))[0].Name.ShouldStartWith("J18 ");
        (await Found("chuyen-vien", "his-99001")).ShouldContain(f => f.Kind == "Nơi gửi");
        (await Found("noi-khac", "his-99001")).ShouldNotContain(f => f.Kind == "Nơi gửi");
        foreach (var user in new[] { "chuyen-vien", "benh-vien" })
            (await Found(user, " DOT-77 ")).First().Href.ShouldMatch("^ho-so/[0-9]+$");
        (await portal.House.Operations.QueryText<string>("select account from audit where detail = 'tìm theo mã đợt' order by seq"))
            .ShouldBe(["chuyen-vien", "benh-vien"], "who found an episode is written down");
        foreach (var user in new[] { "lanh-dao", "noi-khac" })
            (await Found(user, "DOT-77")).ShouldNotContain(f => f.Href.StartsWith("ho-so", StringComparison.Ordinal));
        (await Found("chuyen-vien", "DOT-7")).ShouldNotContain(f => f.Href.StartsWith("ho-so", StringComparison.Ordinal));

        async Task<Hit[]> Found(string user, string text)
        {
            using var person = await portal.Person(user);
            return (await person.GetFromJsonAsync<Hit[]>($"/api/v1/search?q={Uri.EscapeDataString(text)}"))!;
        }
    }

    [Theory, InlineData(360, ColorScheme.Light), InlineData(1440, ColorScheme.Dark)]
    public async Task The_open_box_says_where_one_stands_and_breaks_no_rule(int width, ColorScheme scheme)
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien", width);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var input = page.GetByRole(AriaRole.Combobox, new() { Name = "Tìm nhanh" });

        await page.Keyboard.PressAsync("Control+k");
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.Keyboard.TypeAsync("benh vien");
        await page.Locator("#palette-1").WaitForAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        (await input.GetAttributeAsync("aria-activedescendant")).ShouldBe("palette-1");
        (await input.GetAttributeAsync("aria-expanded")).ShouldBe("true");
        (await Axe.Faults(page)).ShouldBeEmpty();
        await page.ScreenshotAsync(new() { Path = Repo.File($"artifacts/screenshots/{width}-{scheme}-palette.png") });

        await input.FillAsync("khongconaonhuthe");
        await page.Locator(".palette-word", new() { HasText = "Không tìm thấy" }).WaitForAsync();
        (await input.GetAttributeAsync("aria-expanded")).ShouldBe("false");
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator("dialog").IsVisibleAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Passing_over_the_field_with_the_keyboard_opens_nothing_and_Enter_in_it_asks_the_page()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var page = await browser.SignIn(portal, "chuyen-vien");
        var field = page.Locator("form[data-palette] input");

        await field.FocusAsync();
        (await page.Locator("dialog").IsVisibleAsync()).ShouldBeFalse();
        await page.Keyboard.TypeAsync("bao cao");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives(url => url.Contains("/tim?q=", StringComparison.Ordinal));

        await field.ClickAsync();
        (await page.Locator("dialog").IsVisibleAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_script_a_page_finds_the_same_and_a_clerk_only_the_own_facility()
    {
        await using var portal = await TestPortal.Open(("can-bo", "facility-staff", "99010"));
        var page = await browser.SignIn(portal, "can-bo", scripts: false);

        await page.FillAsync("form[data-palette] input", "trung tam y te");
        await page.Keyboard.PressAsync("Enter");
        await page.Arrives(url => url.Contains("/tim?q=", StringComparison.Ordinal));

        (await page.Locator("main .list-group-item", new() { HasText = "Cơ sở" }).AllInnerTextsAsync()).ShouldHaveSingleItem()
            .ShouldContain("99010");
    }

    [Fact]
    public async Task What_begins_so_comes_first_a_code_is_a_name_and_twelve_are_enough()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        async Task<Hit[]> Find(string text) =>
            (await person.GetFromJsonAsync<Hit[]>($"/api/v1/search?q={Uri.EscapeDataString(text)}",
            TestContext.Current.CancellationToken))!;

        (await Find("danh mục"))[0].Href.ShouldBe("danh-muc");
        (await Find("b14"))[0].Href.ShouldBe("bao-cao/b14");
        (await Find("99010"))[0].Name.ShouldStartWith("Trung tâm Y tế");
        (await Find("BENH")).Length.ShouldBe(12);
        (await Find(" ,. ")).ShouldBeEmpty();
        using var nobody = portal.Anonymous();
        (await nobody.GetAsync("/api/v1/search?q=benh",
            TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    private sealed record Hit(string Kind, string Name, string Href);
}
