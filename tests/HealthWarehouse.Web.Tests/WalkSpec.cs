using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Each role does its tasks by clicking, at a desk in the light and on a phone in the dark: from the first page to each main task
/// (catalogue/homes.yaml) in three clicks at most, and through the work itself.
/// </summary>
public sealed class WalkSpec(Browser browser, TourSpec.Town town) : IClassFixture<Browser>, IClassFixture<TourSpec.Town>
{
    private const int Most = 3;
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));

    public static TheoryData<string> Workers() => new(TourSpec.People.Select(p => p.User));

    [Fact]
    public void Every_role_of_people_has_main_tasks() =>
        Gate.People.Select(r => r.Id).Except(Catalogue.Homes.Tasks.Select(t => t.Role)).ShouldBeEmpty();

    [Theory, MemberData(nameof(Workers))]
    public Task At_a_desk_in_the_light(string user) => Work(user, 1440, "light");

    [Theory, MemberData(nameof(Workers))]
    public Task On_a_phone_in_the_dark(string user) => Work(user, 360, "dark");

    private async Task Work(string user, int width, string theme)
    {
        var errors = new List<string>();
        var walk = new Walk(await TourSpec.Enter(browser, town.Portal, user, width, theme, errors), width);
        await TourSpec.Picture(walk.Page, $"{user}-{width}-{theme}");
        foreach (var task in Catalogue.Homes.Tasks.Where(t => t.Role == TourSpec.People.First(p => p.User == user).Role))
        {
            await walk.Page.GotoAsync("/");
            (await walk.Follow(task.By)).ShouldBeLessThanOrEqualTo(Most, $"{user}: {task.Task}");
        }
        await walk.Page.GotoAsync("/");
        await (user switch
        {
            "lanh-dao" => Leads(walk),
            "chuyen-vien" => Explores(walk),
            "du-lieu" => Keeps(walk),
            "benh-vien" => Sends(walk),
            "lanh-dao-bv" => LeadsHospital(walk),
            "he-thong" => Administers(walk),
            "bao-ve-du-lieu" => Protects(walk),
            "an-toan" => Watches(walk),
            _ => walk.Follow(["cong-bo"]),
        });
        (await Axe.Faults(walk.Page)).ShouldBeEmpty();
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    /// <summary>A key figure opened, a board, the rows a figure is made of, the printed form, tables published.</summary>
    private static async Task Leads(Walk walk)
    {
        await walk.Click(".key-figure");
        await walk.At("/so-lieu");
        await walk.Follow(["bang", "bang/kham-chua-benh"]);
        await walk.Click("main a.key-figure");
        await walk.At("/bang/kham-chua-benh/o/");
        await walk.Click("main a:has-text('Mở ở trang Số liệu')");
        await walk.At("/so-lieu");
        await walk.Follow(["bang", "bang/kham-chua-benh"]);
        await walk.Click("main a[data-opens-table]");
        await walk.Page.Locator(".tile-table[open] table.figures tbody tr:visible").First.WaitForAsync();
        await walk.Follow(["bao-cao", "bao-cao/b14"]);
        (await walk.Page.Locator(".report td", new() { HasTextString = Shared.Format.Veiled }).CountAsync())
            .ShouldBeLessThan(await walk.Page.Locator(".report tbody td").CountAsync() / 20, "only small cells of closed compartments");
        await walk.Download("main a[href*='format=pdf']", ".pdf");
        await walk.Follow(["cong-bo"]);
        (await walk.Page.Locator("form[action='cong-bo/ky'] button").IsVisibleAsync()).ShouldBeTrue("a leader publishes");
    }

    /// <summary>A measure found by a few letters, form 14 down to its cases, a file taken along.</summary>
    private static async Task Explores(Walk walk)
    {
        await walk.Follow(["so-lieu"]);
        await walk.Unfold();
        await walk.Page.FillAsync("#them", "nội trú");
        await walk.Click(".choose-list li");
        await walk.At("/so-lieu");
        await walk.Download("main a[href*='format=xlsx']", ".xlsx");
        await walk.Follow(["bao-cao", "bao-cao/b14"]);
        await walk.Click(".report td a[href^='bao-cao/b14/o']");
        await walk.At("/bao-cao/b14/o");
    }

    /// <summary>A rule, the record that breaks it, and which of two records of an episode counts, decided and undone.</summary>
    private async Task Keeps(Walk walk)
    {
        var older = await Envelopes.Overruled(town.Portal);
        await walk.Follow(["chat-luong", "chat-luong/quy-tac", "ho-so/"]);
        await walk.At("/ho-so/");
        await walk.Follow(["tiep-nhan", $"tiep-nhan/{older}"]);
        await walk.Click("details.finding:has(form) summary");
        await walk.Page.FillAsync("details.finding form input[name=reason]", "Đúng theo bệnh án giấy");
        await walk.Click("details.finding form button");
        await walk.Undo("Đã chọn bản của hồ sơ: V1");
        await town.Portal.Loaded();
    }

    /// <summary>A file handed in, then the best fix opened.</summary>
    private async Task Sends(Walk walk)
    {
        await walk.Page.SetInputFilesAsync("#files", new FilePayload
        {
            Name = $"{walk.Width}.xml", MimeType = "text/xml", Buffer = System.Text.Encoding.UTF8.GetBytes(Envelopes.One($"W{walk.Width}")),
        });
        await walk.Page.Locator("[data-uploads] .chip", new() { HasTextString = "Đã nhận" }).WaitForAsync();
        await town.Portal.Loaded();
        await walk.Page.GotoAsync("/");
        await walk.Click(".fix-list a");
        await walk.At("/chat-luong/quy-tac/");
    }

    private static async Task LeadsHospital(Walk walk)
    {
        (await walk.Page.InnerTextAsync("h1")).ShouldContain("Bệnh viện Đa khoa tỉnh An Bình");
        foreach (var way in new[] { new[] { "bang", "bang/kham-chua-benh" }, ["bao-cao", "bao-cao/b14"] })
        {
            await walk.Follow(way);
            var words = await walk.Page.InnerTextAsync("main");
            words.ShouldContain("Bệnh viện Đa khoa tỉnh An Bình", customMessage: way[1]);
            words.ShouldNotContain("Toàn tỉnh", customMessage: way[1]);
        }
    }

    /// <summary>An account made, a right asked for it, and the second person who gives it.</summary>
    private async Task Administers(Walk walk)
    {
        await walk.Follow(["quan-tri/tai-khoan"]);
        await walk.Page.FillAsync("form[action='quan-tri/tai-khoan/them'] #user", $"moi-{walk.Width}");
        await walk.Page.FillAsync("#name", "Trần Văn Mới");
        await walk.Click("form[action='quan-tri/tai-khoan/them'] button");
        await walk.At($"/quan-tri/tai-khoan/moi-{walk.Width}");
        await walk.Page.SelectOptionAsync("#role", "specialist");
        await walk.Page.FillAsync("#reason", "QĐ 12/QĐ-SYT");
        await walk.Click("form[action$='cap-quyen'] button");
        await walk.At($"/quan-tri/tai-khoan/moi-{walk.Width}/toan-tinh");
        await walk.Press("Vẫn cấp cho cả tỉnh");
        await walk.Page.Locator(".undo", new() { HasTextString = "đang chờ người khác duyệt" }).WaitForAsync();

        var officer = new Walk(await TourSpec.Enter(browser, town.Portal, "bao-ve-du-lieu", walk.Width, "dark", []), walk.Width);
        await officer.Follow(["quan-tri/duyet"]);
        await officer.Click("form[action='quan-tri/duyet/quyet-dinh'] button[value=true]");
        (await officer.Page.Locator("form[action='quan-tri/duyet/quyet-dinh']").CountAsync()).ShouldBe(0, "nothing waits any more");
        (await town.Portal.Service<Guard.Accounts.Grants>().Fresh($"moi-{walk.Width}")).ShouldHaveSingleItem().ApprovedBy
            .ShouldBe("bao-ve-du-lieu");
    }

    /// <summary>What a person asks of their data, from receipt to the answer.</summary>
    private static async Task Protects(Walk walk)
    {
        await walk.Follow(["bao-mat", "bao-mat/yeu-cau"]);
        foreach (var list in new[] { "#kind", "#channel", "#paper" })
            await walk.Page.SelectOptionAsync(list, new SelectOptionValue { Index = 1 });
        await walk.Page.FillAsync("#digits", "123");
        await walk.Click("form[action='bao-mat/yeu-cau/them'] button");
        await walk.At("/bao-mat/yeu-cau/");
        await walk.Press("Xác nhận đã nhận");
        await walk.Press("Bắt đầu xử lý");
        await walk.Page.FillAsync("#note-answered", "CV 15/SYT: đã trả lời");
        await walk.Press("Ghi đã trả lời");
        (await walk.Page.Locator("main").InnerTextAsync()).ShouldContain("CV 15/SYT");
    }

    private static async Task Watches(Walk walk)
    {
        await walk.Follow(["bao-mat/nhat-ky"]);
        if (!await walk.Page.IsVisibleAsync("#account")) await walk.Click(".filters-fold summary");
        await walk.Page.FillAsync("#account", "an-toan");
        await walk.Click("form[action='bao-mat/nhat-ky'] button[type=submit]");
        await walk.Page.Arrives(url => url.Contains("account=an-toan", StringComparison.Ordinal));
        (await walk.Page.Locator("main table tbody tr").CountAsync()).ShouldBeGreaterThan(0);
        await walk.Download("main a[href*='format=csv']", ".csv");
    }

    /// <summary>Somebody at a page, who only clicks.</summary>
    private sealed record Walk(IPage Page, int Width)
    {
        /// <summary>Clicks a link after the other, each by its address or how it begins; gives how many clicks that took.</summary>
        public async Task<int> Follow(IReadOnlyList<string> links)
        {
            var clicks = 0;
            foreach (var link in links)
            {
                var entry = Page.Locator($".menu-link[href='{link}']");
                if (await entry.CountAsync() > 0)
                {
                    if (!await entry.IsVisibleAsync())
                    {
                        await Page.ClickAsync(".menu summary");
                        clicks++;
                    }
                    await entry.ClickAsync();
                }
                else await Click($"main a[href^='{link}']");
                clicks++;
                await At($"/{link}");
            }
            return clicks;
        }

        public Task Press(string button) => Click($"main button:has-text('{button}')");

        public async Task Click(string selector)
        {
            var place = Page.Locator($"{selector} >> visible=true").First;
            await place.ClickAsync();
            await Page.WaitForLoadStateAsync();
        }

        /// <summary>Waits for a page: one that answers, under one head, no wider than the window.</summary>
        public async Task At(string path)
        {
            await Page.Arrives(url => new Uri(url).AbsolutePath.StartsWith(path, StringComparison.Ordinal));
            (await Page.Locator("h1").CountAsync()).ShouldBe(1, path);
            (await Page.TitleAsync()).ShouldNotMatch("sự cố|Không được phép|Không tìm thấy", path);
            (await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue($"{path} fits {Width}");
        }

        /// <summary>On a phone filters are folded behind one button.</summary>
        public async Task Unfold()
        {
            var fold = Page.Locator(".filters-fold summary").First;
            if (await fold.IsVisibleAsync()) await fold.ClickAsync();
        }

        public async Task Download(string selector, string ending) =>
            (await Page.RunAndWaitForDownloadAsync(() => Page.Locator($"{selector} >> visible=true").First.ClickAsync()))
                .SuggestedFilename.ShouldEndWith(ending);

        public async Task Undo(string told)
        {
            await Assertions.Expect(Page.Locator(".undo")).ToContainTextAsync(told);
            await Page.ClickAsync(".undo button");
            await Assertions.Expect(Page.Locator(".undo")).ToContainTextAsync("Đã hoàn tác.");
        }
    }
}
