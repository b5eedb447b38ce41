using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>SQL and markup put into every parameter of every page and of the whole API: it stays a value, for whoever asks.</summary>
public sealed class InjectionSpec(Town town) : IClassFixture<Town>
{
    private const string Script = "\"><script>alert(7)</script><img src=x onerror=alert(7)>";

    private static readonly string[] Sql =
    [
        "' or '1'='1", "'; drop table audit; --", "1) or (1=1", "facility') union select key_hash from sender --", "x\" or \"\"=\"",
            "$allowed", "sex=2' or '1'='1", "facility=99001') or ('1'='1", "2026' or 1=1 --", "0 or 1=1", "\u0000", "%",
            "';select pg_sleep(9)--",
    ];

    private static readonly Dictionary<string, string> Usual =
        new() { ["measure"] = "encounters", ["period"] = "2026", ["purpose"] = "quality", ["by"] = "facility", ["column"] = "7" };

    /// <summary>Roles in the order in which they are asked for a page: each is asked by the first that may.</summary>
    private static readonly string[] Askers =
        ["facility-staff", "steward", "specialist", "privacy-officer", "security-officer", "administrator"];

    [Fact]
    public async Task What_is_put_into_a_parameter_stays_a_value()
    {
        var (deliveries, wrong, asked) = (await Count("delivery"), new List<string>(), 0);
        foreach (var (client, path, parameters) in await Questions())
            foreach (var parameter in parameters)
                foreach (var payload in Some(Sql, asked++).Append(Script))
                {
                    using var answer =
                        await client.GetAsync(Address(path, parameters, parameter, payload), TestContext.Current.CancellationToken);
                    var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                    if ((int)answer.StatusCode >= 500) wrong.Add($"{path} {parameter}={payload}: {(int)answer.StatusCode}");
                    if (text.Contains(Town.Mark, StringComparison.Ordinal))
                        wrong.Add($"{path} {parameter}={payload}: lộ dữ liệu ngoài phạm vi");
                    if (answer.Content.Headers.ContentType?.MediaType == "text/html" && (text.Contains("<script>alert",
                        StringComparison.Ordinal) || text.Contains("<img src=x", StringComparison.Ordinal)))
                        wrong.Add($"{path} {parameter}: lọt thẻ HTML");
                }
        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(60, "các tham số đã được hỏi");
        (await Count("delivery")).ShouldBe(deliveries);
        (await Count("audit")).ShouldBeGreaterThan(0);
    }

