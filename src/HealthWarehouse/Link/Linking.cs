using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Link;

/// <summary>
/// Who is who, of the records there are, whatever order they came in (docs/decisions/0023-who-is-who.md). A record that says its sex and
/// carries a token of a rule that binds is bound to the person of that token and sex; one that carries several joins their persons. A
/// record that carries no such token, or does not say its sex, leans on its strongest token: it follows the person that token binds, as
/// long as there is only one. Taken record by record it also knows since when.
/// </summary>
internal sealed class Linking
{
    private readonly Dictionary<string, (MatchingRule Rule, int Order)> _rules;
    private readonly string[] _sexes;
    private readonly Func<long, long> _keyOf;
    private readonly Dictionary<(string, Guid), TokenNode> _nodes = [];
    private readonly Dictionary<long, Group> _old = [];
    private readonly List<Linked> _linked = [];

    /// <summary>Rule of a record that carries no token.</summary>
    public const string NoRule = "none";

    /// <param name="rules">How records are matched.</param>
    /// <param name="keyOf">
    /// Key of a group, and of the person it is: drawn from the record that first showed it, so that a rebuild gives the same.
    /// </param>
    public Linking(MatchingRules rules, Func<long, long> keyOf)
    {
        _keyOf = keyOf;
        // Before the declared rules come the tombstones of persons that were shredded: they hold their records together, whatever those
        // say.
        _rules = rules.Rules.Prepend(new(Tombstone.Rule, "Đã huỷ khoá", [], Merges: true))
            .Select((rule, order) => (rule, order)).ToDictionary(r => r.rule.Id, r => r);
        _sexes = [.. rules.Sexes, ""];
    }

    /// <summary>Records of the batch with their group, in the order they were taken.</summary>
    public IReadOnlyList<Linked> Records => _linked;

    public IEnumerable<TokenNode> Nodes => _nodes.Values;

    /// <summary>Groups of before whose records are somebody else's now.</summary>
    public IEnumerable<Group> Moved => _old.Values.Where(g => g.HasMoved);

    /// <summary>What the warehouse knows of a token.</summary>
    public void Know(KnownToken known)
    {
        if (!_rules.TryGetValue(known.Rule, out var rule) || Place(known.Sex) is not { } place) return;
        var side = Node(known.Rule, rule.Order, known.Token).Sides[place];
        if (known.Binds) side.Hold((int)known.Groups);
        if (known.Binds && known.Groups == 1) side.Name(Old(known.GroupKey));
        else if (!known.Binds) side.Lean ??= Old(known.GroupKey);
    }

    /// <summary>A group the warehouse says a token binds.</summary>
    public void Know(KnownMember known)
    {
        if (!_nodes.TryGetValue((known.Rule, known.Token), out var node) || Place(known.Sex) is not { } place) return;
        if (node.Sides[place].HasOthers) node.Sides[place].Name(Old(known.GroupKey));
    }

    /// <summary>Everything the warehouse knows was told: groups that lean are whose they were.</summary>
    public void Begin()
    {
        foreach (var node in _nodes.Values)
            for (var i = 0; i < node.Sides.Count; i++)
                if (node.Sides[i].Lean is { } lean && node.Leads(i) is { } leads) lean.Begin(leads);
    }

    /// <summary>Gives a record its place, and moves whomever it moves.</summary>
    public void Take(RecordTokens record)
    {
        var (place, nodes) = (PlaceOf(record), NodesOf(record));
        var group = Binding(nodes, place) is { Count: > 0 } binding
            ? Bound(record, nodes, binding, IsTombstone(nodes) ? _sexes.Length - 1 : place)
            : nodes.Count > 0 ? Leaning(record, nodes[0], place)
            : New(record);
        _linked.Add(new(record.Key, record.KnownAt, nodes.Count > 0 ? nodes[0].Rule : NoRule, group));
    }

    /// <summary>
    /// Groups of before that the records lead to, and which of them may become one with others, of before or of the batch itself.
    /// </summary>
    public IReadOnlyDictionary<Group, bool> Foresee(IEnumerable<RecordTokens> records)
    {
        var (sets, fresh) = (new Dictionary<Side, Side>(), new List<Side>());
        foreach (var record in records)
        {
            if (Binding(NodesOf(record), PlaceOf(record)) is not { Count: > 0 } sides) continue;
            foreach (var side in sides) sets[Top(side)] = Top(sides[0]);
            if (sides.All(s => s.Members.Count == 0)) fresh.Add(sides[0]);         // it begins a group of its own
        }
        var (begun, met) = (fresh.Select(Top).ToHashSet(), new Dictionary<Group, bool>());
        foreach (var set in sets.Keys.Concat(sets.Values).ToHashSet().ToLookup(Top, s => s.Members))
        {
            Group[] groups = [.. set.SelectMany(m => m).Distinct()];
            foreach (var group in groups) met[group] = met.GetValueOrDefault(group) || groups.Length > 1 || begun.Contains(set.Key);
        }
        return met;

        Side Top(Side side)
        {
            while (sets.TryGetValue(side, out var up) && up != side)
            {
                if (sets.TryGetValue(up, out var above)) sets[side] = above;
                side = up;
            }
            return side;
        }
    }

