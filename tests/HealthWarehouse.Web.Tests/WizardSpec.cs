using System.Text;
using HealthWarehouse.Operate;
using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A table nobody prepared for the house is brought in: its contract, headings and columns are found, what is doubtful is asked, it is
/// tried before it is sent; the same headings again ask nothing, other headings are told apart.
/// </summary>
public sealed class WizardSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private const string Title = "SỞ Y TẾ TỈNH AN BÌNH;;;;;;;;;\nDANH SÁCH NGƯỜI HÀNH NGHỀ QUÝ IV;;;;;;;;;\n;;;;;;;;;\n";
    private const string Heads = "STT;Họ tên;Số chứng chỉ;Mã CSKCB;Số giấy tờ;Sinh ngày;Văn bằng chuyên môn;Phạm vi chuyên môn;" +
        "Ngày cấp CCHN;Tình trạng GP";
    private const string Rows =
        "1;Nguyễn Thị Hư Cấu;000123/AB-CCHN;99001;099080000123;15/03/1980;Bác sĩ;Nội khoa;20/05/2014;Hiệu lực\n" +
        "2;Trần Văn Tưởng Tượng;000124/AB-CCHN;99001;099080000124;1985;Điều dưỡng;Điều dưỡng;31/02/2015;Hiệu lực\n" +
        "3;Lê Thị Bịa;000125/AB-CCHN;99002;099080000125;01/01/1990;Hộ sinh;Hộ sinh;01/06/2016;Còn\n";

    [Theory, InlineData(1440, true), InlineData(360, true), InlineData(1440, false)]
    public async Task A_table_nobody_prepared_is_brought_in_and_the_same_headings_ask_nothing_again(int width, bool scripts)
    {
        await using var portal = await TestPortal.Open(("co-so", "facility-staff", "99001"));
        var errors = new List<string>();
        var page = await browser.SignIn(portal, "co-so", width, scripts, errors);
        await page.GotoAsync("/tiep-nhan/nhap");
        await Look(page, errors, width, scripts, "1");

        // the contract is found by the headings; two columns are asked
        await Choose(page, "nhan-luc.csv", Title + Heads + "\n" + Rows);
        (await page.InnerTextAsync("main")).ShouldContain("Chứng chỉ hành nghề và đăng ký hành nghề");
        (await page.InnerTextAsync("main")).ShouldContain("Dòng tiêu đề 4");
        (await page.InnerTextAsync("main")).ShouldNotContain("Hư Cấu", Case.Sensitive, "no whole name in samples");
        await Look(page, errors, width, scripts, "2");
        await page.ClickAsync("button:has-text('Xem thử')");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("Còn 2 cột chưa chọn, đầu tiên là 'Sinh ngày'");
        await page.SelectOptionAsync("select[name=c4]", "Số định danh");
        await page.SelectOptionAsync("select[name=c5]", "Ngày sinh");
        await page.SelectOptionAsync("select[name=c9]", "Tình trạng");
        await page.ClickAsync("button:has-text('Xem thử')");

        // tried: one row of another facility, a day that is none, a word that is no status
        (await page.InnerTextAsync("h1")).ShouldBe("Xem thử: 2 dòng nạp được, 1 dòng không");
        var told = await page.InnerTextAsync("main");
        told.ShouldContain("Hồ sơ của cơ sở khác");
        told.ShouldContain("dòng 6:");
        Plain(told).ShouldContain("Mới, kho chưa có 2");
        (await page.Locator(".import-bad").CountAsync()).ShouldBeGreaterThan(0);
        await Look(page, errors, width, scripts, "3");
        (await portal.House.Ledger.All(Stop)).ShouldBeEmpty("nothing is sent before the last step");

        // nothing is lost on the way back
        await page.ClickAsync("a:has-text('Ghép cột')");
        (await page.InputValueAsync("select[name=c9]")).ShouldBe("Tình trạng");
        await page.ClickAsync("button:has-text('Xem thử')");
        await page.ClickAsync("button:has-text('Gửi 3 dòng')");
        await page.Arrives(url => !url.Contains("/nhap", StringComparison.Ordinal));
        await portal.Loaded();

        var sent = (await portal.House.Ledger.All(Stop)).ShouldHaveSingleItem();
        (sent.Contract, sent.FileName, sent.Records, sent.Refused).ShouldBe(("practitioners", "nhan-luc.csv", 3, 1));
        sent.Layout.ShouldNotBeNull();
        (await Kept(portal)).ShouldBe(["000123/AB-CCHN HL", "000124/AB-CCHN HL"]);
        (await new Rebuild(portal.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty("a rebuild reads it the same way");

        // the same headings again lead straight to the preview; a file by the API is read the same way
        await page.GotoAsync("/tiep-nhan/nhap");
        await Choose(page, "thang-sau.csv", Title + Heads + "\n" + Rows.Replace("Còn", "Hiệu lực", StringComparison.Ordinal));
        page.Url.ShouldEndWith("/xem-thu");
        (await page.InnerTextAsync("main")).ShouldContain("Cột ghép như lần");

        // a list that leaves somebody out ends that one; taken back as a whole, the list before holds again
        await page.GotoAsync("/tiep-nhan/nhap");
        await Choose(page, "bot-mot.csv", Title + Heads + "\n" + Rows[..Rows.IndexOf("2;Trần", StringComparison.Ordinal)]);
        Plain(await page.InnerTextAsync("main")).ShouldContain("Đã có, được thay bằng bản này 1 Sẽ thôi: không còn trong danh sách này 1");
        await page.ClickAsync("button:has-text('Gửi 1 dòng')");
        await page.Arrives(url => !url.Contains("/nhap", StringComparison.Ordinal));
        await portal.Loaded();
        (await Holding(portal)).ShouldBe(["000123/AB-CCHN"]);
        await page.ReloadAsync();
        await page.ClickAsync("a:has-text('Rút lại')");
        Plain(await page.InnerTextAsync("main")).ShouldContain("1 hồ sơ của lần gửi này đang được dùng sẽ thôi được dùng.");
        await Look(page, errors, width, scripts, "rut-lai");
        await page.FillAsync("textarea[name=reason]", "Gửi nhầm danh sách");
        await page.ClickAsync("button:has-text('Rút lại lần gửi')");
        await page.Arrives(url => !url.EndsWith("/rut", StringComparison.Ordinal));
        await portal.Loaded();
        (await Holding(portal)).ShouldBe(["000123/AB-CCHN", "000124/AB-CCHN"]);

        // other headings are told column by column
        await page.GotoAsync("/tiep-nhan/nhap");
        await Choose(page, "mau-moi.csv", Heads.Replace("STT;", "", StringComparison.Ordinal) + ";Ghi chú\n" +
            string.Concat(Rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(r => r[2..] + ";x\n")));
        var changed = await page.InnerTextAsync("main");
        changed.ShouldContain("Bố cục khác lần gửi");
        changed.ShouldContain("Thêm cột: Ghi chú");
        changed.ShouldContain("Không còn cột: STT");
        (await page.InputValueAsync("select[name=c3]")).ShouldBe("Số định danh");
        await page.ClickAsync("button:has-text('Bỏ tệp này')");
        await page.GotoAsync("/tiep-nhan/nhap");
        (await page.InnerTextAsync("main")).ShouldNotContain("mau-moi.csv");
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    [Fact]
    public async Task What_is_no_table_is_refused_in_words_and_a_held_file_is_its_account_s_own()
    {
        await using var portal = await TestPortal.Open(("co-so", "facility-staff", "99001"), ("khac", "facility-staff", "99001"));
        var page = await browser.SignIn(portal, "co-so");
        await page.GotoAsync("/tiep-nhan/nhap");
        await Choose(page, "anh.xlsx", "PK\u0003\u0004 không phải bảng tính");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldNotBeNullOrWhiteSpace();
        await Choose(page, "la.csv", "Món,Vị\nPhở,mặn\n");
        (await page.Locator("[role=alert]").InnerTextAsync()).ShouldContain("hãy chọn nguồn dữ liệu");

        await Choose(page, "ds.csv", Heads + "\n" + Rows);
        var other = await browser.SignIn(portal, "khac");
        (await other.GotoAsync(new Uri(page.Url).AbsolutePath))!.Status.ShouldBe(404);
        (await portal.House.Ledger.All(Stop)).ShouldBeEmpty();
    }

    private static Task<IReadOnlyList<string>> Kept(TestPortal portal) => portal.House.Warehouse.QueryText<string>(
        "select licence_no || ' ' || status from std.practitioners_main order by 1", stop: Stop);

    /// <summary>Licences of the list that holds today.</summary>
    private static Task<IReadOnlyList<string>> Holding(TestPortal portal) => portal.House.Warehouse.QueryText<string>("""
        select m.licence_no from std.version v join std.practitioners_main m on m.record_key = v.record_key
        where  v.known_to is null and v.valid_to is null order by 1
        """, stop: Stop);

    /// <summary>Words with one space between them, however they stand on the page.</summary>
    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task Choose(IPage page, string name, string text)
    {
        await page.SetInputFilesAsync("#file", new FilePayload
            { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.ClickAsync("button:has-text('Ghép cột')");
        await page.Arrives(_ => true);
    }

    private static async Task Look(IPage page, List<string> errors, int width, bool scripts, string step)
    {
        if (!scripts) return;
        if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            errors.Add($"{page.Url} is wider than {width}");
        errors.AddRange((await Axe.Faults(page)).Select(fault => $"step {step} {fault}"));
        await page.ScreenshotAsync(new() { FullPage = true,
            Path = Path.Combine(Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName, $"{width}-nhap-tep-{step}.png") });
    }
}
