namespace HealthWarehouse.Link;

/// <summary>
/// Records that stand or fall together: all that are bound to one person, or all that lean on one number. It remembers whose they were
/// from when on, as far as the batch changes it.
/// </summary>
internal sealed class Group(long key, bool isOld = false)
{
    private readonly List<(long Person, DateTime From)> _steps = [];
    private long _first = key;
    private Group? _into;

    public long Key { get; } = key;

    /// <summary>The warehouse has records of it from before the batch.</summary>
    public bool IsOld { get; } = isOld;

    public bool HasMoved => _steps.Count > 0;

    /// <summary>Whose its records are at this moment.</summary>
    public long Person => _steps is [.., var last] ? last.Person : _first;

    /// <summary>Where its tokens stand, as far as the batch looked at them; only of a group that binds.</summary>
    public HashSet<Side> Sides { get; } = [];

    /// <summary>Groups that went into this one.</summary>
    private List<Group> Under { get; } = [];

    /// <summary>The group it is part of by now.</summary>
    public Group Root
    {
        get
        {
            var root = this;
            while (root._into is { } into)
            {
                if (into._into is { } next) root._into = next;
                root = into;
            }
            return root;
        }
    }

    /// <summary>Whose its records were before the batch.</summary>
    public void Begin(long person) => _first = person;

    /// <summary>From an instant on its records are somebody else's; at one instant only the last word counts.</summary>
    public void Give(long to, DateTime at)
    {
        if (_steps is [.., var last] && last.From == at) _steps.RemoveAt(_steps.Count - 1);
        if (Person != to) _steps.Add((to, at));
    }

    /// <summary>Becomes part of another group.</summary>
    public void GoInto(Group other, DateTime at)
    {
        _into = other;
        other.Under.Add(this);
        other.Under.AddRange(Under);
        Give(other.Key, at);
        foreach (var below in Under) below.Give(other.Key, at);
        Under.Clear();
    }

    /// <summary>Whose a record of it is that is known from an instant on.</summary>
    public IEnumerable<(long Person, DateTime From, DateTime? To)> Since(DateTime known)
    {
        var (whose, from) = (_first, known);
        foreach (var (next, at) in _steps)
        {
            if (at > from) yield return (whose, from, at);
            (whose, from) = (next, at > known ? at : known);
        }
        yield return (whose, from, null);
    }

    /// <summary>What the batch changes for records of before.</summary>
    public IEnumerable<(long Person, DateTime From, DateTime? To)> Steps =>
        _steps.Select((step, i) => (step.Person, step.From, i + 1 < _steps.Count ? _steps[i + 1].From : (DateTime?)null));
}
