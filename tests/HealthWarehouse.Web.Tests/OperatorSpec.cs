using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// What an operator is told and can do: readiness in parts, a notice on the first page, another try at what was set aside.
/// </summary>
public class OperatorSpec(AskedPortal asked) : IClassFixture<AskedPortal>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_set_aside_is_told_on_the_first_page_and_by_readyz_and_tried_again_on_demand()
    {
        await using var portal =
            await TestPortal.Open(("du-lieu", "steward", null), ("lanh-dao", "leader", null), ("he-thong", "administrator", null));
        using var his = await portal.Sender();
        using var steward = await portal.Person("du-lieu");
        using var leader = await portal.Person("lanh-dao");
        var id = (await (await his.PostAsync("/api/v1/deliveries",
            new StringContent(Envelopes.One("Q1"), Encoding.UTF8, "application/xml"), Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop))
            .GetProperty("trackingId").GetString()!;
        await portal.Loaded();
        var file = Directory.EnumerateFiles(Archive(portal), "*.kyt", SearchOption.AllDirectories).Single();
        File.Move(file, file + ".away");
        await portal.House.Ledger.Replay((await portal.House.Ledger.Find(id, Stop))!, "thử", Stop);
        await portal.House.Loader.LoadWaiting(Stop);

        var readiness = await Ready(portal, HttpStatusCode.OK);
        readiness.GetProperty("status").GetString().ShouldBe("warnings");
        readiness.GetProperty("quarantined").GetInt64().ShouldBe(1);
        readiness.GetProperty("writer").GetProperty("isAlive").GetBoolean().ShouldBeTrue();
        readiness.GetProperty("audit").GetProperty("canWrite").GetBoolean().ShouldBeTrue();
        (await steward.GetStringAsync("/", Stop)).ShouldContain("Có 1 lần gửi để riêng");
        (await leader.GetStringAsync("/", Stop)).ShouldNotContain("data-notice");
        const string List = "tiep-nhan?state=Quarantined";
        (await steward.GetStringAsync("/", Stop)).ShouldContain(List);
        using var administrator = await portal.PersonInTwoSteps("he-thong");
        (await administrator.GetStringAsync("/", Stop))
            .ShouldSatisfyAllConditions(p => p.ShouldContain("Có 1 lần gửi để riêng"), p =>
            p.ShouldContain("Thử lại tất cả"), p => p.ShouldNotContain(List, customMessage: "a list an administrator may not open"));
        (await steward.GetStringAsync($"/tiep-nhan/{id}", Stop)).ShouldContain("Thử lại");
        (await leader.PostAsync($"/api/v1/deliveries/{id}/retry", null, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        File.Move(file + ".away", file);
        (await steward.PostAsync($"/api/v1/deliveries/{id}/retry", null, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await portal.Loaded();

        (await portal.House.Ledger.Find(id, Stop))!.State.ShouldBe("Loaded");
        (await portal.House.Condition.Look(Stop))
            .ShouldSatisfyAllConditions(r => r.Quarantined.ShouldBe(0), r => r.Status.ShouldBe("ready"));
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action = 'retry'", null, Stop)).ShouldBe([1]);
    }

    [Fact]
    public async Task Figures_that_cannot_be_trusted_are_not_told_and_readyz_says_so_while_the_process_lives()
    {
        await using var portal = await TestPortal.Open(("du-lieu", "steward", null));
        using var steward = await portal.Person("du-lieu");
        using var his = await portal.Sender();
        await his.PostAsync("/api/v1/deliveries", new StringContent(Envelopes.One("W1"), Encoding.UTF8, "application/xml"), Stop);
        await portal.Loaded();
        // Lost by the warehouse, and not loaded again as long as the ledger takes no outcome.
        await portal.House.Operations.ExecuteText(
            "create trigger held before update on delivery when new.state <> 'Queued' begin select raise(abort, 'held'); end", null, Stop);
        await portal.House.Operations.ExecuteText("update delivery set state = 'Queued'", null, Stop);
        portal.House.Intake.Nudge();
        while (portal.House.Warehouse.Away is null) await Task.Delay(20, Stop);

        using var answer = await steward.GetAsync("/api/v1/query?measure=encounters&period=2026", Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("đang được dựng lại từ kho lưu trữ (còn 1 lần gửi)");
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
        (await Ready(portal, HttpStatusCode.ServiceUnavailable)).GetProperty("status").GetString().ShouldBe("not-ready");
        (await portal.Anonymous().GetStringAsync("/healthz", Stop)).ShouldBe("ok");
    }

    [Fact]
    public async Task Probes_are_answered_by_any_method_under_any_name_and_nothing_else_is()
    {
        await using var portal = await TestPortal.Open();
        using var anyone = portal.Anonymous();
        foreach (var probe in new[] { "/healthz", "/readyz" })
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Options })
                (await Knock(method, probe)).ShouldBe(HttpStatusCode.OK, $"{method} {probe}");
        (await Knock(HttpMethod.Get, "/dang-nhap")).ShouldBe(HttpStatusCode.BadRequest, "a page read under a foreign name is rebinding");
        (await Knock(HttpMethod.Get, "/api/v1/measures")).ShouldBe(HttpStatusCode.BadRequest);

        async Task<HttpStatusCode> Knock(HttpMethod method, string path)
        {
            using var asked = new HttpRequestMessage(method, path);
            asked.Headers.Host = "10.42.0.17:8080";
            using var answer = await anyone.SendAsync(asked, Stop);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("/api/v1/query?period=2026", "Thiếu tham số 'measure'.")]
    [InlineData("/api/v1/completeness", "Thiếu tham số 'period'.")]
    [InlineData("/api/v1/findings?from=hom-qua", "Tham số 'from' có giá trị 'hom-qua' không đọc được.")]
    [InlineData("/api/v1/deliveries?limit=nhieu", "Tham số 'limit' có giá trị 'nhieu' không đọc được.")]
    public async Task A_parameter_that_is_missing_or_cannot_be_read_is_named(string address, string words)
    {
        using var answer = await asked.Steward.GetAsync(address, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString().ShouldBe(words);
    }

    private static string Archive(TestPortal portal) => Path.Combine(portal.House.Settings.Data, "archive");

    private static async Task<JsonElement> Ready(TestPortal portal, HttpStatusCode status)
    {
        using var anyone = portal.Anonymous();
        using var answer = await anyone.GetAsync("/readyz", Stop);
        answer.StatusCode.ShouldBe(status);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }
}

/// <summary>A portal and somebody signed in, for questions that change nothing.</summary>
public sealed class AskedPortal : IAsyncLifetime
{
    private TestPortal _portal = null!;

    internal HttpClient Steward { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.Open(("du-lieu", "steward", null));
        Steward = await _portal.Person("du-lieu");
    }

    public async ValueTask DisposeAsync()
    {
        Steward.Dispose();
        await _portal.DisposeAsync();
    }
}
