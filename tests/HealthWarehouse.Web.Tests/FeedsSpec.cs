using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;
using HealthWarehouse.Guard;
using Microsoft.OData.Edm.Csdl;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// OData v4 as Excel and Power BI ask it: the model, filters, choices, sums, order, counts and pages, within the viewer's scope.
/// </summary>
public class FeedsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_answers_as_the_standard_says_and_agrees_with_the_query()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("can-bo", "facility-staff", "99010"));
        using var person = await portal.Person("chuyen-vien");
        Task<JsonElement> Get(string query) => person.GetFromJsonAsync<JsonElement>($"/odata/{query}", Stop);

        using (var metadata = XDocument.Parse(await person.GetStringAsync("/odata/$metadata", Stop)).CreateReader())
        {
            CsdlReader.TryParse(metadata, out var model, out var faults)
                .ShouldBeTrue(string.Join("; ", faults.Select(f => f.ErrorMessage)));
            model.EntityContainer.Elements.Select(e => e.Name).ShouldContain("kham_chua_benh_gioi_tuoi");
        }
        (await Get("")).GetProperty("value").GetArrayLength().ShouldBeGreaterThanOrEqualTo(4);

        var query = await person.GetFromJsonAsync<JsonElement>("/api/v1/query?measure=inpatient_cases&by=facility&where=sex=2&period=2026",
            Stop);
        var expected = query.GetProperty("rows").EnumerateArray()
            .ToDictionary(r => r.GetProperty("keys")[0].GetProperty("code").GetString()!, r => r.GetProperty("values")[0].GetDecimal());
        var sums = await Get("encounter_2?$apply=filter(sex eq '2' and month ge '2026-01' and month le " +
            "'2026-12')/groupby((facility),aggregate(inpatient_cases with sum as cases))");
        sums.GetProperty("value").EnumerateArray()
            .ToDictionary(r => r.GetProperty("facility").GetString()!, r => r.GetProperty("cases").GetDecimal()).Where(r => r.Value > 0)
            .ShouldBe(expected, ignoreOrder: true);

        var rows = await Get("encounter_1?$filter=month ge '2026-01' and facility eq " +
            "'99001'&$select=month,encounters&$orderby=encounters desc&$top=2&$count=true");
        var values = rows.GetProperty("value").EnumerateArray().ToArray();
        values.Length.ShouldBe(2);
        values[0].EnumerateObject().Select(p => p.Name).ShouldBe(["month", "encounters"]);
        values[0].GetProperty("encounters").GetDecimal().ShouldBeGreaterThanOrEqualTo(values[1].GetProperty("encounters").GetDecimal());
        rows.GetProperty("@odata.count").GetInt32().ShouldBeGreaterThan(2);

        // Pages the server makes: following the links gives every row once.
        var all = (await Get("encounter_3?$count=true")).GetProperty("@odata.count").GetInt32();
        using var first = new HttpRequestMessage(HttpMethod.Get, "/odata/encounter_3");
        first.Headers.Add("Prefer", "odata.maxpagesize=7");
        var page = await (await person.SendAsync(first, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        var ids = new List<string>();
        while (true)
        {
            ids.AddRange(page.GetProperty("value").EnumerateArray().Select(r => r.GetProperty("Id").GetString()!));
            if (!page.TryGetProperty("@odata.nextLink", out var next)) break;
            using var more = new HttpRequestMessage(HttpMethod.Get, next.GetString());
            more.Headers.Add("Prefer", "odata.maxpagesize=7");
            page = await (await person.SendAsync(more, Stop)).Content.ReadFromJsonAsync<JsonElement>(Stop);
        }
        ids.Count.ShouldBe(all);
        ids.Distinct().Count().ShouldBe(all);

        using var clerk = await portal.Person("can-bo");
        (await clerk.GetFromJsonAsync<JsonElement>("/odata/encounter_1", Stop)).GetProperty("value").EnumerateArray()
            .Select(r => r.GetProperty("facility").GetString()).Distinct().ShouldBe(["99010"]);
        (await clerk.GetFromJsonAsync<JsonElement>("/odata/encounter_1?$filter=facility eq '99001'", Stop)).GetProperty("value")
            .GetArrayLength().ShouldBe(0);
        var one = all > 0 ? ids[all / 2] : "";
        var read = await Get($"encounter_3('{Uri.EscapeDataString(one)}')?$select=Id,encounters");
        read.GetProperty("Id").GetString().ShouldBe(one);
        (await Get($"encounter_3(Id='{Uri.EscapeDataString(one)}')?$select=Id")).GetProperty("Id").GetString().ShouldBe(one);
        foreach (var absent in new[] { "99001~2026-01~khong-co", "", "%2F", "a''b" })
        {
            using var none = await person.GetAsync($"/odata/encounter_3('{absent}')", Stop);
            none.StatusCode.ShouldBe(HttpStatusCode.NotFound, absent);
            (await none.Content.ReadAsStringAsync(Stop)).ShouldContain("Không tìm thấy", Case.Sensitive, absent);
        }
        using (var head = await person.SendAsync(new(HttpMethod.Head, "/odata/encounter_3?$top=1"), Stop))
        {
            head.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await head.Content.ReadAsByteArrayAsync(Stop)).ShouldBeEmpty();
        }
        foreach (var wrong in new[] { "$filter=khong_co eq 1", "$format=xml", "$format=atom", "$search=abc",
            "$compute=outpatient_cases mul 2 as x", "$expand=khong_co", "$top=-1", "$filter=" })
        {
            using var refused = await person.GetAsync($"/odata/encounter_1?{wrong}", Stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);
            var words = await refused.Content.ReadAsStringAsync(Stop);
            words.ShouldContain("Câu hỏi OData không đúng", Case.Sensitive, wrong);
            words.ShouldNotContain("   at ", Case.Sensitive, wrong);
            words.ShouldNotContain("StackTrace", Case.Insensitive, wrong);
        }
        using var nobody = portal.Anonymous();
        using var unknown = await nobody.GetAsync("/odata/encounter_1", Stop);
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        unknown.Headers.WwwAuthenticate.ToString().ShouldStartWith("Basic ");
        var told = await unknown.Content.ReadFromJsonAsync<JsonElement>(Stop);
        told.GetProperty("title").GetString().ShouldBe("Chưa đăng nhập");
        told.GetProperty("error").GetProperty("code").GetString().ShouldBe("401");
    }

    [Fact]
    public async Task Sets_have_speaking_names_and_words_and_answer_by_the_old_ones_too()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");

        var sets = (await person.GetFromJsonAsync<JsonElement>("/odata", Stop)).GetProperty("value").EnumerateArray()
            .Select(s => s.GetProperty("name").GetString()!).ToArray();
        sets.ShouldAllBe(name => !char.IsDigit(name.Last()), "a number tells nobody what a set holds");
        var metadata = await person.GetStringAsync("/odata/$metadata", Stop);
        metadata.ShouldContain("Khám, chữa bệnh theo cơ sở và tháng");
        metadata.ShouldContain("Lượt khám bệnh, chữa bệnh (lượt)");
        foreach (var feed in portal.Service<Analyse.Feeds>().All)
            (await Rows(feed.OldName)).ShouldBe(await Rows(feed.Name), feed.Name);

        async Task<string[]> Rows(string set) => [.. (await person.GetFromJsonAsync<JsonElement>($"/odata/{set}?$orderby=Id", Stop))
            .GetProperty("value").EnumerateArray().Select(r => r.GetRawText())];
    }

    [Fact]
    public async Task A_table_read_page_by_page_is_of_one_moment_whatever_is_committed_meanwhile()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        using var person = await portal.Person("chuyen-vien");
        using var his = await portal.Sender();
        var before = await Sum("/odata/kham_chua_benh_noi_o", null);

        (await Sum("/odata/kham_chua_benh_noi_o", async page =>
        {
            if (page > 1) return;
            using var sent = await his.PostAsync("/api/v1/deliveries",
                new StringContent(Envelopes.One("GIUA-CHUNG"), System.Text.Encoding.UTF8, "application/xml"), Stop);
            sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            await portal.Loaded();
        })).ShouldBe(before, "the pages after the load stand at the moment of the first");
        (await Sum("/odata/kham_chua_benh_noi_o", null)).ShouldBe(before + 1);

        foreach (var commit in new[] { "1", "-5", "abc", "", "1&commit=2", "99999999999999999999" })
        {
            using var gone = await person.GetAsync($"/odata/kham_chua_benh_noi_o?$skip=9&commit={commit}", Stop);
            gone.StatusCode.ShouldBe(HttpStatusCode.Gone, $"a page of a moment nobody knows is no first page: {commit}");
            (await gone.Content.ReadAsStringAsync(Stop)).ShouldContain("Hãy đọc lại từ đầu");
        }

        async Task<decimal> Sum(string first, Func<int, Task>? after)
        {
            var (sum, page, next) = (0m, 0, (string?)first);
            while (next is not null)
            {
                using var asked = new HttpRequestMessage(HttpMethod.Get, next);
                asked.Headers.Add("Prefer", "odata.maxpagesize=9");
                using var answer = await person.SendAsync(asked, Stop);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, next);
                var rows = await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
                sum += rows.GetProperty("value").EnumerateArray().Sum(r => r.GetProperty("encounters").GetDecimal());
                next = rows.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
                if (after is not null) await after(++page);
            }
            return sum;
        }
    }

    [Fact]
    public async Task A_page_costs_its_rows_and_not_the_feed_until_something_is_committed()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("can-bo", "facility-staff", "99010"));
        using var person = await portal.Person("chuyen-vien");
        using var clerk = await portal.Person("can-bo");
        var feeds = portal.Service<Analyse.Feeds>();

        foreach (var skip in Enumerable.Range(0, 5))
            await person.GetStringAsync($"/odata/kham_chua_benh_noi_o?$top=3&$skip={skip * 3}", Stop);
        feeds.Reads.ShouldBe(1);
        (await clerk.GetFromJsonAsync<JsonElement>("/odata/kham_chua_benh_noi_o", Stop)).GetProperty("value").EnumerateArray()
            .ShouldAllBe(r => r.GetProperty("facility").GetString() == "99010", "what is kept for one is not given to another");
        feeds.Reads.ShouldBe(2);

        await portal.House.Warehouse.Write(_ => Task.CompletedTask, Stop);
        await person.GetStringAsync("/odata/kham_chua_benh_noi_o?$top=3", Stop);
        feeds.Reads.ShouldBe(3);
    }
}
