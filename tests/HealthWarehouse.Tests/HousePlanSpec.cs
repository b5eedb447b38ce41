using System.Text.RegularExpressions;

namespace HealthWarehouse.Tests;

/// <summary>The plan of the house: who may use whom. The same lines are printed in ARCHITECTURE.md.</summary>
public partial class HousePlanSpec
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Concepts"] = [],
        ["Sheets"] = ["Concepts"],
        ["Catalogue"] = ["Concepts", "Sheets"],
        ["Store"] = ["Concepts"],
        ["Guard"] = ["Concepts", "Catalogue", "Store"],
        ["Collect"] = ["Concepts", "Sheets", "Catalogue", "Store", "Guard"],
        ["Standardise"] = ["Concepts", "Catalogue", "Store", "Guard"],
        ["Link"] = ["Concepts", "Catalogue", "Store", "Guard"],
        ["Analyse"] = ["Concepts", "Catalogue", "Store", "Guard"],
        ["Report"] = ["Concepts", "Catalogue", "Store", "Guard", "Analyse"],
        ["Share"] = ["Concepts", "Catalogue", "Store", "Guard", "Analyse", "Report"],
        ["Loading"] = ["Concepts", "Catalogue", "Store", "Guard", "Collect", "Standardise", "Link", "Analyse"],
        ["Records"] = ["Concepts", "Catalogue", "Store", "Guard", "Collect", "Standardise"],
        ["Operate"] = ["Concepts", "Catalogue", "Store", "Guard", "Collect", "Standardise", "Link", "Analyse", "Report", "Share", "Loading",
            "Records"],
    };

    public static TheoryData<string> Rooms =>
        [.. Directory.EnumerateDirectories(Repo.File("src/HealthWarehouse")).Select(d => Path.GetFileName(d)!)
        .Where(d => d is not ("bin" or "obj"))];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_opens_only_the_doors_on_the_plan(string room)
    {
        MayUse.ShouldContainKey(room, $"'{room}' is not on the plan.");

        var opened = Directory.EnumerateFiles(Repo.File($"src/HealthWarehouse/{room}"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Used().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Where(used => used != room && MayUse.ContainsKey(used)).Distinct();

        opened.Except(MayUse[room]).ShouldBeEmpty();
    }

    [Fact]
    public void The_plan_printed_in_ARCHITECTURE_is_the_one_enforced()
    {
        var printed = File.ReadAllLines(Repo.File("ARCHITECTURE.md")).Select(l => Line().Match(l))
            .Where(m => m.Success && m.Groups[1].Value != "Room")
            .ToDictionary(m => m.Groups[1].Value, m =>
                m.Groups[2].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(r => r != "–").ToArray());

        printed.Keys.ShouldBe(MayUse.Keys);
        foreach (var (room, doors) in MayUse) printed[room].ShouldBe(doors, $"doors of {room}");
    }

    [Fact]
    public void Nothing_that_a_circular_can_change_is_written_in_code()
    {
        // Names of elements belong to catalogue/contracts; the few that the code knows are the two halves of an episode's key, for its own
        // messages.
        var known = new[] { "MA_LK", "MA_CSKCB", "MACSKCB_MISMATCH" };
        var strays = Directory.EnumerateFiles(Repo.File("src/HealthWarehouse"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => Element().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Where(e => !known.Contains(e))
                .Distinct();

        strays.ShouldBeEmpty();
    }

    [GeneratedRegex(@"HealthWarehouse\.(\w+)")] private static partial Regex Used();
    [GeneratedRegex(@"^\| (\w+) \| ([^|]*?) \|")] private static partial Regex Line();
    [GeneratedRegex("\"((?:MA|NGAY|SO|T|TEN|HO|GIOI|KET|CHAN)_[A-Z_]{2,})\"")] private static partial Regex Element();
}
