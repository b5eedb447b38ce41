namespace HealthWarehouse.Catalogue;

/// <summary>What stands on the first pages (catalogue/homes.yaml).</summary>
/// <param name="Figures">Key figures, in their order.</param>
/// <param name="Changes">Measures whose change is taken apart.</param>
/// <param name="Parts">How many parts of a change are named; the others are one.</param>
/// <param name="FewestRecords">Facilities with fewer records are not told as those of the weakest data: one slip is no weakness.</param>
/// <param name="Map">Measures of the map, one a layer.</param>
/// <param name="Peers">What a facility is compared by.</param>
/// <param name="Tasks">Main tasks of each role.</param>
public sealed record HomeFile(
    IReadOnlyList<string> Figures, IReadOnlyList<HomeChange> Changes, int Parts, int FewestRecords, IReadOnlyList<string> Map,
    PeerRules Peers, IReadOnlyList<HomeTask> Tasks)
{
    internal void Verify(CatalogueFiles files)
    {
        var known = files.Measures.Values.SelectMany(f => f.Measures.Keys).ToHashSet();
        var all = known.Concat(files.Indicators.Keys).ToHashSet();
        foreach (var code in Figures.Concat(Map).Concat(Peers.Measures))
            CatalogueRules.Require(all.Contains(code), "homes.yaml", $"không có chỉ số '{code}'");
        foreach (var change in Changes)
            CatalogueRules.Require(known.Contains(change.Measure), "homes.yaml",
                $"changes: '{change.Measure}' không phải chỉ số cộng được");
        foreach (var kind in Peers.Groups.SelectMany(g => g.Kinds))
            CatalogueRules.Require(files.Lists["facility-kind"].Entries.Any(e => e.Code == kind), "homes.yaml",
                $"peers: không có loại hình '{kind}'");
        foreach (var task in Tasks)
            CatalogueRules.Require(files.Access.Role(task.Role) is not null, "homes.yaml", $"tasks: không có vai trò '{task.Role}'");
        CatalogueRules.Require(Parts is >= 1 and <= 10, "homes.yaml", "parts phải từ 1 đến 10");
        CatalogueRules.Require(Peers.AtLeast >= 3, "homes.yaml", "peers: at_least phải từ 3, để không nhận ra cơ sở nào");
    }
}

/// <summary>A main task of a role, and the links that lead from the first page to where it is done, by their addresses.</summary>
public sealed record HomeTask(string Role, string Task, IReadOnlyList<string> By);

public sealed record HomeChange(string Measure, string By);

/// <param name="AtLeast">Fewer facilities of a group are not compared: others could be recognised.</param>
public sealed record PeerRules(IReadOnlyList<string> Measures, int AtLeast, IReadOnlyList<PeerGroup> Groups)
{
    public PeerGroup? GroupOf(string? kind) => Groups.FirstOrDefault(g => kind is not null && g.Kinds.Contains(kind));
}

/// <summary>Kinds of facilities that are alike enough to be compared; the name in the singular, as in "11 bệnh viện".</summary>
public sealed record PeerGroup(string Name, IReadOnlyList<string> Kinds);
