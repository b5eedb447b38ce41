namespace HealthWarehouse.Link;

/// <summary>One token, and who carries it: a side for each sex that tells persons apart, the last for records that do not say.</summary>
internal sealed class TokenNode
{
    private readonly Side[] _sides;

    public TokenNode(string rule, int order, Guid token, IEnumerable<string> sexes)
    {
        (Rule, Order, Token) = (rule, order, token);
        _sides = [.. sexes.Select(s => new Side(this, s))];
    }

    public string Rule { get; }

    /// <summary>Place of its rule in the order of trust.</summary>
    public int Order { get; }

    public Guid Token { get; }

    public IReadOnlyList<Side> Sides => _sides;

    /// <summary>
    /// Those who lean on the token follow the one person it binds; where it binds several, or nobody, they are a person of their own. Who
    /// does not say a sex may follow either.
    /// </summary>
    public void Settle(DateTime at)
    {
        for (var i = 0; i < _sides.Length; i++)
            if (_sides[i].Lean is { } lean) lean.Give(Leads(i) ?? lean.Key, at);
    }

    /// <summary>The only person a token binds on a side (on the last: on any), if there is only one.</summary>
    public long? Leads(int side) => side < _sides.Length - 1
        ? _sides[side].Only
        : _sides.Where(s => s.Count > 0).ToArray() is [var one] ? one.Only : null;
}

/// <summary>The groups that carry a token and say the same sex.</summary>
internal sealed class Side(TokenNode node, string sex)
{
    private readonly HashSet<Group> _members = [], _kept = [];
    private int _others;

    public TokenNode Node => node;

    public string Sex => sex;

    /// <summary>The group that leans on the token.</summary>
    public Group? Lean { get; set; }

    /// <summary>How many groups the token binds. Exact when it is none or one, and wherever the batch joins some of them.</summary>
    public int Count => _members.Count + _others;

    public IReadOnlyCollection<Group> Members => _members;

    public long? Only => Count == 1 && _members.Count == 1 ? _members.Single().Key : null;

    /// <summary>Some the warehouse knows are not told by name.</summary>
    public bool HasOthers => _others > 0;

    /// <summary>The warehouse says that the token binds so many groups.</summary>
    public void Hold(int groups) => _others = groups;

    /// <summary>One of those, by name.</summary>
    public void Name(Group group)
    {
        if (!_members.Add(group)) return;
        _others--;
        _kept.Add(group);
        group.Sides.Add(this);
    }

    /// <summary>The token binds a group; gives whether that is new.</summary>
    public bool Bind(Group group)
    {
        if (!_members.Add(group)) return false;
        group.Sides.Add(this);
        return true;
    }

    public void Leave(Group group) => _members.Remove(group);

    /// <summary>Groups of which the warehouse does not know yet that the token binds them.</summary>
    public IEnumerable<Group> New
    {
        get
        {
            var kept = _kept.Select(g => g.Root).ToHashSet();
            return _members.Where(m => !kept.Contains(m));
        }
    }
}
