using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// Compartments × surfaces, generated from catalogue/compartments.yaml: patients of each compartment stand one by one in facilities. Who
/// reads records but does not open it asks every surface that gives figures by or of its codes and is answered as if there were none of
/// them, told so in words, and finds as many in the lists; who opens it sees them all.
/// </summary>
public sealed class CompartmentFiguresSpec(CompartmentFiguresSpec.Houses houses) : IClassFixture<CompartmentFiguresSpec.Houses>
{
    private const int Patients = 3;
    private const string Words = "Không gồm hồ sơ trong ngăn hạn chế mà tài khoản không được mở.";
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly CatalogueFiles Declared = CatalogueFiles.Load(Repo.File("catalogue"));

    public sealed class Houses : IAsyncLifetime
    {
        internal TestPortal Portal { get; private set; } = null!;
        internal HttpClient Closed { get; private set; } = null!;
        internal HttpClient Opened { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Portal = await TestPortal.Open(("dong", "specialist", null), ("mo", "specialist", null));
            await Portal.OpenAllTo("mo");
            using var sender = await Portal.Sender("his", "*");
            var cases = Declared.Compartments.All.SelectMany(c => Enumerable.Range(1, Patients).Select(n => ($"{c.Id}-{n}", Code(c))))
                .Concat(new[] { "J18.9", "A09.0", "I10", "J06.9", "F99", "Z30", "A51.0", "O03.9", "Q99.9" }.SelectMany(icd =>
                Enumerable.Range(1, 12).Select(n => ($"{icd}-{n}", icd))));
            foreach (var (episode, icd) in cases)
            {
                var facility = episode[^1] % 2 == 0 ? "99010" : "99001";
                using var body = new StringContent(Envelopes.One(episode, facility, icd), System.Text.Encoding.UTF8, "application/xml");
                (await sender.PostAsync($"/api/v1/deliveries?fileName={episode}.xml", body)).Dispose();
            }
            await Portal.Loaded();
            (Closed, Opened) = (await Portal.Person("dong"), await Portal.Person("mo"));
        }

        public async ValueTask DisposeAsync()
        {
            Closed.Dispose();
            Opened.Dispose();
            await Portal.DisposeAsync();
        }
    }

    public static TheoryData<string> Compartments() => [.. Declared.Compartments.All.Select(c => c.Id)];

    /// <summary>A code of a compartment that the list of diseases knows.</summary>
    private static string Code(RestrictedCompartment compartment) =>
        Declared.Lists["icd10"].Entries.Select(e => e.Code).Where(c => c.Length > 3 || c == "Z21")
            .First(c => compartment.Icd.Any(i => !i.Contains('.') && IcdRange.Categories(i).Contains(c[..3])) && c
            is not ("F99" or "Z30" or "A51.0" or "Q99.9"));

    private static string Category(string compartment) => Code(Declared.Compartments.Find(compartment)!)[..3];

