using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// Every named question of the warehouse and of operations is bound to what its asker may see, or holds nothing that is bound; a new one
/// must be classed in docs/access.md.
/// </summary>
public sealed partial class RowScopeSpec
{
    /// <summary>Classes as docs/access.md gives them: a row a class, its questions in the last column.</summary>
    private static readonly Dictionary<string, string> Classes = File.ReadAllLines(Repo.File("docs/access.md")).Select(l => l.Split(" | "))
        .Where(row => row.Length == 3 && Known.Contains(row[0].TrimStart('|', ' ')))
            .SelectMany(row => Named().Matches(row[2]).Select(m => (Question: m.Groups[1].Value, Class: row[0].TrimStart('|', ' '))))
            .ToDictionary(q => q.Question, q => q.Class);

    /// <summary>
    /// facilities: bound by $allowed. residents: by $allowed and $residents. senders: by $senders, the senders somebody may see. sender: by
    /// the sender that asks. account: by the account that asks. one: a single thing by its id, judged by its caller before it is shown.
    /// house: the machine itself, never shown as it is. officer: for the holders of a right that has no bounds. reference: no data of
    /// persons or facilities' work.
    /// </summary>
    private static string[] Known => ["facilities", "residents", "senders", "sender", "account", "one", "house", "officer", "reference"];

    private static readonly Dictionary<string, string[]> Binds =
        new() { ["facilities"] = ["$allowed"], ["residents"] = ["$allowed", "$residents"], ["senders"] = ["$senders"],
        ["sender"] = ["$sender"], ["account"] = ["$account"] };

    public static TheoryData<string> Questions() =>
        new(Directory.EnumerateFiles(Repo.File("warehouse/ask"), "*.sql", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(Repo.File("warehouse/ask"), f).Replace('\\', '/')));

    [Theory, MemberData(nameof(Questions))]
    public void Every_question_is_classed_and_names_what_binds_it(string file)
    {
        var name = Twin().Replace(file, "");
        Classes.ShouldContainKey(name, $"Hãy xếp warehouse/ask/{file} vào một lớp trong docs/access.md");
        var sql = File.ReadAllText(Repo.File($"warehouse/ask/{file}"));
        foreach (var bind in Binds.GetValueOrDefault(Classes[name], []))
            string.Join('\n', sql.Split('\n').Where(l => !l.StartsWith("--", StringComparison.Ordinal))).ShouldContain(bind);
    }

    [Fact]
    public void No_class_is_left_of_a_question_that_is_gone() =>
        Classes.Keys.Except(Questions().Select(q => Twin().Replace(q.Data, ""))).ShouldBeEmpty();

    [Fact]
    public async Task Freshness_and_sendings_count_only_what_the_asker_may_see()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Made.Envelope(test, "inpatient", 1));
        await test.Load(Made.Envelope(test, "outpatient", 2));
        var (desk, year) = (new Desk(test.House), Period.Parse("2026"));
        var (all, own, none) =
            (Desk.Specialist("an"), Desk.Specialist("an") with { Facilities = ["99010"] }, Desk.Specialist("an") with { Facilities = [] });
        var residents = Desk.Specialist("an") with { Communes = ["99101"] };

        foreach (var (viewer, episodes) in new[] { (all, 2), (own, 1), (none, 0), (residents, 1), (all, 2) })
        {
            (await desk.Figures.Fresh(year, viewer)).Episodes.ShouldBe(episodes);
            (await desk.Figures.Sendings(year, viewer)).Sum(s => s.Episodes).ShouldBe(episodes);
        }
        (await desk.Figures.Sendings(year, own)).Select(s => s.FacilityCode).ShouldBe(["99010"]);
        (await desk.Figures.Sendings(year, none)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_outside_the_scope_is_not_shown_nor_one_of_no_facility()
    {
        await using var test = await TestHouse.Open();
        await test.Load(Made.Envelope(test, "inpatient", 1));
        var desk = new Desk(test.House);
        var place = await desk.Place("VD00001");
        foreach (var viewer in new[] { Desk.Specialist("an") with { Facilities = ["99010"] },
            Desk.Specialist("an") with { Communes = ["99110"] } })
        {
            await Should.ThrowAsync<NotAllowedException>(() => desk.Messages.Open(place.RecordKey, viewer, "quality"));
            (await desk.Office.Failing<object>(new(new(2020, 1, 1), new(2030, 1, 1)), null, null, 10, 0, viewer)).ShouldBeEmpty();
            await Should.ThrowAsync<NotAllowedException>(() =>
                desk.Reads.ReadRecord(viewer, "quality", "message", place with { FacilityCode = null, CommuneCode = null }, _ =>
                Task.FromResult(true)));
        }
    }

    [GeneratedRegex("`([a-z-]+/[a-z-]+)`")] private static partial Regex Named();

    [GeneratedRegex(@"(\.(duckdb|postgresql|sqlite))?\.sql$")] private static partial Regex Twin();
}
