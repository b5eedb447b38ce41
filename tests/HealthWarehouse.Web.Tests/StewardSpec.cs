using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>What a data steward decides on a page is told by the page: another version chosen, lines of a list set aside.</summary>
public class StewardSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_chosen_by_the_steward_counts_and_its_delivery_says_so()
    {
        await using var portal = await TestPortal.Open(("du-lieu", "steward", null));
        using var steward = await portal.Person("du-lieu");
        var older = await Envelopes.Overruled(portal);
        (await Outcome(portal)).ShouldBe(["1"]);
        (await steward.GetStringAsync($"/tiep-nhan/{older}", Stop)).ShouldContain("Lý do dùng bản này");

        (await steward.Submit($"/tiep-nhan/{older}", $"/tiep-nhan/{older}/dung-ban", ("record", "1"),
            ("reason", ""))).Problem()!.ShouldContain("Hãy ghi lý do");
        (await steward.Submit($"/tiep-nhan/{older}", $"/tiep-nhan/{older}/dung-ban", ("record", "1"),
            ("reason", "Đúng theo bệnh án giấy"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await portal.Loaded();

        (await Outcome(portal)).ShouldBe(["2"]);
        WebUtility.HtmlDecode(await steward.GetStringAsync($"/tiep-nhan/{older}", Stop))
            .ShouldContain("Hồ sơ V1: cán bộ tiếp nhận chọn bản trong lần gửi này");
    }

    [Theory]
    [InlineData("code,name\n01-May,Khám\n2E+21,Siêu âm\n", "Chưa có gì để nhập: 2 dòng để riêng")]
    [InlineData("code,name\nDV.1,Khám\n2E+21,Siêu âm\n", "1 dòng để riêng sẽ không được nhập")]
    public async Task Lines_of_a_list_set_aside_are_told_before_anything_is_written(string file, string told)
    {
        await using var portal = await TestPortal.Open(("du-lieu", "steward", null));
        using var steward = await portal.Person("du-lieu");

        var page = await Look(steward, file);

        page.ShouldContain(told);
        page.ShouldNotContain("danh mục đã đúng như vậy");
    }

    private static async Task<string> Look(HttpClient steward, string file)
    {
        var token = System.Text.RegularExpressions.Regex.Match(await steward.GetStringAsync("/danh-muc/nhap", Stop),
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("service"), "list" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "dich-vu.csv" },
        };
        using var answer = await steward.PostAsync("/danh-muc/nhap/xem", form, Stop);
        return WebUtility.HtmlDecode(await steward.GetStringAsync(answer.Headers.Location, Stop));
    }

    private static Task<IReadOnlyList<string>> Outcome(TestPortal portal) =>
        portal.House.Warehouse.QueryText<string>("select outcome_code from core.encounter where episode_code = 'V1' and known_to is null",
            null, Stop);
}
