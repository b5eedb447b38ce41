using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Web.Tests;

public class DeliveryApiSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raw_xml_json_and_multipart_are_taken_with_a_tracking_id_and_followed_to_the_end()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender();

        var raw = await Post(his, Xml(Envelopes.One("A1")));
        var json = await Post(his,
            JsonContent.Create(new { content = Convert.ToBase64String(Encoding.UTF8.GetBytes(Envelopes.One("A2"))), fileName = "a2.xml" }));
        using var form = new MultipartFormDataContent { { Xml(Envelopes.One("A3")), "files", "a3.xml" },
            { Xml(Envelopes.One("A4")), "files", "../../a4.xml" } };
        var multipart = await Post(his, form);
        await portal.Loaded();

        foreach (var (status, body) in new[] { raw, json, multipart })
        {
            status.ShouldBe(HttpStatusCode.Accepted);
            body.GetProperty("status").GetString().ShouldBe("Accepted");
            var one = await his.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{body.GetProperty("trackingId").GetString()}", Stop);
            one.GetProperty("delivery").GetProperty("state").GetString().ShouldBe("Loaded");
            one.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString())
                .ShouldBe(["Received", one.GetProperty("delivery").GetProperty("verdict").GetString(), "Loaded"], ignoreOrder: true);
        }
        multipart.Body.GetProperty("deliveries").GetArrayLength().ShouldBe(2);
        (await portal.House.Warehouse.QueryText<string>("select episode_code from core.encounter where known_to is null order by 1",
            stop: Stop)).ShouldBe(["A1", "A2", "A3", "A4"]);
        (await portal.House.Ledger.Page(null, 10, stop: Stop)).ShouldContain(d => d.FileName == "a4.xml");
    }

    [Fact]
    public async Task The_same_content_or_key_again_is_the_first_delivery_and_a_key_for_another_content_is_a_conflict()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender();
        using var other = await portal.Sender("his2");

        var first = await Post(his, Xml(Envelopes.One("B1")), "khoa-1");
        var sameContent = await Post(his, Xml(Envelopes.One("B1")));
        var sameBoth = await Post(his, Xml(Envelopes.One("B1")), "khoa-1");
        var otherContent = await Post(his, Xml(Envelopes.One("B2")), "khoa-1");
        var otherSender = await Post(other, Xml(Envelopes.One("B1")), "khoa-1");
        await portal.Loaded();

        foreach (var again in new[] { sameContent, sameBoth })
        {
            again.Status.ShouldBe(HttpStatusCode.Accepted);
            again.Body.GetProperty("status").GetString().ShouldBe("Duplicate");
            again.Body.GetProperty("trackingId").GetString().ShouldBe(first.Body.GetProperty("trackingId").GetString());
        }
        otherContent.Status.ShouldBe(HttpStatusCode.Conflict);
        otherContent.Body.GetProperty("detail").GetString()!.ShouldContain("Idempotency-Key");
        otherSender.Body.GetProperty("trackingId").GetString().ShouldNotBe(first.Body.GetProperty("trackingId").GetString());
        (await portal.House.Ledger.All(Stop)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_word_counts_and_a_sender_is_told_when_a_key_stands_in_its_way()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender();
        var (a, b) = (Envelopes.One("L1", icd: "J18.9"), Envelopes.One("L1", icd: "A09.0"));
        var first = await Post(his, Xml(a), "k-a");
        await Post(his, Xml(b), "k-b");

        var retried = (await Post(his, Xml(a), "k-a")).Body;
        (retried.GetProperty("status").GetString(), retried.GetProperty("trackingId").GetString())
            .ShouldBe(("Duplicate", first.Body.GetProperty("trackingId").GetString()));
        retried.GetProperty("note").GetString()!.ShouldContain("không thay đổi gì");
        var again = (await Post(his, Xml(a))).Body;
        (again.GetProperty("status").GetString(), again.GetProperty("note").ValueKind).ShouldBe(("Accepted", JsonValueKind.Null));
        await portal.Loaded();
        (await portal.House.Warehouse.QueryText<string>(
            "select main_icd from core.encounter where episode_code = 'L1' and known_to is null", stop: Stop)).ShouldBe(["J18.9"]);

        var tooLong = await Post(his, Xml(b), new string('k', 201));
        tooLong.Status.ShouldBe(HttpStatusCode.BadRequest);
        tooLong.Body.GetProperty("detail").GetString()!.ShouldContain("200 ký tự");
    }

    [Fact]
    public async Task Cancel_and_restore_keep_the_history()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender("his", "99001");
        await Post(his, Xml(Envelopes.One("C1")));
        await portal.Loaded();

        (await Act(his, "cancel", " C1\u00A0", "r1", " 99001 ")).ShouldBe(HttpStatusCode.Accepted, "trimmed as what is sent is");
        await portal.Loaded();
        (await Now(portal, "C1")).ShouldBe(0);
        (await Act(his, "cancel", "C1", "r2")).ShouldBe(HttpStatusCode.Accepted);     // already cancelled: a finding, no effect
        await portal.Loaded();
        (await Act(his, "restore", "C1", "r3")).ShouldBe(HttpStatusCode.Accepted);
        await portal.Loaded();
        (await Now(portal, "C1")).ShouldBe(1);
        (await Act(his, "cancel", "KHONG-CO", "r4")).ShouldBe(HttpStatusCode.Accepted);
        await portal.Loaded();

        (await portal.House.Warehouse.QueryText<string>("select coalesce(ended_by, 'now') from core.encounter where episode_code = 'C1' " +
            "order by known_from", stop: Stop)).ShouldBe(["cancelled", "now"]);
        (await portal.House.Warehouse.QueryText<long>("select count(*) from std.finding where rule = 'A01-action-without-effect'",
            stop: Stop)).ShouldBe([2]);
        (await Act(his, "cancel", "C1", "r5", "99002")).ShouldBe(HttpStatusCode.Forbidden);
        (await Act(his, "cancel", "C1", "")).ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_later_delivery_supersedes_and_a_replay_changes_nothing_when_the_rules_did_not()
    {
        await using var portal = await TestPortal.Open(("quan-tri", "steward", null));
        using var his = await portal.Sender();
        var first = await Post(his, Xml(Envelopes.One("D1", icd: "J18.9")));
        await portal.Loaded();
        await Post(his, Xml(Envelopes.One("D1", icd: "A09.0")));
        await portal.Loaded();
        var before = await portal.House.Warehouse.QueryText<string>(
            "select main_icd || coalesce(ended_by, ' now') from core.encounter where episode_code = 'D1' order by known_from", stop: Stop);
        before.ShouldBe(["J18.9superseded", "A09.0 now"]);

        using var steward = await portal.Person("quan-tri");
        using var answer =
            await steward.PostAsync($"/api/v1/deliveries/{first.Body.GetProperty("trackingId").GetString()}/replay", null, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await portal.Loaded();

        (await portal.House.Warehouse.QueryText<string>("select main_icd || coalesce(ended_by, ' now') from core.encounter " +
            "where episode_code = 'D1' order by known_from", stop: Stop)).ShouldBe(before);
        (await new Operate.Rebuild(portal.House).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_contract_nobody_declares_or_a_sender_was_not_given_is_refused_in_words()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender();
        await May("claims");

        (await Post(his, Xml(Envelopes.One("K1")), to: "?contract=claims")).Status.ShouldBe(HttpStatusCode.Accepted);
        var strange = await Post(his, Xml("<x/>"), to: "?contract=khong-co");
        (strange.Status, strange.Body.GetProperty("detail").GetString()!).ShouldBe((HttpStatusCode.UnprocessableEntity,
            $"Không có hợp đồng dữ liệu 'khong-co'. Có: {string.Join(", ", portal.House.Catalogue.Contracts.Keys)}."));
        await May("equipment");
        var closed = await Post(his, Xml(Envelopes.One("K2")));
        (closed.Status, closed.Body.GetProperty("detail").GetString()!).ShouldBe((HttpStatusCode.Forbidden,
            "Nơi gửi his không được giao gửi Dữ liệu khám bệnh, chữa bệnh (XML0–XML15) (claims). Được gửi: equipment."));
        (await portal.House.Ledger.All(Stop)).Count.ShouldBe(1);

        Task May(string contract) => portal.Service<Collect.SenderDesk>()
            .Change(new("his", "Phần mềm", "*", ["deliveries.write"], contract), Guard.Viewer.House, Stop);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_become_of_a_content_and_keeps_nothing()
    {
        await using var portal = await TestPortal.Open();
        using var his = await portal.Sender("his", "99001");

        var told = await Post(his, Xml(Envelopes.Many("99001", ["T1", "", "T3"])), to: "?dryRun=true&fileName=thu.xml");
        var broken = await Post(his, Xml("<GIAMDINHHS><x>"), to: "?dryRun=true");
        var foreign = await Post(his, Xml(Envelopes.One("T4", "99002")), to: "?dryRun=true");

        told.Status.ShouldBe(HttpStatusCode.OK);
        (Number(told, "records"), Number(told, "kept"), Number(told, "refused")).ShouldBe((3, 2, 1));
        var rule = told.Body.GetProperty("rules").EnumerateArray().Single(r => r.GetProperty("rule").GetString() == "R02-no-key");
        (rule.GetProperty("times").GetInt32(), rule.GetProperty("first")[0].GetProperty("record").GetInt32()).ShouldBe((1, 2));
        broken.Body.GetProperty("readable").GetBoolean().ShouldBeFalse();
        broken.Body.GetProperty("problem").GetString().ShouldNotBeNullOrEmpty();
        (Number(foreign, "kept"), Number(foreign, "refused")).ShouldBe((0, 1));
        (await portal.House.Ledger.All(Stop)).ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(portal.House.Settings.Data, "archive"), "*.kyt", SearchOption.AllDirectories).ShouldBeEmpty();

        static int Number((HttpStatusCode, JsonElement Body) answer, string name) => answer.Body.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task A_sender_without_a_key_a_wrong_key_or_too_much_is_told_so_in_one_shape()
    {
        await using var portal = await TestPortal.Open();
        using var nobody = portal.Anonymous();
        using var his = await portal.Sender();

        var stranger = await Post(nobody, Xml("<x/>"));
        (stranger.Status, stranger.Body.GetProperty("title").GetString()).ShouldBe((HttpStatusCode.Unauthorized, "Chưa đăng nhập"));
        (await (await his.GetAsync("/api/v1/deliveries/khong-co", Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("title")
            .GetString().ShouldBe("Không tìm thấy");
        nobody.DefaultRequestHeaders.Authorization = new("Bearer", "kyt_sai");
        (await Post(nobody, Xml("<x/>"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Post(his,
            new StringContent("{\"content\": \"@@\"}", Encoding.UTF8,
            "application/json"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Post(his, new StringContent("{", Encoding.UTF8, "application/json"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var large = await Post(his, Xml(new string('x', 9 << 20)));
        large.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        large.Body.GetProperty("title").GetString().ShouldBe("Tệp quá lớn");
        (await his.GetAsync("/api/v1/deliveries/khong-co", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_sender_sees_its_own_deliveries_only_and_records_of_other_facilities_are_set_aside()
    {
        await using var portal = await TestPortal.Open();
        using var mine = await portal.Sender("his-99001", "99001");
        using var other = await portal.Sender("his-99002", "99002");
        var sent = await Post(mine, Xml(Envelopes.One("E1", "99002")));
        await portal.Loaded();

        var id = sent.Body.GetProperty("trackingId").GetString();
        (await other.GetAsync($"/api/v1/deliveries/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Listed(mine)).ShouldBe([id!]);
        (await Listed(other)).ShouldBeEmpty();
        var one = await mine.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{id}", Stop);
        one.GetProperty("delivery").GetProperty("state").GetString().ShouldBe("Rejected");
        one.GetProperty("findings")[0].GetProperty("rule").GetString().ShouldBe("R02-not-yours");
        (await Now(portal, "E1")).ShouldBe(0);
        (await mine.GetStringAsync($"/api/v1/deliveries/{id}/findings?format=csv", Stop)).ShouldContain("MACSKCB_MISMATCH");

        static async Task<string[]> Listed(HttpClient sender) =>
            [.. (await sender.GetFromJsonAsync<JsonElement>("/api/v1/deliveries", Stop)).GetProperty("items").EnumerateArray()
                .Select(d => d.GetProperty("trackingId").GetString()!)];
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Post(HttpClient client, HttpContent content, string? key = null,
        string to = "")
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"/api/v1/deliveries{to}") { Content = content, Headers = { ExpectContinue = true } };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    private static async Task<HttpStatusCode> Act(HttpClient client, string action, string episode, string request,
        string facility = "99001")
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/episodes/{action}",
            new { facilityCode = facility, episodeCode = episode, reason = "Nhập nhầm người bệnh", requestId = request }, Stop);
        return answer.StatusCode;
    }

    private static async Task<long> Now(TestPortal portal, string episode) =>
        (await portal.House.Warehouse.QueryText<long>(
            "select count(*) from core.encounter where known_to is null and episode_code = $episode", new { episode }, Stop))[0];

    private static StringContent Xml(string text) => new(text, Encoding.UTF8, "application/xml");
}