    private Group Bound(RecordTokens record, IReadOnlyList<TokenNode> nodes, IReadOnlyList<Side> binding, int place)
    {
        var groups = binding.SelectMany(s => s.Members).Distinct().OrderBy(g => g.Key).ToArray();
        var group = groups.Length > 0 ? groups[0] : IsTombstone(nodes) ? new(Tombstone.PersonKey(nodes[0].Token)) : New(record);
        foreach (var other in groups.Skip(1)) Join(other, group, record.KnownAt);
        foreach (var node in nodes)
            if (node.Sides[place].Bind(group)) node.Settle(record.KnownAt);
        return group;
    }

    /// <summary>The smaller key stays: any rule will do that does not depend on grouping.</summary>
    private static void Join(Group gone, Group into, DateTime at)
    {
        gone.GoInto(into, at);
        foreach (var side in gone.Sides)
        {
            side.Leave(gone);
            side.Bind(into);
        }
        foreach (var side in gone.Sides) side.Node.Settle(at);
        gone.Sides.Clear();
    }

    private Group Leaning(RecordTokens record, TokenNode node, int place)
    {
        if (node.Sides[place].Lean is { } lean) return lean;
        var group = node.Sides[place].Lean = New(record);
        node.Settle(record.KnownAt);
        return group;
    }

    /// <summary>Where a record is bound: its tokens of rules that bind, if it says its sex. A tombstone binds in any case.</summary>
    private List<Side> Binding(IReadOnlyList<TokenNode> nodes, int place) =>
        IsTombstone(nodes) ? [nodes[0].Sides[^1]]
        : place == _sexes.Length - 1 ? []
        : [.. nodes.Where(n => _rules[n.Rule].Rule.Merges).Select(n => n.Sides[place])];

    /// <summary>Tokens of a record, the most trusted first.</summary>
    private List<TokenNode> NodesOf(RecordTokens record) =>
        [.. record.Tokens.Where(t => _rules.ContainsKey(t.Rule)).Select(t => Node(t.Rule, _rules[t.Rule].Order, t.Token))
            .OrderBy(n => n.Order).ThenBy(n => n.Token)];

    private static bool IsTombstone(IReadOnlyList<TokenNode> nodes) => nodes is [{ Rule: Tombstone.Rule }, ..];

    private int PlaceOf(RecordTokens record) => Place(record.Sex ?? "") ?? _sexes.Length - 1;

    private int? Place(string sex) => Array.IndexOf(_sexes, sex) is >= 0 and var place ? place : null;

    private TokenNode Node(string rule, int order, Guid token)
    {
        if (!_nodes.TryGetValue((rule, token), out var node)) _nodes.Add((rule, token), node = new(rule, order, token, _sexes));
        return node;
    }

    private Group Old(long key)
    {
        if (!_old.TryGetValue(key, out var group)) _old.Add(key, group = new(key, isOld: true));
        return group;
    }

    private Group New(RecordTokens record) => new(_keyOf(record.Key));
}

/// <summary>What a record says of whose it is.</summary>
internal sealed record RecordTokens(long Key, DateTime KnownAt, string? Sex, IReadOnlyList<(string Rule, Guid Token)> Tokens);

/// <summary>A record and its group; the strongest rule it carries a token of.</summary>
internal sealed record Linked(long Record, DateTime KnownAt, string Rule, Group Group);

/// <summary>How many groups a token binds, and one of them; or the group that leans on it.</summary>
internal sealed record KnownToken
{
    public required string Rule { get; init; }
    public Guid Token { get; init; }
    public required string Sex { get; init; }
    public bool Binds { get; init; }
    public long Groups { get; init; }
    public long GroupKey { get; init; }
}

/// <summary>A token binds a group.</summary>
internal sealed record KnownMember
{
    public required string Rule { get; init; }
    public Guid Token { get; init; }
    public required string Sex { get; init; }
    public long GroupKey { get; init; }
}
