using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.Search;
using HealthWarehouse.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Web.Tests;

/// <summary>Only a refusal is told as a person's fault; what a library throws is ours: kept in the log, not shown.</summary>
public partial class RefusalsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>Where a library tells only by such an exception that a text is not what it should be, and what then follows.</summary>
    private static readonly Dictionary<string, string> Parsing = new()
    {
        ["HealthWarehouse/Analyse/Disclosure/Restricted.cs"] = "a pattern that is none touches nothing",
        ["HealthWarehouse/Catalogue/ImportRules.cs"] = "a declared pattern that is none stops the start",
        ["HealthWarehouse/Collect/Encodings.cs"] = "an encoding nobody knows refuses the delivery",
        ["HealthWarehouse/Guard/Audit/AuditTurns.cs"] = "a signature that is no base64 proves nothing",
        ["HealthWarehouse/Guard/Systems/PublicKeys.cs"] = "a key that is none is refused in words",
        ["HealthWarehouse/Sheets/SheetFile.cs"] = "what a broken workbook makes its reader do is told as the file's fault",
        ["HealthWarehouse.Web/Accounts/Passkeys.cs"] = "a credential that is none proves nothing",
        ["HealthWarehouse.Web/Rooms/Deliveries/DeliveryIntake.cs"] = "a body whose content is no base64 is refused in words",
        ["HealthWarehouse.Web/Shared/PageParameters.cs"] = "a value of an address that is not of its type is refused in words",
        ["HealthWarehouse.Web/Tokens/AssertionForms.cs"] = "an assertion that is none is judged by who reads it next",
        ["HealthWarehouse.Web/Tokens/TokenEvents.cs"] = "an assertion that is none names nobody",
    };

    [Fact]
    public void Exceptions_of_the_platform_are_caught_only_where_a_text_is_parsed() => Sources(Caught()).ShouldBe(Parsing.Keys, true);

    [Fact]
    public void Nothing_of_ours_throws_what_a_parser_throws() => Sources(Thrown()).ShouldBeEmpty();

    [Fact]
    public async Task A_fault_of_ours_is_a_500_with_its_log_and_a_refusal_is_told_in_its_words()
    {
        const string inside = "Value does not fall within the expected range. (Parameter 'seed')";
        await using var portal = await TestPortal.Instead(
            services => services.AddSingleton<Finder>(_ => throw new ArgumentException(inside)), ("chuyen-vien", "specialist", null));
        using var log = new LogLines();
        portal.Service<ILoggerFactory>().AddProvider(log);
        using var person = await portal.Person("chuyen-vien");

        foreach (var address in (string[])["/api/v1/search?q=a", "/tim?q=a"])
        {
            using var broken = await person.GetAsync(address, Stop);
            broken.StatusCode.ShouldBe(HttpStatusCode.InternalServerError, address);
            var told = WebUtility.HtmlDecode(await broken.Content.ReadAsStringAsync(Stop));
            told.ShouldContain("Hệ thống gặp sự cố");
            told.ShouldNotContain("expected range");
        }
        log.Lines.Count(line => line.Contains(inside, StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(2);

        using var refused = await person.GetAsync("/api/v1/query?measure=encounters&period=nam-nay", Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("'nam-nay' không phải là kỳ báo cáo");
        log.Lines.ShouldNotContain(line => line.Contains("nam-nay", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("9999-12-31"), InlineData("0001-01-01"), InlineData("2026-02-30"), InlineData("hôm qua")]
    public void A_day_no_term_can_be_counted_from_is_refused(string typed)
    {
        TypedDay.TryParse(typed, out _).ShouldBeFalse();
        Should.Throw<FieldException>(() => TypedDay.Of(typed, "from")).Field.ShouldBe("from");
        TypedDay.Of(" 2026-02-28 ").ShouldBe(new(2026, 2, 28));
        TypedDay.Of(" ").ShouldBeNull();
    }

    private static IEnumerable<string> Sources(Regex holding) =>
        Directory.EnumerateFiles(Repo.File("src"), "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" && !f.Contains("node_modules", StringComparison.Ordinal))
            .Where(f => holding.IsMatch(File.ReadAllText(f)))
            .Select(f => Path.GetRelativePath(Repo.File("src"), f).Replace('\\', '/'));

    [GeneratedRegex(@"catch \((Format|Argument\w*)Exception|\b(is|or|not)\s+(Format|Argument\w*)Exception\b")]
    private static partial Regex Caught();

    [GeneratedRegex(@"new (System\.)?FormatException\(|: FormatException\(")] private static partial Regex Thrown();
}
