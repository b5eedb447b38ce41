using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Demo;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A leader, who may not see small cells, asks over HTTP: whatever the page, file or feed, the same figures are hidden, and their values
/// stand nowhere.
/// </summary>
public sealed partial class VeiledSurfacesSpec(VeiledSurfacesSpec.Province province) : IClassFixture<VeiledSurfacesSpec.Province>
{
    private const int K = 5;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    public sealed class Province : IAsyncLifetime
    {
        private TestPortal _portal = null!;

        public HttpClient Leader { get; private set; } = null!;
        public HttpClient Specialist { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _portal = await TestPortal.Open(("chuyen-vien", "specialist", null), ("lanh-dao", "leader", null));
            await new DemoLoad(new DemoProvince(new() { People = 400, Months = 4, Errors = 0, EndsOn = new(2026, 9, 30) },
                _portal.House.Catalogue), DateTimeOffset.MaxValue).Run(_portal.House);
            await _portal.Loaded();
            (Leader, Specialist) = (await _portal.Person("lanh-dao"), await _portal.Person("chuyen-vien"));
        }

        public async ValueTask DisposeAsync() => await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Every_way_to_ask_hides_the_same_and_no_small_number_stands_anywhere()
    {
        var asked = await SomethingPartlyHidden();
        var truth = Rows(await Json(province.Specialist, $"/api/v1/query?{asked}")).ToDictionary(r => r.Code, r => r.Value!.Value);
        var answer = await Json(province.Leader, $"/api/v1/query?{asked}");
        var hidden = Rows(answer).Where(r => r.Hidden).Select(r => r.Code).ToHashSet();
        truth.Where(t => t.Value < K).ShouldNotBeEmpty();
        truth.Where(t => t.Value < K).ShouldAllBe(t => hidden.Contains(t.Key));
        hidden.Count.ShouldBeLessThan(truth.Count);
        Rows(answer).ShouldAllBe(r => r.Hidden ? r.Value == null : r.Value == truth[r.Code]);
        hidden.Count.ShouldBeLessThan(Rows(answer).Count());

        var csv = (await province.Leader.GetStringAsync($"/api/v1/query?{asked}&format=csv", Stop)).Split("\r\n").Skip(1)
            .Where(l => l.Length > 0).Select(l => (Code: l.Split(',')[0].Trim('"'), Value: l.Split(',')[^1].Trim('"')));
        csv.Where(l => l.Value == "…").Select(l => l.Code).ShouldBe(hidden, ignoreOrder: true);
        var sheet = await Sheet(await province.Leader.GetByteArrayAsync($"/api/v1/query?{asked}&format=xlsx", Stop));
        Marks(sheet).ShouldBe(hidden.Count);
        (await province.Leader.GetAsync($"/api/v1/query?{asked}&format=parquet", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var feed = (await Json(province.Leader, "/odata/encounter_1?$filter=month eq '2026-08'")).GetProperty("value").EnumerateArray()
            .ToArray();
        var table = Rows(await Json(province.Leader, "/api/v1/query?measure=encounters&by=facility&period=2026-08"))
            .ToDictionary(r => r.Code, r => r.Value);
        feed.ShouldAllBe(r =>
            (r.GetProperty("encounters").ValueKind == JsonValueKind.Null) == (r.GetProperty("hidden_measures").GetString() ?? "")
            .Split(' ').Contains("encounters"));
        feed.ShouldAllBe(r => r.GetProperty("encounters").ValueKind == JsonValueKind.Null
            || (r.GetProperty("encounters").GetDecimal() >= K
            && r.GetProperty("encounters").GetDecimal() == table[r.GetProperty("facility").GetString()!]));

        var page = await province.Leader.GetStringAsync($"/so-lieu?{asked}", Stop);
        foreach (var row in Row().Matches(page).Select(m => m.Value)
            .Where(r => hidden.Any(h => r.Contains($"data-code=\"{h}\"", StringComparison.Ordinal))))
        {
            row.ShouldContain("data-veiled");
            row.ShouldContain("ẩn");
            Value().IsMatch(row).ShouldBeFalse(row);
            row.ShouldNotContain("<meter");
            row.ShouldNotContain("href=");
        }
        Row().Matches(page).Count(m => m.Value.Contains("data-veiled", StringComparison.Ordinal)).ShouldBe(hidden.Count);
        page.ShouldContain("số bị ẩn vì quá nhỏ");
    }

    [Fact]
    public async Task Forms_hide_the_same_in_every_format_and_a_specialist_sees_them_whole()
    {
        foreach (var report in new[] { "b9", "b14" })
        {
            var whole = (await Json(province.Specialist, $"/api/v1/reports/{report}?period=2026-Q3")).GetProperty("rows").EnumerateArray()
                .ToArray();
            var rows = (await Json(province.Leader, $"/api/v1/reports/{report}?period=2026-Q3")).GetProperty("rows").EnumerateArray()
                .ToArray();
            whole.Where(r => r.TryGetProperty("hidden", out _)).ShouldBeEmpty();
            var marks = rows.Sum(r => r.TryGetProperty("hidden", out var h) ? h.EnumerateArray().Count(v => v.GetBoolean()) : 0);
            marks.ShouldBeGreaterThan(0);
            foreach (var row in rows.Where(r => r.TryGetProperty("hidden", out _)))
                foreach (var (value, hidden) in row.GetProperty("values").EnumerateArray().Zip(row.GetProperty("hidden").EnumerateArray()))
                    if (hidden.GetBoolean()) value.ValueKind.ShouldBe(JsonValueKind.Null);

            var csv = await province.Leader.GetStringAsync($"/api/v1/reports/{report}?period=2026-Q3&format=csv", Stop);
            csv.Split(',', '\n', '\r').Count(c => c.Trim('"') == "…").ShouldBe(marks);
            Marks(await Sheet(await province.Leader.GetByteArrayAsync($"/api/v1/reports/{report}?period=2026-Q3&format=xlsx", Stop)))
                .ShouldBe(marks);
            (await Part(await province.Leader.GetByteArrayAsync($"/api/v1/reports/{report}?period=2026-Q3&format=docx", Stop),
                "word/document.xml")).ShouldContain("số bị ẩn vì quá nhỏ");
            (await province.Leader.GetByteArrayAsync($"/api/v1/reports/{report}?period=2026-Q3&format=pdf", Stop))[..4]
                .ShouldBe("%PDF"u8.ToArray());
            var page = await province.Leader.GetStringAsync($"/bao-cao/{report}?period=2026-Q3&all=true", Stop);
            Regex.Count(page, "class=\"veiled\"").ShouldBe(marks);
            page.ShouldNotContain($"bao-cao/{report}/o?");
        }
    }

    [Fact]
    public async Task A_dashboard_draws_nothing_of_what_is_hidden_and_what_tells_too_much_is_refused_in_words()
    {
        var page = await province.Leader.GetStringAsync("/bang/kham-chua-benh?period=2026-08", Stop);
        page.ShouldContain("class=\"veiled\"");
        foreach (var tile in new[] { "ages", "sexes" })
            Value().Matches(Regex.Match(page, $"data-tile=\"{tile}\".*?</section>", RegexOptions.Singleline).Value)
                .Select(m => decimal.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)).ShouldAllBe(v => v == 0 || v >= K);
        using var wide =
            await province.Leader.GetAsync("/api/v1/query?measure=encounters&by=facility,sex,age_band,insured&period=2026", Stop);
        wide.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await wide.Content.ReadAsStringAsync(Stop)).ShouldContain("quá 3 chiều");
        using var feed = await province.Leader.GetAsync("/odata/encounter_2", Stop);
        feed.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var known = await province.Leader.GetAsync("/api/v1/query?measure=encounters&period=2026&known=2026-11-01", Stop);
        known.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Json(province.Leader, "/api/v1/findings")).GetArrayLength().ShouldBe(0);
        (await Json(province.Leader, "/api/v1/findings/facilities")).EnumerateArray()
            .ShouldAllBe(f => f.GetProperty("records").GetInt64() % K == 0);
        (await Json(province.Leader, "/api/v1/completeness?period=2026-08")).EnumerateArray().Select(s => s.GetProperty("episodes"))
            .ShouldAllBe(e => e.ValueKind == JsonValueKind.Null || e.GetInt64() == 0 || e.GetInt64() >= K);
    }