    /// <summary>The parameters behind every figure get every payload, for a viewer bound to one facility.</summary>
    [Theory, InlineData("measure"), InlineData("by"), InlineData("where"), InlineData("period"), InlineData("org"), InlineData("compare"),
        InlineData("format")]
    public async Task Every_payload_in_a_question_to_figures_stays_a_value(string parameter)
    {
        var client = await town.As("facility-staff");
        foreach (var payload in Sql)
        {
            using var answer = await client.GetAsync(Address("/api/v1/query", ["measure", "period", "by"], parameter, payload),
                TestContext.Current.CancellationToken);
            ((int)answer.StatusCode).ShouldBeLessThan(500, payload);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode) text.ShouldNotContain($"\"code\":\"{Town.Foreign}\"", customMessage: payload);
        }
    }

    /// <summary>
    /// A message whose every free text is markup, with such a file name and from such a sender: no page shows it as markup.
    /// </summary>
    [Fact]
    public async Task Markup_in_every_text_of_a_message_is_shown_as_text()
    {
        var stop = TestContext.Current.CancellationToken;
        const string Tag = "<img src=x onerror=alert(7)>";
        using var sender = await town.Portal.Sender("<b>his</b>", Town.Own);
        using var body = new StringContent(town.Message(Tag, Town.Own, 771), System.Text.Encoding.UTF8, "application/xml");
        using var sent = await sender.PostAsync($"/api/v1/deliveries?fileName={Uri.EscapeDataString($"{Tag}.xml")}", body, stop);
        var id = JsonDocument.Parse(await sent.Content.ReadAsStringAsync(stop)).RootElement.GetProperty("trackingId").GetString();
        await town.Portal.Loaded();
        var delivery = (await town.Portal.House.Ledger.Find(id!, stop))!;
        var record = (await town.Portal.House.Warehouse.QueryText<long>("select min(record_key) from std.record where delivery = $seq",
            new { delivery.Seq }, stop))[0];
        using var person = await town.Portal.Person("chu");

        var pages = new List<string> { "/tiep-nhan", $"/tiep-nhan/{id}", $"/ho-so/{record}?purpose=quality&all=true",
            $"/so-lieu/dot/{record}?purpose=quality", "/so-lieu/dot?measure=encounters&period=2026&purpose=quality", "/chat-luong",
            "/tim?q=img" };
        pages.AddRange((await town.Portal.House.Warehouse.QueryText<string>("select distinct rule from std.finding where delivery = $seq",
            new { delivery.Seq }, stop)).Select(r => $"/chat-luong/quy-tac/{r}"));
        foreach (var page in pages)
        {
            using var shown = await person.GetAsync(page, stop);
            shown.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, page);
            var html = await shown.Content.ReadAsStringAsync(stop);
            html.ShouldNotContain("<img src=x", customMessage: page);
            html.ShouldNotContain("<b>his</b>", customMessage: page);
        }
        (await person.GetStringAsync($"/ho-so/{record}?purpose=quality&all=true", stop)).ShouldContain("&lt;img src=x");
    }

    /// <summary>What people type is text as well: names of accounts, views, dashboards and reasons.</summary>
    [Fact]
    public async Task Markup_and_formulas_in_what_people_type_are_only_text()
    {
        var stop = TestContext.Current.CancellationToken;
        using var person = await town.Portal.Person("soan");
        var token = await Town.Token(person);
        using var view = new FormUrlEncodedContent(new Dictionary<string,
            string> { ["__RequestVerificationToken"] = token, ["path"] = "so-lieu?measure=encounters&period=2026",
            ["name"] = $"'; drop table saved_view; -- {Script}", ["shared"] = "true" });
        using var saved = await person.PostAsync("/so-lieu/luu", view, stop);
        ((int)saved.StatusCode).ShouldBeLessThan(500);
        var html = await person.GetStringAsync("/so-lieu", stop);
        html.ShouldContain("drop table saved_view");
        html.ShouldNotContain("<script>alert");

        foreach (var formula in new[] { "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1" })
            Web.Shared.Csv.Cell(formula).TrimStart('"').ShouldStartWith("'");
        Web.Shared.Csv.Cell(-2.5m).ShouldBe("\"-2.5\"");
        foreach (var (text, cell) in new[] { ("a;=1+1", "a;'=1+1"), ("a\t@SUM(1)", "a\t'@SUM(1)"), ("a\n-2", "a\n'-2"),
            ("a; +1", "a;' +1"), ("x \";=1", "x \"\";'=1"), ("J18.9; B20", "J18.9; B20"), ("a-b=c", "a-b=c"), ("", "") })
            Web.Shared.Csv.Cell(text).ShouldBe($"\"{cell}\"");
    }

    /// <summary>
    /// Questions that can be asked: pages by what they take from the address, the API by its own description, each with who asks it.
    /// </summary>
    private async Task<IReadOnlyList<(HttpClient Client, string Path, string[] Parameters)>> Questions()
    {
        using var description = JsonDocument.Parse(await (await town.As("steward", twoSteps: true))
            .GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var api = description.RootElement.GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _))
            .ToDictionary(p => p.Name.ToLowerInvariant(),
            p => p.Value.GetProperty("get").TryGetProperty("parameters", out var all) ? all.EnumerateArray()
                .Where(a => a.GetProperty("in").GetString() == "query").Select(a => a.GetProperty("name").GetString()!).ToArray() : []);
        var questions = new List<(HttpClient, string, string[])>();
        foreach (var route in town.Routes()
            .Where(r => r.Method == HttpMethod.Get
            && r.Path != "/dang-xuat" && !r.Path.StartsWith("/api/scalar", StringComparison.Ordinal)))
        {
            var parameters = route.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is { } page
                ? Taken(page.Type) : route.Path.StartsWith("/odata/", StringComparison.Ordinal)
                ? ["$filter", "$orderby", "$select", "$apply"] : api.GetValueOrDefault(route.Path) ?? [];
            if (parameters.Length > 0 && Askers.FirstOrDefault(a => Gate.MayEnter(a, true, route.Needs)) is { } role)
                questions.Add((await town.As(role, twoSteps: true),
                    Gate.Fill(route.Path, route.Object is { } o && town.Ids.TryGetValue(o.Kind, out var ids) ? ids.Inside : "x"),
                    parameters));
        }
        return questions;
    }

    private static IEnumerable<string> Some(string[] all, int from) => [all[from % all.Length], all[(from + 5) % all.Length]];

    private static string[] Taken(Type page) =>
        [.. page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .Select(p => (p, a: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>())).Where(p => p.a is not null)
        .Select(p => p.a!.Name ?? p.p.Name)];

    private static string Address(string path, string[] parameters, string parameter, string payload) =>
        path + "?" + string.Join('&', parameters.Where(p => p != parameter && Usual.ContainsKey(p)).Select(p => $"{p}={Usual[p]}")
            .Append($"{Uri.EscapeDataString(parameter)}={Uri.EscapeDataString(payload)}"));

    private async Task<long> Count(string table) =>
        (await town.Portal.House.Operations.QueryText<long>($"select count(*) from {table}"))[0];
}