    [Theory, MemberData(nameof(Compartments))]
    public async Task The_api_and_files_count_nobody_of_it_and_say_so(string compartment)
    {
        var category = Category(compartment);
        foreach (var question in new[] { $"by=facility&where=category={category}", $"by=sex&where=category={category}",
            $"by=month&where=category={category}", $"by=commune&where=category={category}", $"where=category={category}", "by=category",
            "by=category,facility" })
        {
            var (closed, opened) = (await Cells(houses.Closed, question, category), await Cells(houses.Opened, question, category));
            opened.Sum(c => c.Value ?? 0).ShouldBeGreaterThanOrEqualTo(Patients, question);
            closed.ShouldAllBe(c => !c.Hidden && c.Value == 0, $"{compartment}: {question}");
            (await houses.Closed.GetFromJsonAsync<JsonElement>(Query(question), Stop)).GetProperty("leavesOut").GetString().ShouldBe(Words);
            (await houses.Opened.GetFromJsonAsync<JsonElement>(Query(question), Stop)).TryGetProperty("leavesOut", out _).ShouldBeFalse();

            var csv = (await houses.Closed.GetStringAsync(Query(question, "csv"), Stop)).Split("\r\n").Where(l => l.Length > 2).ToArray();
            csv[0].ShouldEndWith("leaves_out\"");
            csv.Skip(1).ShouldAllBe(l => l.EndsWith($"\"{Words}\"") && !l.Contains($"\"{category}\""), $"{compartment}: {question}");
            if (question.Contains("where")) csv.Skip(question.Contains("by=") ? 1 : 2).ShouldBeEmpty();
            using var zip = new ZipArchive(new MemoryStream(await houses.Closed.GetByteArrayAsync(Query(question, "xlsx"), Stop)));
            zip.Entries.ShouldContain(e => e.FullName.Contains("worksheets/sheet"));
            (await houses.Closed.GetAsync(Query(question, "parquet"), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task No_figure_by_disease_less_the_lists_behind_it_leaves_anybody()
    {
        foreach (var facility in new[] { "99001", "99010" })
        {
            var answer = await houses.Closed.GetFromJsonAsync<JsonElement>(Query($"by=category&org={facility}"), Stop);
            var figures = answer.GetProperty("rows").EnumerateArray()
                .ToDictionary(r => r.GetProperty("keys")[0].GetProperty("code").GetString()!, r => r.GetProperty("values")[0].GetInt32());
            var list = await houses.Closed.GetFromJsonAsync<JsonElement>(
                $"/api/v1/query/episodes?measure=encounters&period=2026&org={facility}&purpose=quality", Stop);
            list.EnumerateArray().GroupBy(e => e.GetProperty("mainIcd").GetString()![..3]).ToDictionary(g => g.Key, g => g.Count())
                .ShouldBe(figures, ignoreOrder: true);
            answer.GetProperty("total").GetProperty("values")[0].GetInt32().ShouldBe(list.GetArrayLength());
            foreach (var (category, figure) in figures)
                (await houses.Closed.GetFromJsonAsync<JsonElement>(
                    $"/api/v1/query/episodes?measure=encounters&where=category={category}&period=2026&org={facility}&purpose=quality",
                    Stop))
                    .GetArrayLength().ShouldBe(figure, category);
        }
    }

    [Theory, MemberData(nameof(Compartments))]
    public async Task Feeds_forms_boards_and_pages_count_nobody_either_and_say_so(string compartment)
    {
        var category = Category(compartment);
        var feed = (await houses.Closed.GetFromJsonAsync<JsonElement>($"/odata/{Feed()}?$filter=category eq '{category}'", Stop))
            .GetProperty("value").EnumerateArray().ToArray();
        feed.ShouldBeEmpty();
        (await houses.Closed.GetFromJsonAsync<JsonElement>($"/odata/{Feed()}?$top=5", Stop)).GetProperty("value").EnumerateArray()
            .ShouldAllBe(r => r.GetProperty("leaves_out").GetString() == Words);

        var groups = Declared.Rows("icd10-groups.csv");
        var group = groups.Rows.First(r => IcdRange.Categories(r[groups.Index("codes")]!).Contains(category))[0]!;
        foreach (var period in new[] { "2026-03", "2026-Q1", "2026" })
        {
            var (closed, opened) = (await houses.Closed.GetFromJsonAsync<JsonElement>($"/api/v1/reports/b14?period={period}", Stop),
                await houses.Opened.GetFromJsonAsync<JsonElement>($"/api/v1/reports/b14?period={period}", Stop));
            closed.GetProperty("leavesOut").GetString().ShouldBe(Words);
            opened.GetProperty("leavesOut").ValueKind.ShouldBe(JsonValueKind.Null);
            (Sum(opened) - Sum(closed)).ShouldBeGreaterThanOrEqualTo(Patients, $"{compartment}: b14 {group} {period}");

            decimal[] counted = [.. Values(closed).Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.GetDecimal())];
            (counted.Length == 0 || counted.Any(v => v > 0)).ShouldBeTrue("what is not told is not printed as nought");

            IEnumerable<JsonElement> Values(JsonElement form) => form.GetProperty("rows").EnumerateArray()
                .First(r => r.GetProperty("group").GetString() == group).GetProperty("values").EnumerateArray();

            decimal Sum(JsonElement form) => Values(form).Sum(v => v.ValueKind == JsonValueKind.Null ? 0 : v.GetDecimal());
        }
        (await houses.Closed.GetStringAsync("/bao-cao/b14?period=2026", Stop)).ShouldContain(Words);
        (await houses.Closed.GetStringAsync("/api/v1/reports/b14?period=2026&format=csv", Stop)).ShouldContain(Words);
        var page = await houses.Closed.GetStringAsync($"/so-lieu?measure=encounters&by=facility&where=category={category}&period=2026",
            Stop);
        Regex.Matches(page, "data-value=\"([0-9]+)\"").ShouldAllBe(m => m.Groups[1].Value == "0", compartment);
        page.ShouldContain(Words);
        foreach (var code in Declared.Dashboards.Keys)
        {
            var board = await houses.Closed.GetFromJsonAsync<JsonElement>($"/api/v1/dashboards/{code}?period=2026", Stop);
            foreach (var row in Under(board)
                .Where(e => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("keys", out var keys)
                && keys.EnumerateArray().Any(k => k.GetProperty("code").GetString() == category)))
                row.GetProperty("values").EnumerateArray()
                    .ShouldAllBe(v => v.ValueKind == JsonValueKind.Null || v.GetDecimal() == 0, $"{compartment}: {code}");
            if (Declared.Dashboards[code].Tiles.Any(t => t.By?.Contains("category") is true))
                (await houses.Closed.GetStringAsync($"/bang/{code}?period=2026", Stop)).ShouldContain(Words);
        }
    }

    [Theory, MemberData(nameof(Compartments))]
    public async Task Lists_behind_them_are_empty_and_say_no_number(string compartment)
    {
        var category = Category(compartment);
        foreach (var address in new[] { $"/api/v1/query/episodes?measure=encounters&where=category={category}&period=2026&purpose=quality",
            $"/api/v1/query/episodes?measure=encounters&where=category={category}&period=2019&purpose=quality",
            $"/so-lieu/dot?measure=encounters&where=category={category}&period=2026&purpose=quality" })
        {
            using var list = await houses.Closed.GetAsync(address, Stop);
            list.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            if (address.Contains("/api/")) (await list.Content.ReadAsStringAsync(Stop)).ShouldBe("[]");
            (await houses.Opened.GetAsync(address, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, address);
        }
        foreach (var facility in new[] { "99001", "99010", "99002" })
        {
            using var list =
                await houses.Closed.GetAsync($"/api/v1/query/episodes?measure=encounters&period=2026&org={facility}&purpose=quality", Stop);
            list.Headers.GetValues("Khoyte-Withheld").ShouldBe(["possible"], "the same whether or not anything is left out");
        }
    }

    [Fact]
    public async Task Every_question_leaves_a_row_also_when_the_answer_is_remembered()
    {
        var before = await Asked();
        for (var i = 0; i < 3; i++) (await houses.Closed.GetAsync(Query("by=facility&where=category=B20"), Stop)).Dispose();
        (await houses.Closed.GetAsync(Query("by=facility"), Stop)).Dispose();
        (await Asked()).ShouldBe(before + 3);
        var board = Declared.Dashboards.Values.First(d => d.Tiles.Any(t => t.By?.Contains("category") is true));
        var tiles = board.Tiles.Count(t => t.By?.Contains("category") is true);
        for (var i = 0; i < 2; i++) (await houses.Closed.GetAsync($"/bang/{board.Code}?period=2026", Stop)).Dispose();
        (await Asked()).ShouldBe(before + 3 + 2 * tiles);
    }

    private static string Feed() =>
        Declared.Measures["encounter"].Rollups!.Select((by, i) => (by, $"encounter_{i + 1}")).First(r => r.by.Contains("category")).Item2;

    private async Task<long> Asked() => (await houses.Portal.House.Operations.QueryText<long>(
        "select count(*) from audit where action = 'ask' and object_type = 'restricted-figures' and account = 'dong'", null, Stop))[0];

    private static string Query(string question, string format = "json") =>
        $"/api/v1/query?measure=encounters&period=2026&{question}&format={format}";

    private static async Task<(decimal? Value, bool Hidden)[]> Cells(HttpClient person, string question, string category)
    {
        var answer = await person.GetFromJsonAsync<JsonElement>(Query(question), Stop);
        var rows = question.Contains("by=") ? answer.GetProperty("rows").EnumerateArray()
            .Where(r => question.Contains("where")
            || r.GetProperty("keys")[0].GetProperty("code").GetString() == category) : [answer.GetProperty("total")];
        return [.. rows.Select(r =>
            (r.GetProperty("values")[0].ValueKind is JsonValueKind.Null ? (decimal?)null : r.GetProperty("values")[0].GetDecimal(),
            r.TryGetProperty("hidden", out var h) && h[0].GetBoolean()))];
    }

    private static IEnumerable<JsonElement> Under(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Under(p.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Under),
        _ => [],
    };
}