    /// <summary>A question whose answer has something small, and something large enough to be shown.</summary>
    private async Task<string> SomethingPartlyHidden()
    {
        foreach (var by in new[] { "age_band", "visit_type", "outcome", "facility_kind" })
            foreach (var period in new[] { "2026-08", "2026-09", "2026-Q3", "2026" })
                if (Rows(await Json(province.Leader, $"/api/v1/query?measure=encounters&by={by}&period={period}")).ToArray() is var rows
                    && rows.Any(r => r.Hidden) && rows.Any(r => r.Value >= K)
                    && Rows(await Json(province.Specialist, $"/api/v1/query?measure=encounters&by={by}&period={period}"))
                        .Any(r => r.Value < K)) return $"measure=encounters&by={by}&period={period}";
        throw new InvalidOperationException("Nothing is partly hidden.");
    }

    private static IEnumerable<(string Code, decimal? Value, bool Hidden)> Rows(JsonElement answer) =>
        answer.GetProperty("rows").EnumerateArray().Select(r => (r.GetProperty("keys")[0].GetProperty("code").GetString() ?? "",
        r.GetProperty("values")[0].ValueKind is JsonValueKind.Null
            ? (decimal?)null : r.GetProperty("values")[0].GetDecimal(), r.TryGetProperty("hidden", out var h) && h[0].GetBoolean()));

    private static Task<JsonElement> Json(HttpClient person, string path) => person.GetFromJsonAsync<JsonElement>(path, Stop)!;

    private static async Task<string> Sheet(byte[] book)
    {
        using var zip = new ZipArchive(new MemoryStream(book));
        return await Text(zip.Entries.First(e => e.FullName.Contains("worksheets/sheet", StringComparison.Ordinal)));
    }

    private static async Task<string> Part(byte[] document, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(document));
        return await Text(zip.GetEntry(name)!);
    }

    private static async Task<string> Text(ZipArchiveEntry entry)
    {
        await using var content = await entry.OpenAsync(Stop);
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(Stop);
    }

    private static int Marks(string sheet) => Mark().Count(sheet);

    [GeneratedRegex(">…<")] private static partial Regex Mark();
    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)] private static partial Regex Row();
    [GeneratedRegex("data-value=\"([0-9.-]+)\"")] private static partial Regex Value();
}
