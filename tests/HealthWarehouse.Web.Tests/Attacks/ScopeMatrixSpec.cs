using System.Net;
using HealthWarehouse.Catalogue;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// Every route that names or lists a bound object × every role × inside and outside the scope × with and without two steps × with and
/// without a purpose, against what catalogue/access.yaml declares (routes and objects), over HTTP. AccessSpec asks every other route.
/// </summary>
public sealed class ScopeMatrixSpec(Town town) : IClassFixture<Town>
{
    public static TheoryData<string, bool> Roles() => Gate.Roles();

    [Theory, MemberData(nameof(Roles))]
    public async Task A_role_reaches_what_is_inside_its_scope_and_nothing_outside(string role, bool twoSteps)
    {
        var client = await town.As(role, twoSteps);
        var token = await Town.Token(client);
        var wrong = new List<string>();
        foreach (var (method, path, declared, rule, endpoint) in town.Routes().Where(r => r.Object is { Bound: BoundBy.Scope }))
            foreach (var inside in new[] { true, false })
                foreach (var purpose in rule!.Purpose ? new[] { true, false } : [true])
                {
                    var (own, foreign) = town.Ids[rule.Kind];
                    using var answer = await Ask(client, method, Address(path, rule, inside ? own : foreign, purpose), token);
                    var expected = Gate.MayEnter(role, twoSteps, declared.Needs) && purpose && inside;
                    var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    if (!IsPagePost(method, endpoint) && !(inside && rule.Kind == "record-opening") && IsOpen(answer) != expected)
                        wrong.Add(
                        $"{method} {path} trong={inside} mục đích={purpose}: {(expected ? "phải được" : "phải bị từ chối")}, trả " +
                            $"{(int)answer.StatusCode} {answer.Headers.Location}");
                    if (text.Contains(Town.Mark, StringComparison.Ordinal))
                        wrong.Add($"{method} {path} trong={inside}: lộ dữ liệu ngoài phạm vi");
                }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sender_reaches_its_own_deliveries_and_no_others()
    {
        using var sender = await town.Portal.Sender($"his-{Town.Own}", Town.Own);
        foreach (var (method, path, _, rule, _) in town.Routes().Where(r => r.Object is { Kind: "delivery" } && r.Needs.Contains("sender")))
        {
            (await sender.SendAsync(new(method, Gate.Fill(path, town.Ids["delivery"].Inside)),
                TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            (await sender.SendAsync(new(method, Gate.Fill(path, town.Ids["delivery"].Outside)),
                TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task What_is_another_persons_own_is_neither_shown_nor_changed()
    {
        var client = await town.As("facility-staff");
        using var answer = await Ask(client, HttpMethod.Post, "/so-lieu/xoa/view-foreign", await Town.Token(client));
        (await client.GetStringAsync("/so-lieu", TestContext.Current.CancellationToken)).ShouldNotContain(Town.Mark);
        (await town.Portal.House.Operations.QueryText<long>("select count(*) from saved_view where id = 'view-foreign'")).ShouldBe([1]);
    }

    /// <summary>
    /// Exports, reports, feeds and lists of a bound viewer hold what a viewer of all gets for that facility alone, and never a mark of
    /// another.
    /// </summary>
    [Theory]
    [InlineData("/api/v1/query?measure=encounters,inpatient_cases&by=facility&period=2026&format=csv")]
    [InlineData("/api/v1/query?measure=encounters&by=facility,icd&period=2026&format=json")]
    [InlineData("/api/v1/reports/b14?period=2026&format=csv")]
    [InlineData("/api/v1/reports/b9?period=2026&format=csv")]
    [InlineData("/odata/encounter_1")]
    [InlineData("/odata/encounter_1?$filter=facility eq '99001' or facility ne '99001'")]
    [InlineData("/api/v1/findings?format=csv")]
    [InlineData("/api/v1/findings/facilities")]
    [InlineData("/api/v1/deliveries")]
    [InlineData("/tiep-nhan")]
    public async Task An_export_holds_nothing_from_outside_the_scope(string address)
    {
        var client = await town.As("facility-staff");
        var text = await client.GetStringAsync(address, TestContext.Current.CancellationToken);
        text.ShouldNotContain(Town.Mark);
        if (!address.StartsWith("/tiep-nhan", StringComparison.Ordinal)) text.Replace(address, "").ShouldNotContain(Town.Foreign);
    }

    /// <summary>A nought would pass for a figure of that facility, and an empty form for its report.</summary>
    [Theory]
    [InlineData("/api/v1/query?measure=encounters&period=2026&org=99001", true)]
    [InlineData("/api/v1/query?measure=encounters&period=2026&where=facility=99001", true)]
    [InlineData("/api/v1/query?measure=encounters&by=facility&period=2026&where=facility=99001;99010&format=csv", true)]
    [InlineData("/api/v1/reports/b14?period=2026&org=99001&format=pdf", true)]
    [InlineData("/api/v1/dashboards/kham-chua-benh?period=2026&org=99001", true)]
    [InlineData("/bao-cao/b14?period=2026&org=99001", false)]
    [InlineData("/bang/kham-chua-benh?period=2026&org=99001", false)]
    [InlineData("/so-lieu?measure=encounters&period=2026&org=99001", false)]
    public async Task A_facility_outside_the_scope_is_refused_in_words_not_counted_as_nought(string address, bool isApi)
    {
        using var answer = await (await town.As("facility-staff")).GetAsync(address, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(isApi ? HttpStatusCode.Forbidden : HttpStatusCode.OK);
        var text = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Unescape(
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        text.ShouldContain("(99001) ngoài phạm vi của tài khoản này");
        text.ShouldNotContain(" 0/0 cơ sở");
    }

    [Fact]
    public async Task Figures_of_a_bound_viewer_are_those_of_its_facility()
    {
        var stop = TestContext.Current.CancellationToken;
        var bound = await town.As("facility-staff");
        using var all = await town.Portal.Person("soan");
        foreach (var address in new[] { "/api/v1/reports/b14?period=2026&format=csv", "/api/v1/reports/b9?period=2026&format=csv",
            "/api/v1/query?measure=encounters&by=icd,sex&period=2026&format=csv",
            "/api/v1/query?measure=encounters&period=2026&format=csv" })
        {
            var own = await all.GetStringAsync($"{address}&org={Town.Own}", stop);
            (await bound.GetStringAsync(address, stop)).ShouldBe(own, address);
            (await all.GetStringAsync(address, stop)).ShouldNotBe(own, address);
        }
    }

    private static string Address(string path, ObjectRule rule, string id, bool purpose)
    {
        var query = new List<string>();
        if (purpose && rule.Purpose) query.Add("purpose=quality");
        if (rule.Kind == "episodes")
            query.Add($"period=2026&org={id}{(path.Contains("{code}", StringComparison.Ordinal) ? "&column=7" : "&measure=encounters")}");
        return $"{Gate.Fill(path, id)}{(query.Count > 0 ? $"?{string.Join('&', query)}" : "")}";
    }

    private static async Task<HttpResponseMessage> Ask(HttpClient client, HttpMethod method, string address, string token)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A page that takes no form answers a post with 400, whoever asks.</summary>
    private static bool IsPagePost(HttpMethod method, RouteEndpoint endpoint) =>
        method == HttpMethod.Post && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static bool IsOpen(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
            || (answer.StatusCode is HttpStatusCode.Redirect && answer.Headers.Location!.ToString() is var to
            && !to.Contains("khong-duoc-phep", StringComparison.Ordinal) && !to.StartsWith("/tai-khoan/", StringComparison.Ordinal));
}
