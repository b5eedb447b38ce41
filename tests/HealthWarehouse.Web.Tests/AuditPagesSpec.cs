using System.Net;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The security officer reads the audit, the data-protection officer only who looked at whom, nobody else either; every look is a row.
/// </summary>
public class AuditPagesSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_audit_is_read_by_those_who_may_and_tells_who_looked_at_a_person()
    {
        await using var portal = await TestPortal.OpenWithMimic(("an", "specialist", null), ("bao-mat", "security-officer", null),
            ("bao-ve", "privacy-officer", null));
        using var person = await portal.Person("an");
        using var officer = await portal.PersonInTwoSteps("bao-mat");
        using var privacy = await portal.PersonInTwoSteps("bao-ve");
        var key = (await portal.House.Warehouse.QueryText<long>(
            "select min(record_key) from core.encounter where known_to is null and person_key is not null", null, Stop))[0];
        var owner = (await portal.House.Warehouse.QueryText<long>(
            "select person_key from core.encounter where record_key = $key and known_to is null", new { key }, Stop))[0];
        foreach (var path in new[] { $"/ho-so/{key}?purpose=quality", $"/api/v1/episodes/{key}/measures?purpose=inspection",
            "/api/v1/query/episodes?measure=encounters&period=1990-01~2099-12&purpose=report-check" })
            (await person.GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, path);

        // The message, the measures, and the list that showed this person among others.
        foreach (var client in new[] { officer, privacy })
            foreach (var address in new[] { $"/bao-mat/nguoi?record={key}", $"/bao-mat/nguoi?person={owner}" })
            {
                var page = WebUtility.HtmlDecode(await client.GetStringAsync(address, Stop));
                foreach (var purpose in new[] { "Kiểm tra chất lượng dữ liệu", "Thanh tra, kiểm tra", "Đối chiếu số liệu" })
                    page.ShouldContain(purpose, customMessage: address);
            }
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'audit-person'", null, Stop))
            .ShouldBe([4]);

        WebUtility.HtmlDecode(await officer.GetStringAsync("/bao-mat/nhat-ky?account=an&purpose=quality", Stop)).ShouldContain("Xem hồ sơ");
        (await portal.House.Operations.QueryText<string>("select object_id from audit where action = 'audit-search'", null, Stop))
            .ShouldBe(["account=an&purpose=quality"]);
        foreach (var (format, start) in new[] { ("csv", "\"seq\","), ("jsonl", "{\"seq\":"), ("cef", "CEF:0|Kho Y te|khoyte|1|") })
            (await officer.GetStringAsync($"/bao-mat/nhat-ky/xuat?format={format}&account=an", Stop)).ShouldStartWith(start);
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action like '%export'", null, Stop)).ShouldBe([3]);

        foreach (var path in new[] { "/bao-mat/nhat-ky", "/bao-mat/nhat-ky/xuat", "/bao-mat/bat-thuong" })
        {
            (await privacy.GetAsync(path, Stop)).Headers.Location!.ToString().ShouldContain("khong-duoc-phep");
            (await person.GetAsync(path, Stop)).Headers.Location!.ToString().ShouldContain("khong-duoc-phep");
        }
        (await person.GetAsync($"/bao-mat/nguoi?record={key}", Stop)).Headers.Location!.ToString().ShouldContain("khong-duoc-phep");
    }

    [Fact]
    public async Task An_anomaly_is_shown_and_answered_with_a_note()
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null), ("bao-mat", "security-officer", null));
        using var person = await portal.Person("an");
        using var officer = await portal.PersonInTwoSteps("bao-mat");
        for (var i = 0; i < 10; i++) (await person.GetAsync("/quan-tri/tai-khoan", Stop)).Dispose();
        await portal.House.Anomalies.Look(Stop);

        var page = WebUtility.HtmlDecode(await officer.GetStringAsync("/bao-mat/bat-thuong", Stop));
        page.ShouldContain("Bị từ chối nhiều lần · an");
        var fields = System.Text.RegularExpressions.Regex.Matches(page, "name=\"(id|upto)\" value=\"([^\"]+)\"")
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        fields["note"] = "Đã hỏi, bấm nhầm.";
        fields["__RequestVerificationToken"] =
            System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields);
        (await officer.PostAsync("/bao-mat/bat-thuong/ghi-nhan", form, Stop)).Headers.Location!.ToString().ShouldBe("/bao-mat/bat-thuong");

        WebUtility.HtmlDecode(await officer.GetStringAsync("/bao-mat/bat-thuong", Stop)).ShouldNotContain("Bị từ chối nhiều lần · an");
        WebUtility.HtmlDecode(await officer.GetStringAsync("/bao-mat/bat-thuong?state=all", Stop)).ShouldContain("Đã hỏi, bấm nhầm.");
    }
}
