using System.Net;
using System.Text;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// People hand in files by the page: several, on a phone, without script, twice, too large ones; each is told what became of it.
/// </summary>
public sealed class SendingFilesSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static FilePayload File(string name, string content) =>
        new() { Name = name, MimeType = "text/xml", Buffer = Encoding.UTF8.GetBytes(content) };

    [Theory, InlineData(1440, "/"), InlineData(1440, "/gui"), InlineData(360, "/gui")]
    public async Task A_clerk_sends_several_files_and_reads_what_became_of_each(int width, string from)
    {
        await using var portal = await TestPortal.Open(("benh-vien", "facility-staff", "99001"));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "benh-vien", width, errors: errors);
        await page.GotoAsync(from);

        await page.SetInputFilesAsync("#files",
            new[] { File("dung.xml", Envelopes.One("A1")), File("nua-chung.xml", "<GIAMDINHHS><THONG") });
        await Expect(page, "[data-uploads]", "dung.xml", "nua-chung.xml", "Đã nhận");
        await portal.Loaded();
        await Expect(page, "[data-sent]", "dung.xml", "Đã nạp", "nua-chung.xml", "Không đọc được");

        await page.SetInputFilesAsync("#files", new[] { File("lan-hai.xml", Envelopes.One("A1")) });
        await Expect(page, "[data-uploads]", "Trùng tệp đã gửi");
        (await portal.House.Operations.QueryText<string>("select distinct sender || ' ' || channel from delivery"))
            .ShouldBe(["co-so-99001 portal"]);
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
        (await page.Locator("[data-upload] button").First.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(width < 768 ? 44 : 30);
        errors.AddRange(await Axe.Faults(page));
        await page.ScreenshotAsync(new() { FullPage = true,
            Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName,
                $"{width}-gui{from.Replace('/', '-')}.png") });
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    [Fact]
    public async Task A_file_dropped_on_the_page_is_sent()
    {
        await using var portal = await TestPortal.Open(("benh-vien", "facility-staff", "99001"));
        var page = await browser.SignIn(portal, "benh-vien");
        await page.GotoAsync("/gui");
        await page.EvaluateAsync("""
            text => {
              const data = new DataTransfer();
              data.items.add(new File([text], 'keo-tha.xml', { type: 'text/xml' }));
              document.querySelector('[data-upload]').dispatchEvent(
                new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """, Envelopes.One("A1"));
        await Expect(page, "[data-sent]", "keo-tha.xml", "Đã nạp");
    }

    [Fact]
    public async Task Without_script_the_form_sends_and_the_page_tells_the_outcome()
    {
        await using var portal = await TestPortal.Open(("benh-vien", "facility-staff", "99001"));
        var page = await browser.SignIn(portal, "benh-vien", scripts: false);
        await page.GotoAsync("/gui");
        await page.SetInputFilesAsync("#files", new[] { File("a.xml", Envelopes.One("A1")), File("b.xml", Envelopes.One("A2")) });
        await page.ClickAsync("[data-upload] button");
        await page.Arrives(url => url.Contains("/gui?vua=", StringComparison.Ordinal));
        (await page.Locator(".sent-row.is-new").CountAsync()).ShouldBe(2);

        await page.GotoAsync("/gui");
        await page.SetInputFilesAsync("#files", new[] { File("a.xml", Envelopes.One("A1")) });
        await page.ClickAsync("[data-upload] button");
        (await page.InnerTextAsync("[data-sent]")).ShouldContain("Trùng tệp đã gửi");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_file_that_is_too_large_is_refused_in_words_and_the_others_go_on(bool scripts)
    {
        await using var portal = await TestPortal.OpenWith(s => s with { MaxUpload = 100_000 }, ("benh-vien", "facility-staff", "99001"));
        var page = await browser.SignIn(portal, "benh-vien", scripts: scripts);
        await page.GotoAsync("/gui");
        var large = File("to.xml", Envelopes.One("A1") + new string(' ', 120_000));
        await page.SetInputFilesAsync("#files", scripts ? new[] { large, File("nho.xml", Envelopes.One("A2")) } : [large]);
        if (!scripts) await page.ClickAsync("[data-upload] button");
        await Expect(page, scripts ? "[data-upload]" : "main", "Tệp quá lớn");
        if (scripts) await Expect(page, "[data-sent]", "nho.xml");
        (await portal.House.Operations.QueryText<long>("select count(*) from delivery")).ShouldBe([scripts ? 1 : 0]);
    }

    [Fact]
    public async Task Nobody_sends_without_the_right_the_token_or_a_file()
    {
        await using var portal = await TestPortal.Open(("lanh-dao", "leader", null), ("du-lieu", "steward", null));
        using var leader = await portal.Person("lanh-dao");
        (await leader.GetAsync("/gui", Stop)).Headers.Location!.OriginalString.ShouldContain("/khong-duoc-phep");
        (await leader.GetStringAsync("/", Stop)).ShouldNotContain("href=\"gui\"");
        using var steward = await portal.Person("du-lieu");
        (await steward.GetStringAsync("/", Stop)).ShouldContain("href=\"gui\"");
        using var form = new MultipartFormDataContent { { new StringContent(Envelopes.One("A1")), "files", "a.xml" } };
        (await steward.PostAsync("/tiep-nhan/gui", form, Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await steward.Submit("/gui", "/tiep-nhan/gui")).Problem().ShouldNotBeNull().ShouldContain("Chưa chọn tệp nào");
        (await portal.House.Operations.QueryText<long>("select count(*) from delivery")).ShouldBe([0]);
    }

    private static async Task Expect(IPage page, string place, params string[] words)
    {
        foreach (var word in words) await page.Locator(place).GetByText(word).First.WaitForAsync(new() { Timeout = 20_000 });
    }
}
