using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>
/// Every declared rule tells what its examples say it tells and is silent where they say so; findings are kept once, grow, and are
/// answered.
/// </summary>
public class AnomaliesSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));

    public static TheoryData<string> Rules => [.. Catalogue.Anomalies.Rules.Select(r => r.Id)];

    [Theory, MemberData(nameof(Rules))]
    public void A_rule_tells_what_its_examples_say(string id)
    {
        var rule = Catalogue.Anomalies.Rule(id)!;
        foreach (var example in rule.Examples.Fires) Sees(rule, example).ShouldBeTrue($"{id} phải báo: {example}");
        foreach (var example in rule.Examples.Quiet) Sees(rule, example).ShouldBeFalse($"{id} không được báo: {example}");
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.PostgreSql)]
    public async Task Findings_come_as_the_audit_grows_are_kept_once_and_open_again_when_they_grow(Engine engine)
    {
        await using var test = await TestAudit.Open(engine);
        var anomalies = new Anomalies(Catalogue, test.Operations, test.Log, test.Clock);
        for (var i = 0; i < 8; i++) await test.Log.Write(new("an", "refused", "route", $"{i}"), Stop);
        (await anomalies.Look(Stop)).ShouldBe(0);
        // The tenth refusal within the quarter of an hour comes after the look: what was before still counts.
        for (var i = 0; i < 2; i++) await test.Log.Write(new("an", "refused", "route", $"{i}"), Stop);
        await anomalies.Look(Stop);
        var finding = (await anomalies.Findings(true, null, null, 10, Stop)).ShouldHaveSingleItem();
        (finding.Rule, finding.Account, finding.FirstSeq, finding.LastSeq).ShouldBe(("refusals", "an", 1, 10));
        (await anomalies.Ask(new(2026, 11, 1), new(2026, 11, 1), Stop)).ShouldHaveSingleItem().Rule.Id.ShouldBe("refusals");
        (await anomalies.Ask(new(2026, 11, 2), new(2026, 11, 3), Stop)).ShouldBeEmpty();

        await Should.ThrowAsync<RefusedException>(() => anomalies.Answer(finding.Id, finding.LastSeq, " ", Viewer.House, Stop));
        await anomalies.Answer(finding.Id, finding.LastSeq, "Đã gọi hỏi: quên mật khẩu.", Viewer.House, Stop);
        (await anomalies.Findings(true, null, null, 10, Stop)).ShouldBeEmpty();
        await test.Log.Write(new("an", "refused", "route", "lại nữa"), Stop);
        await anomalies.Look(Stop);
        (await anomalies.Findings(true, null, null, 10, Stop)).ShouldHaveSingleItem().Note.ShouldBe("Đã gọi hỏi: quên mật khẩu.");
        (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
    }

    [Theory, InlineData("Tôn Thất An", "TÔN THỊ BÌNH", true), InlineData("Nguyễn Văn An", "Nguyễn Thị Bình", false),
        InlineData("Tôn Thất An", "Trần Thị Bình", false), InlineData("Tôn", "Tôn Thị Bình", false), InlineData("Tôn Thất An", null, false)]
    public async Task A_rare_surname_in_common_is_seen_and_a_common_one_is_not(string viewer, string? patient, bool expected)
    {
        await using var test = await TestAudit.Open();
        new PersonalReads(Catalogue, test.Log, null!).IsOfSameSurname(new("an", viewer, "specialist"), patient).ShouldBe(expected);
    }

    private static bool Sees(AnomalyRule rule, AnomalyExample e)
    {
        var watch = new AnomalyWatch([rule], ["10.0.0.0/8"]);
        return Enumerable.Range(0, e.Times).SelectMany(i => watch.Look(new AuditRow
        {
            Seq = i + 1, At = e.At.AddHours(-7).AddSeconds(i * e.EverySeconds)
                .ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture), Account = e.Account,
                Action = e.Action, ObjectType = "message", ObjectId = $"{i}", Hash = "",
            Form = 2, AccountType = e.AccountType, Result = e.Result, Source = e.Source, Detail = e.Detail,
                Persons = string.Join(';', Enumerable.Range(1, e.Persons)),
        }).ToArray()).Any();
    }
}
