using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Tests;
using HealthWarehouse.Tests.Keys;
using ShreddingOf = HealthWarehouse.Operate.Shredding.Shredding;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The pages of the keys and of shredding: by those who may, in two steps by two people, and never with an identity on them.
/// </summary>
public sealed class KeyPagesSpec(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Keys_are_rotated_on_their_page_and_a_person_is_shredded_by_two_people()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = await TestPortal.OpenWithMimic(("van-hanh", "administrator", null), ("lan", "privacy-officer", null),
            ("minh", "privacy-officer", null));
        using var admin = await portal.PersonInTwoSteps("van-hanh");
        using var lan = await portal.Person("lan");
        using var minh = await portal.Person("minh");

        using (var rotated = await Post(admin, "/van-hanh/khoa", "/van-hanh/khoa/doi", ("use", "Clinical")))
            rotated.Headers.Location!.ToString().ShouldBe("/van-hanh/khoa");
        while ((await portal.House.KeyOffice.Jobs(stop)).Any(j => j.State == KeyJob.Waiting)) await Task.Delay(50, stop);
        (await admin.GetStringAsync("/van-hanh/khoa", stop)).ShouldContain("Chỉ để đọc");
        using (var retired = await Post(admin, "/van-hanh/khoa", "/van-hanh/khoa/thoi", ("use", "Clinical"), ("number", "1")))
            retired.Headers.Location!.ToString().ShouldBe("/van-hanh/khoa");
        using (var newest = await Post(admin, "/van-hanh/khoa", "/van-hanh/khoa/thoi", ("use", "Clinical"), ("number", "2")))
            newest.Headers.Location!.ToString().ShouldContain("loi=");
        using (var forged = await admin.PostAsync("/van-hanh/khoa/doi",
            new FormUrlEncodedContent(new Dictionary<string, string> { ["use"] = "Identity" }), stop))
            forged.IsSuccessStatusCode.ShouldBeFalse();
        portal.House.Keys.Newest("Identity").ShouldBe(1);

        var record = (await portal.House.Warehouse.QueryText<long>("select min(record_key) from core.encounter", null, stop))[0];
        using (var undecided = await Post(lan, "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/yeu-cau", ("record", $"{record}"),
            ("request", "YC-2026-0099"), ("reason", "Theo yêu cầu")))
            Uri.UnescapeDataString(undecided.Headers.Location!.ToString()).ShouldContain("quyết định xoá");
        var request = await DecidedDeletion.Of(portal.House, record);
        using (var refused = await Post(lan, "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/yeu-cau", ("record", $"{record}"),
            ("request", request), ("reason", "Theo yêu cầu")))
            Uri.UnescapeDataString(refused.Headers.Location!.ToString()).ShouldContain("lưu giữ");
        await portal.House.Warehouse.ExecuteText(
            "update core.encounter set discharged_on = date '1990-01-01' where record_key = $record", new { record }, stop);
        await portal.House.Warehouse.ExecuteText("update core.encounter set discharged_on = date '1990-01-01' where person_key = " +
            "(select person_key from core.encounter where record_key = $record limit 1)", new { record }, stop);
        using (var asked = await Post(lan, "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/yeu-cau", ("record", $"{record}"), ("request", request),
            ("reason", "Theo yêu cầu")))
            asked.Headers.Location!.ToString().ShouldBe("/bao-mat/huy-khoa");
        var id = (await portal.House.Shredding.All(stop))[0].Id;
        (await lan.GetStringAsync("/bao-mat/huy-khoa", stop)).ShouldContain("Chờ một người khác duyệt");
        using (var own = await Post(lan, "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/duyet", ("id", id), ("approve", "true")))
            own.Headers.Location!.ToString().ShouldContain("loi=");
        using (var approved = await Post(minh, "/bao-mat/huy-khoa", "/bao-mat/huy-khoa/duyet", ("id", id), ("approve", "true")))
            approved.Headers.Location!.ToString().ShouldBe("/bao-mat/huy-khoa");
        while ((await portal.House.Shredding.Find(id, stop))!.IsRunning) await Task.Delay(50, stop);
        (await portal.House.Shredding.Find(id, stop))!.State.ShouldBe(ShreddingOf.Done);
        (await minh.GetStringAsync("/bao-mat/huy-khoa", stop)).ShouldContain("Đã huỷ xong");

        var pictures = Directory.CreateDirectory(Repo.File("artifacts/screenshots")).FullName;
        foreach (var (user, path) in new[] { ("lan", "/bao-mat/huy-khoa") })
            foreach (var width in new[] { 360, 1440 })
            {
                var errors = new List<string>();
                var page = await browser.SignIn(portal, user, width, errors: errors);
                (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
                (await page.Locator("h1").CountAsync()).ShouldBe(1, path);
                (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
                    .ShouldBeTrue($"{path} is wider than {width}");
                (await Axe.Faults(page)).ShouldBeEmpty();
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, $"{width}-light-{path.Trim('/').Replace('/', '-')}.png"),
                    FullPage = true });
                errors.ShouldBeEmpty();
            }
    }

    /// <summary>Posts a form as the page would, with its token.</summary>
    private static async Task<HttpResponseMessage> Post(HttpClient client, string page, string to,
        params (string Name, string Value)[] fields)
    {
        var token = System.Text.RegularExpressions.Regex.Match(await client.GetStringAsync(page),
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token))
            .Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await client.PostAsync(to, form);
    }
}
