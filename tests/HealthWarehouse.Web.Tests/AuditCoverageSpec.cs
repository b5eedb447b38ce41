using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Access;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Nothing is changed and no file leaves without a row of the audit: every route that is not a plain look is asked, a new one too, and must
/// leave one before its answer.
/// </summary>
public class AuditCoverageSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly AccessFile Declared = Gate.Declared;

    /// <summary>Roles that together may enter every route.</summary>
    private static readonly string[] Roles =
        ["steward", "specialist", "facility-leader", "privacy-officer", "security-officer", "administrator"];

    [Fact]
    public async Task Every_route_that_changes_something_and_every_file_leaves_a_row()
    {
        await using var portal = await TestPortal.OpenWithMimic([.. Roles.Select(r =>
            ($"nguoi-{r}", r, r.StartsWith("facility", StringComparison.Ordinal) ? "99001" : (string?)null))]);
        var people = new Dictionary<string, HttpClient>();
        foreach (var role in Roles) people[role] = await portal.PersonInTwoSteps($"nguoi-{role}");
        using var sender = await portal.Sender();
        using var local = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(portal.Url),
            DefaultRequestHeaders = { Authorization = new("Bearer", KeyOf(portal)) } };
        var silent = new List<string>();

        foreach (var route in RoutesOf(portal).Where(r => r.Method != HttpMethod.Get && !IsOlder(r.Needs)))
        {
            var needs = route.Needs;
            var client = needs.Contains("sender") ? sender : needs.Contains("local")
                ? local : people.First(p => needs.Any(n => n is "open" or "signed-in")
                || Declared.Role(p.Key)!.Rights.Any(r => needs.Select(AccessFile.RightOf).Contains(r))).Value;
            var before = await Rows(portal);
            using var answer = await client.SendAsync(Gate.Request(route), Stop);
            if (answer.StatusCode != HttpStatusCode.MethodNotAllowed && await Rows(portal) == before)
                silent.Add($"{route.Method} {route.Path} ({(int)answer.StatusCode})");
        }
        silent.ShouldBeEmpty(string.Join('\n', silent));

        // Every route that is looked at, asked for each kind of file: whatever comes as one has left a row. A schema ($metadata) holds no
        // data.
        var files = 0;
        foreach (var route in RoutesOf(portal)
            .Where(r => r.Method == HttpMethod.Get && !IsOlder(r.Needs) && !r.Path.StartsWith("/dang-", StringComparison.Ordinal)
            && !r.Path.EndsWith("$metadata", StringComparison.Ordinal)))
        {
            var (path, needs) = (route.Path, route.Needs);
            var client = needs.Contains("local")
                ? local : people.First(p => needs.Any(n => n is "open" or "signed-in")
                || Declared.Role(p.Key)!.Rights.Any(r => needs.Select(AccessFile.RightOf).Contains(r))).Value;
            foreach (var format in new[] { "csv", "xlsx", "parquet", "pdf", "docx", "jsonl", "cef" })
            {
                var before = await Exports(portal);
                using var answer =
                    await client.GetAsync($"{Gate.Fill(path)}?format={format}&measure=encounters&period=2026&purpose=quality", Stop);
                if (!IsFile(answer)) continue;
                files++;
                if (await Exports(portal) == before) silent.Add($"{path} {format}");
            }
        }
        silent.ShouldBeEmpty(string.Join('\n', silent));
        files.ShouldBeGreaterThan(10);

        var odata = await Exports(portal);
        using var feed = await people["specialist"].GetAsync("/odata/encounter_1?$top=1", Stop);
        feed.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Exports(portal)).ShouldBe(odata + 1);
        (await portal.House.Audit.Verify(Stop)).FirstBad.ShouldBeNull();
        foreach (var client in people.Values) client.Dispose();
    }

    /// <summary>The shapes of older intakes prove themselves in their own way; ConversationsSpec shows the rows they leave.</summary>
    private static bool IsOlder(IReadOnlyList<string> needs) => needs.Contains("shape");

    [Fact]
    public async Task Rows_carry_who_from_where_with_what_and_how_it_ended()
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null), ("quan-tri", "administrator", null));
        using (var stranger = portal.Anonymous())
            await TestPortal.Post(stranger, "/dang-nhap", "sign-in", new() { ["Asked.User"] = "an", ["Asked.Password"] = "sai" });
        using var person = await portal.Person("an");
        person.DefaultRequestHeaders.UserAgent.ParseAdd("May-thu/1.0");
        (await person.GetAsync("/quan-tri/tai-khoan", Stop)).Dispose();
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        using var sender = await portal.Sender();
        (await sender.PostAsync("/api/v1/deliveries", new StringContent("<GIAMDINHHS/>"), Stop)).Dispose();
        using (var wrong = portal.Anonymous())
        {
            wrong.DefaultRequestHeaders.Authorization = new("Bearer",
                "không-có-khoá-này".Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAscii).Aggregate("", (a, c) => a + c));
            (await wrong.GetAsync("/api/v1/measures", Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        var rows = await portal.House.Operations.QueryText<string>("select action || ' ' || account_type || ' ' || result || ' ' || " +
            "coalesce(source, '-') || ' ' || case when port > 0 then 'port' else '-' end from audit where account_type <> 'house' " +
            "order by seq", null, Stop);
        rows.ShouldBe([
            "sign-in-refused person refused 127.0.0.1 port", "sign-in person done 127.0.0.1 port", "refused person refused 127.0.0.1 port",
                "sign-in-first person done 127.0.0.1 port", "sign-in person done 127.0.0.1 port", "deliver sender done 127.0.0.1 port",
                "key-refused person refused 127.0.0.1 port",
        ]);
        (await portal.House.Operations.QueryText<string>("select device from audit where action = 'refused'", null, Stop))
            .ShouldBe(["May-thu/1.0"]);
    }

    [Fact]
    public async Task Sign_in_failures_lock_outs_and_sessions_that_run_out_are_rows()
    {
        await using var portal = await TestPortal.Open(("an", "specialist", null));
        using var person = await portal.Person("an");
        await portal.House.Operations.ExecuteText(
            "update account_session set begun_at = '2020-01-01T00:00:00', seen_at = '2020-01-01T00:00:00'", null, Stop);
        using (var answer = await person.GetAsync("/", Stop)) answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var stranger = portal.Anonymous();
        for (var i = 0; i < Declared.Lockout.Failures; i++) (await TestPortal.Post(stranger, "/dang-nhap", "sign-in",
            new() { ["Asked.User"] = "an", ["Asked.Password"] = $"sai-{i}" })).Dispose();

        var actions =
            await portal.House.Operations.QueryText<string>("select action from audit where account = 'an' order by seq", null, Stop);
        actions.ShouldBe(["sign-in", "session-end", .. Enumerable.Repeat("sign-in-refused", Declared.Lockout.Failures), "lock-out"]);
    }

    private static string KeyOf(TestPortal portal) => Accounts.RunningServer.Find(portal.House.Settings.Data)!.Key;

    private static async Task<long> Rows(TestPortal portal) =>
        (await portal.House.Operations.QueryText<long>("select max(seq) from audit", null, Stop))[0];

    private static async Task<long> Exports(TestPortal portal) =>
        (await portal.House.Operations.QueryText<long>("select count(*) from audit where action like '%export'", null, Stop))[0];

    private static bool IsFile(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
            && (answer.Content.Headers.ContentDisposition?.DispositionType == "attachment" || answer.Content.Headers.ContentType?.MediaType
            is not ("text/html" or "application/json" or "text/plain" or "text/javascript" or "image/svg+xml" or null));

    private static IEnumerable<DeclaredRoute> RoutesOf(TestPortal portal) =>
        Gate.RoutesOf(portal).Where(r => r.Method != HttpMethod.Head && r.Path != "/dang-xuat");
}
