using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>Names are shown, never used as paths or written into headers; addresses to come back to stay within the portal.</summary>
public sealed class PathsSpec(Town town) : IClassFixture<Town>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData("../../../../tmp/khoyte-thoat.xml"), InlineData("..\\..\\khoyte-thoat.xml"), InlineData("/etc/khoyte-thoat"),
        InlineData("a.xml\r\nSet-Cookie: x=1"), InlineData("\u202Elmx.xml"), InlineData("%2e%2e%2fkhoyte-thoat.xml"),
        InlineData("C:khoyte-thoat")]
    public async Task A_file_name_leads_nowhere(string name)
    {
        using var sender = await town.Portal.Sender($"his-{Town.Own}", Town.Own);
        using var body = new StringContent(Envelopes.One($"P{Math.Abs(name.GetHashCode(StringComparison.Ordinal))}", Town.Own),
            Encoding.UTF8, "application/xml");
        using var raw = await sender.PostAsync($"/api/v1/deliveries?fileName={Uri.EscapeDataString(name)}", body, Stop);
        raw.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var zip =
            new ByteArrayContent(Zip(name, Envelopes.One($"Z{Math.Abs(name.GetHashCode(StringComparison.Ordinal))}", Town.Own)));
        using var packed = await sender.PostAsync("/api/v1/deliveries?fileName=x.zip", zip, Stop);
        packed.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await town.Portal.Loaded();

        (await town.Portal.House.Ledger.All(Stop))
            .ShouldAllBe(d => d.FileName == null || !System.Text.RegularExpressions.Regex.IsMatch(d.FileName, @"[/\\\r\n]"));
        Escaped().ShouldBeEmpty();
        using var person = await town.Portal.Person("chu");
        foreach (var delivery in await town.Portal.House.Ledger.Page(null, 2, stop: Stop))
        {
            using var file = await person.GetAsync($"/api/v1/deliveries/{delivery.Id}/findings?format=csv", Stop);
            file.Headers.Contains("Set-Cookie").ShouldBeFalse();
            file.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull();
        }
    }

    [Theory, InlineData("/danh-muc/..%2f..%2fkeys"), InlineData("/bang/..%2f..%2f..%2fetc%2fpasswd"), InlineData("/bao-cao/..%2faccess"),
        InlineData("/tu-dien/..%2f../XML1"), InlineData("/dist/..%2f..%2fkhoyte.dll"), InlineData("/..%2f..%2fetc/passwd"),
        InlineData("/api/v1/catalogue/lists/..%2faccess.yaml"), InlineData("/api/v1/dashboards/..%2f..%2faccess")]
    public async Task An_address_leads_to_no_file_outside_its_folder(string address)
    {
        using var person = await town.Portal.Person("chu");
        using var answer = await person.GetAsync(address, Stop);
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Redirect);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldNotContain("root:");
    }

    [Theory, InlineData("../../access", "x"), InlineData("icd10", "../../../../tmp/khoyte-thoat.csv"), InlineData("..", "..")]
    public async Task An_imported_list_is_put_nowhere_else(string list, string name)
    {
        using var person = await town.Portal.Person("chu");
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes("ma,ten\nA,B\n"));
        using var answer =
            await person.PostAsync($"/api/v1/catalogue/imports?list={Uri.EscapeDataString(list)}&fileName={Uri.EscapeDataString(name)}",
            body, Stop);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        Escaped().ShouldBeEmpty();
    }

    [Theory, InlineData("https://xau.example/"), InlineData("//xau.example"), InlineData("/\\xau.example"), InlineData("/\t/xau.example"),
        InlineData("javascript:alert(1)"), InlineData("/%0d%0aSet-Cookie:x=1"), InlineData("/\r\nLocation: https://xau.example")]
    public async Task After_signing_in_nobody_lands_on_another_site(string back)
    {
        using var client = town.Portal.Anonymous();
        var page = await client.GetStringAsync($"/dang-nhap?tro-lai={Uri.EscapeDataString(back)}", Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["__RequestVerificationToken"] =
                System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value,
            ["Asked.User"] = "specialist", ["Asked.Password"] = TestPortal.Password,
        });
        using var answer = await client.PostAsync($"/dang-nhap?tro-lai={Uri.EscapeDataString(back)}", form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        new Uri(new Uri(town.Portal.Url), answer.Headers.Location!).Authority.ShouldBe(new Uri(town.Portal.Url).Authority);
        answer.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(c => !c.StartsWith("x=", StringComparison.Ordinal));
    }

    /// <summary>Files somebody managed to put outside the data folder.</summary>
    private string[] Escaped() =>
        [.. new[] { "/tmp", "/etc", "/", Path.GetDirectoryName(town.Portal.House.Settings.Data)!,
        AppContext.BaseDirectory }.SelectMany(f => Directory.EnumerateFiles(f, "*khoyte-thoat*"))];

    private static byte[] Zip(string name, string content)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(content);
        }
        return target.ToArray();
    }
}
