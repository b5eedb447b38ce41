using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Analyse;
using HealthWarehouse.Demo;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A leader asks over HTTP and sees what there is, small figures too; of compartments closed to him the small cells are hidden alike on
/// whatever page, file or feed. A reader outside the house gets published tables and nothing else.
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
        public HttpClient Outside { get; private set; } = null!;
        public HttpClient Clerk { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _portal = await TestPortal.Open(("chuyen-vien", "specialist", null), ("lanh-dao", "leader", null),
                ("so-khac", "outside-reader", null), ("giam-doc", "facility-leader", "99010"));
            await _portal.OpenAllTo("chuyen-vien");
            await new DemoLoad(new DemoProvince(new() { People = 400, Months = 4, Errors = 0, EndsOn = new(2026, 9, 30) },
                _portal.House.Catalogue), DateTimeOffset.MaxValue).Run(_portal.House);
            await _portal.Loaded();
            (Leader, Specialist) = (await _portal.Person("lanh-dao"), await _portal.Person("chuyen-vien"));
            (Outside, Clerk) = (await _portal.Person("so-khac"), await _portal.Person("giam-doc"));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var person in new[] { Leader, Specialist, Outside, Clerk }) person.Dispose();
            await _portal.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_leader_sees_forms_boards_and_quality_as_they_are()
    {
        foreach (var path in new[] { "/api/v1/reports/b9?period=2026-Q3",
            "/api/v1/query?measure=encounters,deaths&by=facility,sex&period=2026",
            "/api/v1/query?measure=encounters&by=facility,sex,age_band,insured&period=2026", "/api/v1/findings/facilities",
            "/api/v1/completeness?period=2026-08", "/odata/encounter_2?$top=50" })
        {
            var text = await province.Leader.GetStringAsync(path, Stop);
            text.ShouldBe(await province.Specialist.GetStringAsync(path, Stop), path);
            text.ShouldNotContain("\"hidden\":");
        }
    }

    [Fact]
    public async Task Of_a_closed_compartment_every_way_to_ask_hides_the_same()
    {
        var asked = await SomethingPartlyHidden();
        var truth = Rows(await Json(province.Specialist, $"/api/v1/query?{asked}")).ToDictionary(r => r.Code, r => r.Value!.Value);
        var answer = await Json(province.Leader, $"/api/v1/query?{asked}");
        var hidden = Rows(answer).Where(r => r.Hidden).Select(r => r.Code).ToHashSet();
        hidden.Count.ShouldBeLessThan(truth.Count);
        Rows(answer).ShouldAllBe(r => r.Hidden ? r.Value == null : r.Value == truth[r.Code]);
        Rows(answer).ShouldContain(r => r.Value > 0 && r.Value < K, "small figures of other diseases stand");

        var csv = (await province.Leader.GetStringAsync($"/api/v1/query?{asked}&format=csv", Stop)).Split("\r\n").Skip(1)
            .Where(l => l.Length > 0).Select(l => l.Trim('"').Split("\",\"")).Select(l => (Code: l[0], Value: l[2]));
        csv.Where(l => l.Value == "…").Select(l => l.Code).ShouldBe(hidden, ignoreOrder: true);
        Marks(await Sheet(await province.Leader.GetByteArrayAsync($"/api/v1/query?{asked}&format=xlsx", Stop))).ShouldBe(hidden.Count);
        (await province.Leader.GetAsync($"/api/v1/query?{asked}&format=parquet", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);

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
        using var known = await province.Leader.GetAsync($"/api/v1/query?{asked}&known=2026-11-01", Stop);
        known.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task The_form_by_disease_is_whole_but_for_small_cells_of_a_compartment_in_every_format()
    {
        var whole = Form(await Json(province.Specialist, "/api/v1/reports/b14?period=2026-Q3"));
        var seen = Form(await Json(province.Leader, "/api/v1/reports/b14?period=2026-Q3"));
        whole.ShouldAllBe(c => !c.Hidden);
        var marks = seen.Count(c => c.Hidden);
        marks.ShouldBeLessThan(whole.Count(c => c.Value > 0) / 2);
        seen.Zip(whole).ShouldAllBe(c => c.First.Hidden ? c.First.Value == null : c.First.Value == c.Second.Value);

        var csv = await province.Leader.GetStringAsync("/api/v1/reports/b14?period=2026-Q3&format=csv", Stop);
        csv.Split(',', '\n', '\r').Count(c => c.Trim('"') == "…").ShouldBe(marks);
        Marks(await Sheet(await province.Leader.GetByteArrayAsync("/api/v1/reports/b14?period=2026-Q3&format=xlsx", Stop))).ShouldBe(marks);
        var page = await province.Leader.GetStringAsync("/bao-cao/b14?period=2026-Q3&all=true", Stop);
        Regex.Count(page, "class=\"veiled\"").ShouldBe(marks);
        if (marks > 0)
            (await Part(await province.Leader.GetByteArrayAsync("/api/v1/reports/b14?period=2026-Q3&format=docx", Stop),
                "word/document.xml")).ShouldContain("số bị ẩn vì quá nhỏ");
    }

    [Fact]
    public async Task Who_is_outside_reads_published_tables_which_stay_as_they_came_out_and_nothing_else()
    {
        foreach (var path in new[] { "/so-lieu", "/bang", "/bao-cao", "/chat-luong", "/tiep-nhan" })
            (await province.Outside.GetAsync(path, Stop)).Headers.Location!.ToString()
                .ShouldContain("khong-duoc-phep", Case.Sensitive, path);
        foreach (var path in new[] { "/api/v1/query?measure=encounters&period=2026", "/odata/encounter_1",
            "/api/v1/reports/b14?period=2026" })
            (await province.Outside.GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        (await Publish(province.Clerk)).ShouldNotBe(HttpStatusCode.OK);
        (await Json(province.Outside, "/api/v1/published")).GetArrayLength().ShouldBe(0);

        (await Publish(province.Leader)).ShouldBe(HttpStatusCode.OK);
        var all = (await Json(province.Outside, "/api/v1/published")).EnumerateArray().ToArray();
        all.Select(t => t.GetProperty("period").GetString()).ShouldAllBe(p => p == "2026-Q3");
        all.Length.ShouldBeGreaterThan(1);
        var hidden = 0;
        foreach (var code in all.Select(t => t.GetProperty("code").GetString()))
        {
            var table = await Json(province.Outside, $"/api/v1/published/table?code={code}&period=2026-Q3");
            foreach (var row in table.GetProperty("rows").EnumerateArray().Append(table.GetProperty("total")))
                foreach (var (value, mark) in row.GetProperty("values").EnumerateArray().Zip(row.GetProperty("hidden").EnumerateArray()))
                {
                    hidden += mark.GetBoolean() ? 1 : 0;
                    if (mark.GetBoolean()) value.ValueKind.ShouldBe(JsonValueKind.Null);
                    else if (value.ValueKind is JsonValueKind.Number) (value.GetDecimal() is > 0 and < K).ShouldBeFalse($"{code}: {value}");
                }
            var page = await province.Outside.GetStringAsync($"/cong-bo?code={code}&period=2026-Q3", Stop);
            page.ShouldContain("Công bố lúc");
            // A table of which only the total could be told says so.
            var note = table.GetProperty("rows").GetArrayLength() == 0 && table.GetProperty("withheld").GetArrayLength() > 0
                ? PublishedContent.OnlyTotal : null;
            table.GetProperty("note").GetString().ShouldBe(note, code);
            WebUtility.HtmlDecode(page).Contains(PublishedContent.OnlyTotal, StringComparison.Ordinal).ShouldBe(note is not null, code);
            // The files hold the same rows, and the mark where the table hides.
            var rows = table.GetProperty("rows").GetArrayLength();
            var marks = table.GetProperty("rows").EnumerateArray().Append(table.GetProperty("total"))
                .Sum(r => r.GetProperty("hidden").EnumerateArray().Count(h => h.GetBoolean()));
            var lines = (await province.Outside.GetStringAsync($"/api/v1/published/table?code={code}&period=2026-Q3&format=csv", Stop))
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            lines.Length.ShouldBe(rows + 4, $"{code}: title, names, codes, rows, the whole");
            lines[0].Contains(PublishedContent.OnlyTotal, StringComparison.Ordinal).ShouldBe(note is not null, code);
            lines[^1].ShouldStartWith("\"\",\"Chung\"");
            lines.Skip(3).Sum(l => l.Split("\"…\"").Length - 1).ShouldBe(marks, code);
            var book = await province.Outside.GetByteArrayAsync($"/api/v1/published/table?code={code}&period=2026-Q3&format=xlsx", Stop);
            MiniExcelLibs.MiniExcel.Query(new MemoryStream(book)).Count().ShouldBe(rows + 6, code);
        }
        (hidden + all.Count(t => t.GetProperty("code").GetString() == "luot-theo-xa")).ShouldBeGreaterThan(0);
        var before = await province.Outside.GetStringAsync("/api/v1/published", Stop);
        (await Publish(province.Leader)).ShouldBe(HttpStatusCode.OK);
        (await province.Outside.GetStringAsync("/api/v1/published", Stop)).ShouldBe(before, "published once");
    }

    private static async Task<HttpStatusCode> Publish(HttpClient person)
    {
        var page = await person.GetStringAsync("/cong-bo", Stop);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["period"] = "2026-Q3",
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        });
        using var answer = await person.PostAsync("/cong-bo/ky", form, Stop);
        return answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Found ? HttpStatusCode.OK : answer.StatusCode;
    }

    private static (decimal? Value, bool Hidden)[] Form(JsonElement form) => [.. form.GetProperty("rows").EnumerateArray().SelectMany(r =>
        r.GetProperty("values").EnumerateArray().Select((v, i) => (v.ValueKind is JsonValueKind.Null ? (decimal?)null : v.GetDecimal(),
            r.TryGetProperty("hidden", out var h) && h.ValueKind is JsonValueKind.Array && h[i].GetBoolean())))];

    /// <summary>A question by disease of whose answer something is hidden from the leader, and something is not.</summary>
    private async Task<string> SomethingPartlyHidden()
    {
        foreach (var by in new[] { "category", "icd_group", "icd", "chapter" })
            foreach (var period in new[] { "2026-08", "2026-09", "2026-Q3", "2026" })
                if (Rows(await Json(province.Leader, $"/api/v1/query?measure=encounters&by={by}&period={period}")).ToArray() is var rows
                    && rows.Any(r => r.Hidden) && rows.Any(r => r.Value >= K)) return $"measure=encounters&by={by}&period={period}";
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

    [GeneratedRegex("__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();
    [GeneratedRegex(">…<")] private static partial Regex Mark();
    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)] private static partial Regex Row();
    [GeneratedRegex("data-value=\"([0-9.-]+)\"")] private static partial Regex Value();
}
