using System.Text.RegularExpressions;

namespace HealthWarehouse.Tests;

/// <summary>
/// The plan of the portal: what its rooms share stands in folders beside them; a room enters only those of the others that are named here.
/// It enters one by naming a type of it, a component's tag included.
/// </summary>
public partial class HousePlanSpec
{
    /// <summary>Folders every room may use.</summary>
    private static readonly string[] ForAll = ["Access", "Accounts", "Shared", "Sheets", "Tokens"];

    private static readonly Dictionary<string, string[]> MayEnter = new()
    {
        ["Rooms/Account"] = ["Rooms/Accounts", "Rooms/SignIn"],
        ["Rooms/Accounts"] = ["Rooms/Account"],
        ["Rooms/Catalogue"] = [],
        ["Rooms/Connections"] = ["Rooms/Account", "Rooms/Accounts"],
        ["Rooms/Dashboards"] = ["Rooms/Explore", "Rooms/Reports"],
        ["Rooms/Deliveries"] = ["Rooms/Findings", "Rooms/Records"],
        ["Rooms/Dictionary"] = [],
        ["Rooms/Explore"] = ["Rooms/Accounts", "Rooms/Measures", "Rooms/Records", "Rooms/Reports", "Rooms/Search"],
        ["Rooms/Feeds"] = [],
        ["Rooms/Findings"] = ["Rooms/Deliveries", "Rooms/Records"],
        ["Rooms/Help"] = ["Rooms/Account"],
        ["Rooms/Home"] = ["Rooms/Accounts", "Rooms/Deliveries", "Rooms/Findings", "Rooms/Operate", "Rooms/Reports"],
        ["Rooms/Imports"] = ["Rooms/Deliveries", "Rooms/Sources"],
        ["Rooms/Keys"] = [],
        ["Rooms/Measures"] = ["Rooms/Reports"],
        ["Rooms/Openings"] = ["Rooms/Accounts"],
        ["Rooms/Operate"] = ["Rooms/Deliveries", "Verbs"],
        ["Rooms/Privacy"] = ["Rooms/Account", "Rooms/Accounts", "Rooms/Search", "Rooms/Security"],
        ["Rooms/Published"] = [],
        ["Rooms/Records"] = ["Rooms/Openings"],
        ["Rooms/Reports"] = ["Rooms/Explore"],
        ["Rooms/Search"] = ["Rooms/Accounts", "Rooms/Reports"],
        ["Rooms/Security"] = ["Rooms/Account"],
        ["Rooms/SenderShapes"] = ["Rooms/Accounts", "Rooms/Deliveries"],
        ["Rooms/Shredding"] = [],
        ["Rooms/SignIn"] = [],
        ["Rooms/Sources"] = [],
    };

    private static readonly ILookup<string, string> Entered = Doors();

    public static TheoryData<string> PortalRooms => [.. Entered.Select(e => e.Key)];

    [Theory, MemberData(nameof(PortalRooms))]
    public void A_room_of_the_portal_enters_only_the_rooms_on_the_plan(string room)
    {
        MayEnter.ShouldContainKey(room, $"'{room}' is not on the plan.");

        Entered[room].Where(used => used.Length > 0).Except(MayEnter[room]).ShouldBeEmpty();
        MayEnter[room].Except(Entered[room]).ShouldBeEmpty("doors nobody goes through");
    }

    [Fact]
    public void The_plan_of_the_portal_is_printed_in_ARCHITECTURE()
    {
        var printed = File.ReadAllLines(Repo.File("ARCHITECTURE.md")).Select(l => PortalLine().Match(l)).Where(m => m.Success)
            .ToDictionary(m => m.Groups[1].Value, m =>
                m.Groups[2].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(r => r != "–").ToArray());

        printed.Keys.ShouldBe(MayEnter.Keys);
        foreach (var (room, doors) in MayEnter) printed[room].ShouldBe(doors, $"doors of {room}");
    }

    /// <summary>Which room names types of which other; a room that names none has one empty entry.</summary>
    private static ILookup<string, string> Doors()
    {
        var root = Repo.File("src/HealthWarehouse.Web");
        var files = new[] { "*.cs", "*.razor" }
            .SelectMany(kind => Directory.EnumerateFiles(root, kind, SearchOption.AllDirectories))
            .Select(f => (Path: Path.GetRelativePath(root, f).Split(Path.DirectorySeparatorChar), Text: File.ReadAllText(f)))
            .Where(f => f.Path.Length > 1 && f.Path[^1] != "_Imports.razor" && f.Path[0] is not ("bin" or "obj" or "Client" or "wwwroot"))
            .Select(f => (Room: f.Path[0] == "Rooms" ? $"Rooms/{f.Path[1]}" : f.Path[0], Name: f.Path[^1], f.Text)).ToArray();
        var declared = files.SelectMany(f => Declared().Matches(f.Text).Select(m => (Type: m.Groups[2].Value, f.Room, m.Groups[1].Success))
            .Append((Type: f.Name.Split('.')[0], f.Room, Success: f.Name.EndsWith(".razor", StringComparison.Ordinal))));
        var owners = declared.GroupBy(d => d.Type).Where(g => g.Any(d => d.Success) && g.Select(d => d.Room).Distinct().Count() == 1)
            .ToDictionary(g => g.Key, g => g.First().Room);
        return files.Where(f => f.Room.StartsWith("Rooms/", StringComparison.Ordinal)).SelectMany(f => Entered(f.Text)
            .Where(owner => owner != f.Room && !ForAll.Contains(owner)).Append("").Select(owner => (f.Room, owner)))
            .Distinct().ToLookup(d => d.Room, d => d.owner);

        IEnumerable<string> Entered(string text)
        {
            var members = Members().Matches(text).Select(m => m.Groups[1].Value).ToHashSet();
            return Named().Matches(Aside().Replace(text, "")).Select(m => m.Value).Where(name => !members.Contains(name))
                .Select(name => owners.GetValueOrDefault(name, "")).Where(owner => owner.Length > 0);
        }
    }

    /// <summary>Types; the first group tells those that stand by themselves.</summary>
    [GeneratedRegex(@"^(public|internal)?[\w ]*?\b(?:class|record struct|record|enum|interface|struct) ([A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declared();

    [GeneratedRegex(@"(?<![\w.\-/""])[A-Z]\w+\b(?!\()|(?<=new )[A-Z]\w+")] private static partial Regex Named();

    /// <summary>Members of a type: they may bear the name of a type elsewhere.</summary>
    [GeneratedRegex(@"[\w>?\])] ([A-Z]\w*) (?:\{ get|=> |= )")] private static partial Regex Members();

    /// <summary>Comments and plain texts of code.</summary>
    [GeneratedRegex(@"//.*|(?<![=$])""[^""\n{]*""")] private static partial Regex Aside();

    [GeneratedRegex(@"^\| (Rooms/\w+) \| ([^|]*?) \|")] private static partial Regex PortalLine();
}
