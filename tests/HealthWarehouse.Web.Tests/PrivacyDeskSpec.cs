using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>One portal for all that is asked of the desk's pages.</summary>
public sealed class PrivacyPortal : IAsyncLifetime
{
    internal TestPortal Portal { get; private set; } = null!;
    internal HttpClient Officer { get; private set; } = null!;
    internal long Person { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.Open(("bao-ve", "privacy-officer", null), ("lanh-dao", "leader", null),
            ("chuyen-vien", "specialist", null));
        using var sent = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Envelopes.One("DOT-1")));
        await Portal.House.Intake.Take(sent, new(Collect.Sender.Local, "test"));
        await Portal.Loaded();
        Person = (await Portal.House.Warehouse.QueryText<long>("select min(person_key) from link.record_person")).Single();
        Officer = await Portal.Person("bao-ve");
    }

    public async ValueTask DisposeAsync()
    {
        Officer.Dispose();
        await Portal.DisposeAsync();
    }
}

/// <summary>The desk of the data-protection officer, over HTTP: who comes in, and each book from its first line to its last.</summary>
public partial class PrivacyDeskSpec(PrivacyPortal desk, Browser browser) : IClassFixture<PrivacyPortal>, IClassFixture<Browser>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static string Today =>
        DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    private static string Minutes(int ago) =>
        DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).AddMinutes(-ago).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    [Fact]
    public async Task The_desk_is_the_officers_the_register_also_for_leaders()
    {
        using var leader = await desk.Portal.Person("lanh-dao");
        using var specialist = await desk.Portal.Person("chuyen-vien");

        (await Page("/bao-mat")).ShouldContain("Các đồng hồ đang chạy");
        (await Page("/")).ShouldContain("Bảo vệ dữ liệu");
        (await Status(leader, "/bao-mat/hoat-dong"), await Status(leader, "/bao-mat/hoat-dong/audit"),
            await Status(leader, "/bao-mat/hoat-dong.csv")).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK));
        foreach (var path in new[] { "/bao-mat", "/bao-mat/dong-y", "/bao-mat/yeu-cau", "/bao-mat/su-co", "/bao-mat/tiet-lo" })
            (await Status(leader, path)).ShouldBe(HttpStatusCode.Redirect, path);
        (await Status(specialist, "/bao-mat/hoat-dong")).ShouldBe(HttpStatusCode.Redirect);
        foreach (var path in new[] { "/bao-mat/hoat-dong/x", "/bao-mat/yeu-cau/x", "/bao-mat/su-co/x", "/bao-mat/su-co/x/thong-bao",
            "/bao-mat/yeu-cau/x/du-lieu", "/bao-mat/yeu-cau/x/du-lieu.json" })
            (await Status(desk.Officer, path)).ShouldBe(HttpStatusCode.NotFound, path);
        using var bare = await desk.Officer.PostAsync("/bao-mat/dong-y/ghi",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["subject"] = "person/1" }), Stop);
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_register_is_filtered_and_exported()
    {
        (await Page("/bao-mat/hoat-dong?basis=Consent"))
            .ShouldSatisfyAllConditions(p =>
            p.ShouldContain("Cung cấp dữ liệu cho nghiên cứu"), p => p.ShouldNotContain("Nhật ký an toàn và truy vết"));
        (await Page("/bao-mat/hoat-dong/claims-collection")).ShouldContain("Điều 19 khoản 1 điểm đ");
        (await Page("/bao-mat/dpia")).ShouldContain("Cung cấp dữ liệu cho nghiên cứu");
        var csv = await desk.Officer.GetStringAsync("/bao-mat/hoat-dong.csv", Stop);
        csv.ShouldStartWith("\"id\",\"name\",\"valid_from\"");
        csv.ShouldContain("incident-handling");
    }

    [Fact]
    public async Task A_consent_is_recorded_and_withdrawn_by_key_never_by_identity()
    {
        var given = new Dictionary<string,
            string> { ["subject"] = $"person/{desk.Person}", ["activity"] = "research", ["action"] = "given", ["by"] = "Self",
            ["channel"] = "VNeID", ["document"] = "15/DY-2026" };
        (await Post("/bao-mat/dong-y", "/bao-mat/dong-y/ghi", new(given) { ["subject"] = "Trần Thị Thử" }))
            .ShouldContain("không ghi danh tính");
        (await Post("/bao-mat/dong-y", "/bao-mat/dong-y/ghi", new(given) { ["activity"] = "dashboards" }))
            .ShouldContain("không dựa trên sự đồng ý");
        (await Post("/bao-mat/dong-y", "/bao-mat/dong-y/ghi", given)).ShouldContain("15/DY-2026");
        var after = await Post("/bao-mat/dong-y", "/bao-mat/dong-y/ghi",
            new(given) { ["action"] = "withdrawn", ["document"] = "16/RDY-2026" });
        (after.IndexOf("16/RDY-2026", StringComparison.Ordinal) < after.IndexOf("15/DY-2026", StringComparison.Ordinal)).ShouldBeTrue();
        (await Post("/bao-mat/dong-y", "/bao-mat/dong-y/ghi", new(given) { ["action"] = "withdrawn" }))
            .ShouldContain("Không có đồng ý nào");
    }

    [Fact]
    public async Task A_request_for_a_copy_is_answered_with_what_the_house_has()
    {
        var (opened, at) = await Send("/bao-mat/yeu-cau", "/bao-mat/yeu-cau/them",
            new() { ["kind"] = "copy", ["received"] = Today, ["channel"] = "Cổng dịch vụ công", ["paper"] = "Căn cước", ["digits"] = "123",
            ["subject"] = $"person/{desk.Person}", ["summary"] = "Xin bản sao" });
        opened.ShouldContain("Xác nhận đã nhận: hạn");
        (await Step(at, "answered", note: "x")).ShouldContain("Bước này không hợp");
        (await Step(at, "acknowledged")).ShouldContain("Trả lời: hạn");

        var reads = "select count(*) from audit where action = 'read' and object_type = 'person-data' and purpose = 'subject-request' " +
            $"and object_id = '{desk.Person}'";
        var before = await Audit(reads);
        (await Page($"{at}/du-lieu"))
            .ShouldSatisfyAllConditions(p =>
            p.ShouldContain("DOT-1"), p => p.ShouldContain("J18.9"), p => p.ShouldNotContain("Trần Thị Thử"));
        using var json = JsonDocument.Parse(await desk.Officer.GetStringAsync($"{at}/du-lieu.json", Stop));
        json.RootElement.GetProperty("episodes")[0].GetProperty("episodeCode").GetString().ShouldBe("DOT-1");
        (await desk.Officer.GetStringAsync($"{at}/du-lieu.csv", Stop)).ShouldContain("99001");
        (await Audit(reads)).ShouldBe(before + 3);

        (await Step(at, "extended", note: "Chờ cơ sở xác nhận, đã báo")).ShouldContain("đã gia hạn");
        (await Step(at, "answered", note: "Đã trao, số 31/SYT")).ShouldContain("Đã trả lời");
        (await Page($"{at}/du-lieu")).ShouldContain("Không lập được");
        (await Step(at, "closed")).ShouldContain("Yêu cầu đã đóng");
        (await Page("/bao-mat/yeu-cau?xem=tat-ca")).ShouldContain("YC-");
    }

    [Fact]
    public async Task An_incident_is_told_of_in_time_with_the_audits_answer()
    {
        await desk.Portal.House.Audit.Write(new("to-mo", "read", "message-with-identity", "99001/DOT-1", "quality", "10.2.2.2"), Stop);
        var (opened, at) = await Send("/bao-mat/su-co", "/bao-mat/su-co/them",
            new() { ["kind"] = "unauthorised-read", ["severity"] = "serious", ["detected"] = Minutes(60), ["aware"] = Minutes(30),
            ["note"] = "Tra cứu ngoài ca trực" });
        opened.ShouldSatisfyAllConditions(p => p.ShouldContain("Báo cáo ban đầu sự cố nghiêm trọng"), p => p.ShouldContain("còn 71 giờ"));
        (await Page("/bao-mat")).ShouldContain("còn 71 giờ");
        var window = new Dictionary<string,
            string> { ["accounts"] = "to-mo", ["from"] = Minutes(30), ["until"] = Minutes(-2), ["source"] = "10.2.2.2" };

        var query = string.Join('&', window.Select(w => $"{w.Key}={Uri.EscapeDataString(w.Value)}"));
        (await Page($"{at}?hoi=1&{query}")).ShouldContain("Thông điệp gốc, có danh tính");
        (await desk.Officer.GetStringAsync($"{at}/nguoi.csv?{query}", Stop)).ShouldContain($"{desk.Person}");
        (await Post(at, $"{at}/pham-vi", window)).ShouldContain("Kết quả đã ghi: to-mo");
        await Post($"{at}/thong-bao", $"{at}/thong-bao/ghi", new() { ["story"] = "Một tài khoản tra cứu <b>ngoài</b> ca trực" });
        (await Page($"{at}/thong-bao"))
            .ShouldSatisfyAllConditions(p =>
            p.ShouldContain("99001: 1 người, 1 hồ sơ"), p => p.ShouldContain("&lt;b&gt;ngoài"), p => p.ShouldContain("Mẫu 08"));

        (await Step(at, "closed", note: "xong")).ShouldContain("Chưa ghi là đã khống chế");
        await Step(at, "contained");
        await Step(at, "sent", "initial", "1/BC-SYT");
        await Step(at, "sent", "notice", "2/TB-SYT");
        (await Step(at, "closed", note: "Đã thu quyền")).ShouldContain("Sự cố đã đóng");
    }

    [Fact]
    public async Task What_leaves_goes_through_the_gate()
    {
        var fields = new Dictionary<string,
            string> { ["activity"] = "ministry-sharing", ["type"] = "ministry", ["recipient"] = "Bộ Y tế hư cấu", ["basis"] = "Law",
            ["country"] = "VN", ["channel"] = "Trục tích hợp", ["kinds"] = "health", ["persons"] = "12", ["rows"] = "40",
            ["document"] = "88/SYT" };

        (await Post("/bao-mat/tiet-lo", "/bao-mat/tiet-lo/ghi", new(fields) { ["country"] = "SG" }))
            .ShouldContain("không được chuyển tới SG");
        (await Post("/bao-mat/tiet-lo", "/bao-mat/tiet-lo/ghi", fields)).ShouldContain("Bộ Y tế hư cấu");
        (await desk.Officer.GetStringAsync("/bao-mat/tiet-lo.csv", Stop)).ShouldContain("88/SYT");
        (await Audit("select count(*) from audit where action = 'disclose-refused' and account = 'bao-ve'")).ShouldBe(1);
    }

    /// <summary>A picture of every page is left in artifacts/screenshots, to be looked at.</summary>
    [Theory, InlineData(360, "light"), InlineData(1440, "dark")]
    public async Task Pages_fit_and_break_no_rule_of_axe(int width, string theme)
    {
        var (_, deletion) = await Send("/bao-mat/yeu-cau", "/bao-mat/yeu-cau/them",
            new() { ["kind"] = "delete", ["received"] = Today, ["channel"] = "Cổng dịch vụ công", ["paper"] = "Căn cước",
            ["summary"] = "Xin xoá" });
        var (_, copy) = await Send("/bao-mat/yeu-cau", "/bao-mat/yeu-cau/them",
            new() { ["kind"] = "copy", ["received"] = Today, ["channel"] = "Cổng dịch vụ công", ["paper"] = "Căn cước",
            ["subject"] = $"person/{desk.Person}" });
        await Step(deletion, "acknowledged");
        var (_, incident) = await Send("/bao-mat/su-co", "/bao-mat/su-co/them",
            new() { ["kind"] = "leak", ["severity"] = "serious", ["detected"] = Minutes(60), ["aware"] = Minutes(30) });
        var errors = new List<string>();
        var page = await browser.SignIn(desk.Portal, "bao-ve", width, errors: errors);
        await page.EvaluateAsync($"localStorage.setItem('theme', '{theme}')");
        var pictures = Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName;

        foreach (var (path, name) in new[]
        {
            ("/bao-mat", "bao-mat"), ("/bao-mat/hoat-dong", "hoat-dong"), ("/bao-mat/hoat-dong/claims-collection", "hoat-dong-mot"),
                ("/bao-mat/dpia", "dpia"), ("/bao-mat/dong-y", "dong-y"), ("/bao-mat/yeu-cau", "yeu-cau"), (deletion, "yeu-cau-xoa"),
            ($"{copy}/du-lieu", "du-lieu"), ("/bao-mat/su-co", "su-co"),
                ($"{incident}?hoi=1&from={Minutes(600)}&until={Minutes(-2)}", "su-co-mot"), ($"{incident}/thong-bao", "thong-bao"),
                ("/bao-mat/tiet-lo", "tiet-lo"),
        })
        {
            (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                .ShouldBeTrue($"{path} is wider than {width}");
            errors.AddRange((await Axe.Faults(page)).Select(fault => $"{path} {fault}"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{width}-{theme}-bao-mat-{name}.png"), FullPage = true });
        }
        errors.ShouldBeEmpty(string.Join('\n', errors));
    }

    private Task<string> Page(string path) => desk.Officer.GetStringAsync(path, Stop);

    private static async Task<HttpStatusCode> Status(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Stop);
        return answer.StatusCode;
    }

    private async Task<long> Audit(string sql) => (await desk.Portal.House.Operations.QueryText<long>(sql, null, Stop)).Single();

    private Task<string> Step(string at, string type, string? value = null, string? note = null) =>
        Post(at, $"{at}/buoc", new() { ["type"] = type, ["value"] = value ?? "", ["note"] = note ?? "" });

    private async Task<string> Post(string page, string action, Dictionary<string, string> fields) =>
        (await Send(page, action, fields)).Text;

    /// <summary>Posts a form with the token of its page and follows to where it leads.</summary>
    private async Task<(string Text, string At)> Send(string page, string action, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(await desk.Officer.GetStringAsync(page, Stop)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await desk.Officer.PostAsync(action, form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Stop));
        var to = answer.Headers.Location!.ToString();
        return (await desk.Officer.GetStringAsync(to, Stop), to);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();
}
