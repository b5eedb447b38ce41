using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>The register of processing activities: what is declared, what stops the start, when assessments are due.</summary>
public sealed class ProcessingSpec : IDisposable
{
    private static readonly CatalogueFiles Declared = CatalogueFiles.Load(Repo.File("catalogue"));
    private readonly string _folder = Directory.CreateTempSubdirectory("khoyte-register-").FullName;

    [Fact]
    public void Every_purpose_of_reading_belongs_to_one_activity_with_basis_article_and_owner()
    {
        var (register, day) = (Declared.Privacy.Processing, new DateOnly(2026, 11, 25));
        foreach (var purpose in Declared.Purposes) register.Of(purpose.Id, day).ShouldNotBeNull(purpose.Id);
        register.On(day).Select(a => a.Id).ShouldBe(
            ["claims-collection", "linkage", "statutory-reports", "dashboards", "treatment-lookup", "inspection", "subject-requests",
                "incident-handling", "ioc-sharing", "ministry-sharing", "open-data", "research", "audit", "accounts"], ignoreOrder: true);
        register.Activities.ShouldAllBe(a => a.Article.Length > 0 && a.Owner.Length > 0 && a.Measures.Count > 0 && !a.Abroad);
        register.IsSensitive(register.Find("claims-collection", day)!).ShouldBeTrue();
        register.IsSensitive(register.Find("accounts", day)!).ShouldBeFalse();
    }

    [Theory]
    [InlineData("purposes: [report-check]", "", "report-check")]
    [InlineData("purposes: [treatment]", "purposes: [treatment, chua-co]", "chua-co")]
    [InlineData("purposes: [inspection]", "purposes: [inspection, treatment]", "treatment")]
    [InlineData("data: [account, log]", "data: [account, la]", "không có loại dữ liệu 'la'")]
    [InlineData("dpia: { state: in-work }", "dpia: { state: done }", "state và done")]
    [InlineData("owner: Thanh tra Sở", "owner: Thanh tra Sở\n    abroad: true", "nước ngoài")]
    [InlineData("owner: Thanh tra Sở", "owner: Thanh tra Sở\n    la: 1", "la")]
    [InlineData("id: linkage", "id: claims-collection", "trùng ngày hiệu lực")]
    public void A_register_that_does_not_hold_together_stops_the_start(string text, string instead, string says)
    {
        Copy("processing.yaml", t => t.Replace(text, instead, StringComparison.Ordinal));

        Should.Throw<DeclarationException>(() => PrivacyFiles.Load(_folder).Verify(Declared.Purposes)).Message.ShouldContain(says);
    }

    [Fact]
    public void An_activity_has_the_version_of_the_day()
    {
        Copy("processing.yaml", t =>
            t.Replace("  - id: accounts\n    name: Quản lý tài khoản người dùng\n    valid_from: \"2026-07-01\"",
            "  - id: accounts\n    name: Tài khoản, bản đầu\n    valid_from: \"2026-07-01\"\n    valid_to: \"2026-09-30\"",
            StringComparison.Ordinal)
            + t[t.IndexOf("  - id: accounts", StringComparison.Ordinal)..]
                .Replace("valid_from: \"2026-07-01\"", "valid_from: \"2026-10-01\"", StringComparison.Ordinal));
        var register = PrivacyFiles.Load(_folder).Processing;

        register.Verify(Declared.Purposes);
        register.Find("accounts", new(2026, 9, 30))!.Name.ShouldBe("Tài khoản, bản đầu");
        register.Find("accounts", new(2026, 10, 1))!.Name.ShouldBe("Quản lý tài khoản người dùng");
        register.Find("accounts", new(2026, 6, 30)).ShouldBeNull();
        register.Versions("accounts").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(DpiaState.NotStarted, null, null, "2026-11-30")]                      // 60 days from the start
    [InlineData(DpiaState.Done, "2026-11-01", null, "2027-05-01")]                    // six months after the last
    [InlineData(DpiaState.Done, "2026-11-01", "2026-12-05", "2026-12-15")]            // ten days after a listed change
    [InlineData(DpiaState.Done, "2026-11-01", "2026-10-05", "2027-05-01")]            // a change before it counts no more
    [InlineData(DpiaState.NotNeeded, null, null, null)]
    public void An_assessment_is_due_when_the_law_says(DpiaState state, string? done, string? changed, string? due)
    {
        var activity =
            Declared.Privacy.Processing.Activities[0] with { Started = new(2026, 10, 1), Dpia = new(state, Day(done), Day(changed)) };

        activity.DpiaDue(Declared.Privacy.Processing.Dpia, Declared.Privacy.Holidays.Calendar).ShouldBe(Day(due));
    }

    [Fact]
    public void A_holiday_of_a_year_not_announced_stops_the_start()
    {
        Copy("holidays.yaml", t => t.Replace("years: [2026, 2027]", "years: [2026]", StringComparison.Ordinal));

        Should.Throw<DeclarationException>(() => PrivacyFiles.Load(_folder).Verify(Declared.Purposes)).Message.ShouldContain("2027");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Copy(string changed, Func<string, string> change)
    {
        foreach (var name in new[] { "processing.yaml", "requests.yaml", "consents.yaml", "incidents.yaml", "disclosures.yaml",
            "holidays.yaml" })
        {
            var text = File.ReadAllText(Repo.File($"catalogue/{name}"));
            File.WriteAllText(Path.Combine(_folder, name), name == changed ? change(text) : text);
        }
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
