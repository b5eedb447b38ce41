using System.Net;
using System.Reflection;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// Questions over OData made to keep the server busy or to find out more: what is not declared is refused in words before the library reads
/// it.
/// </summary>
public sealed class FeedQuestionsSpec(Town town) : IClassFixture<Town>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly FeedRules Rules = CatalogueFiles.Load(Repo.File("catalogue")).Feeds;

    private static readonly string[] Hostile =
    [
        "$filter=matchesPattern(facility_name,'^(a+)+$')", "$filter=matchesPattern%20(facility_name,'^(a+)+$')",
            "$filter=MATCHESPATTERN(facility_name,'a')", "filter=matchesPattern(facility_name,'a')",
            "$apply=filter(matchesPattern(facility_name,'^(a+)+$'))",
        "$apply=filter(contains(facility,'9'))/groupby((facility),aggregate(encounters with sum as " +
            "n))/filter(matchesPattern(facility,'a'))", "$orderby=matchesPattern(facility_name,'a')",
                "$filter=cast(encounters,'Edm.String') eq '1'", "$filter=geo.distance(a,b) lt 1",
        "$filter=contains(facility_name,@p)&@p='a'", "$expand=khong", "$search=a", "$compute=encounters mul 2 as x",
            "$apply=compute(encounters mul 2 as x)", "$apply=expand(x)", "$levels=max", "$skiptoken=a&$deltatoken=b", "khac=1",
    ];

    [Fact]
    public async Task What_is_not_declared_is_refused_in_words()
    {
        var person = await town.As("specialist");
        string[] large = [$"$filter={new string('(', Rules.Depth + 1)}facility eq '1'{new string(')', Rules.Depth + 1)}",
            $"$filter={string.Join("or", Enumerable.Repeat("(1)", Rules.Words))}",
            $"$filter=facility eq '{new string('a', Rules.Length)}'"];
        foreach (var question in Hostile.Concat(large))
        {
            using var answer = await person.GetAsync($"/odata/encounter_1?{question}", Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, question.Length > 200 ? question[..200] : question);
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("Câu hỏi OData không đúng", Case.Sensitive, question);
        }
        foreach (var question in new[] { "$filter=contains(tolower(facility_name),'trạm (y tế)''') and not (month lt '2026-01')",
            "$filter=facility in ('99010','99001')", "$filter=startsWith(facility,'99') and toLower(facility) ne 'x'",
            "$apply=filter(month ge '2026-01')/groupby((facility),aggregate(encounters with sum as n))",
            "$select=facility,encounters&$orderby=encounters desc&$top=3&$count=true" })
            (await person.GetAsync("/odata/encounter_1?" +
                Uri.EscapeDataString(question).Replace("%3D", "=").Replace("%24", "$").Replace("%26", "&"), Stop))
                .StatusCode.ShouldBe(HttpStatusCode.OK, question);
    }

    /// <summary>What the library fails over is the fault of the question, not of the house.</summary>
    [Theory]
    [InlineData("$filter=encounters div 0 gt 1", "chia cho 0")]
    [InlineData("$filter=encounters div (encounters sub encounters) gt 1&$top=1", "chia cho 0")]
    [InlineData("$filter=encounters mul 79228162514264337593543950335 gt 1", "số quá lớn")]
    [InlineData("$filter=encounters eq 1e400", "số quá lớn")]
    [InlineData("$apply=aggregate(encounters with sum as n,encounters with max as n)", "Không hiểu câu hỏi")]
    [InlineData("$apply=groupby((facility),aggregate(encounters with sum as facility))", "Không hiểu câu hỏi")]
    [InlineData("$apply=aggregate(facility with sum as n)", "Không hiểu câu hỏi")]
    [InlineData("$skiptoken=", "không dùng được ở đây")]
    public async Task What_cannot_be_worked_out_is_refused_in_words(string question, string words)
    {
        var person = await town.As("specialist");
        using var answer = await person.GetAsync($"/odata/encounter_1?{question}", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, question);
        var told = await answer.Content.ReadAsStringAsync(Stop);
        told.ShouldContain(words);
        told.ShouldNotContain("Microsoft.");
        JsonDocument.Parse(told).RootElement.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(words, Case.Sensitive,
            "where programmes that read OData look for it");
    }

    [Fact]
    public async Task How_a_programmer_would_allow_more_is_told_to_nobody()
    {
        var person = await town.As("specialist");
        var chain = string.Join(" or ", Enumerable.Repeat("encounters eq 1", 99));
        (await (await person.GetAsync($"/odata/encounter_1?$filter={chain}", Stop)).Content.ReadAsStringAsync(Stop))
            .ShouldNotContain("EnableQueryAttribute");
        (await (await person.GetAsync("/odata/encounter_1('99001~2026-01')?$filter=true", Stop)).Content.ReadAsStringAsync(Stop))
            .ShouldNotContain("EnableQueryAttribute");
    }

    [Theory]
    [InlineData("/odata?$format=xml", "ở đây có json")]
    [InlineData("/odata/$metadata?$format=atom", "ở đây có xml, json")]
    [InlineData("/odata/$metadata?$filter=1", "không dùng được ở đây")]
    public async Task The_list_and_the_description_pass_nothing_over(string address, string words)
    {
        var person = await town.As("specialist");
        using var answer = await person.GetAsync(address, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain(words);
        (await person.GetAsync("/odata/$metadata?$format=application/xml", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("facility eq 'matchesPattern('", null)]
    [InlineData("facility eq 'it''s matchesPattern(' and contains(a,'b')", null)]
    [InlineData("facility eq '' and matchesPattern(a,'b')", "matchesPattern")]
    [InlineData("facility eq '''' and matchesPattern(a,'b')", "matchesPattern")]
    [InlineData("a.matchesPattern(a,'b')", "a.matchesPattern")]
    public void Text_between_marks_is_text_and_nothing_else_is(string filter, string? refused) =>
        (Rules.Fault("$filter", filter) is { } fault ? fault.Split('\'')[1] : null).ShouldBe(refused);

    [Fact]
    public async Task The_entry_gives_every_pattern_an_end()
    {
        var before = AppDomain.CurrentDomain.GetData("REGEX_DEFAULT_MATCH_TIMEOUT");
        AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", null);
        try
        {
            var done = typeof(Portal).Assembly.EntryPoint!.Invoke(null, [new[] { "--version" }]);
            if (done is Task task) await task;
            AppDomain.CurrentDomain.GetData("REGEX_DEFAULT_MATCH_TIMEOUT").ShouldBeOfType<TimeSpan>()
                .ShouldBeInRange(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        }
        finally
        {
            AppDomain.CurrentDomain.SetData("REGEX_DEFAULT_MATCH_TIMEOUT", before);
        }
    }
}
