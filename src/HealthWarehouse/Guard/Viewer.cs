using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard;

/// <summary>
/// Who asks: an account in one role, the facilities it may see (null = the whole province) and what it may do. Without <see cref="Rights"/>
/// it may nothing.
/// </summary>
public sealed record Viewer(string Account, string Name, string Role, IReadOnlyList<string>? Facilities = null, string? Source = null)
{
    /// <summary>Stands for every restricted compartment; no grant may name it.</summary>
    public const string EveryCompartment = "*";

    /// <summary>The house itself, at the command line of its own machine.</summary>
    public static readonly Viewer House = new("khoyte", "Dòng lệnh", "house") { Rights = Enum.GetValues<Right>().ToHashSet(),
        Compartments = new HashSet<string> { EveryCompartment } };

    public IReadOnlySet<Right> Rights { get; init; } = new HashSet<Right>();

    /// <summary>Rights the account has, but this session is too weak for: they open after two-step sign-in.</summary>
    public IReadOnlySet<Right> Withheld { get; init; } = new HashSet<Right>();

    /// <summary>Communes whose residents it may see; null = all.</summary>
    public IReadOnlyList<string>? Communes { get; init; }

    /// <summary>Groups of measures it has figures of, by the fields its grant is bound to; null = all.</summary>
    public IReadOnlySet<string>? MeasureGroups { get; init; }

    /// <summary>Restricted compartments (HIV and others) it may open, by their declared ids.</summary>
    public IReadOnlySet<string> Compartments { get; init; } = new HashSet<string>();

    /// <summary>The session it works in; null outside one: nothing can be opened for a while then.</summary>
    public string? Session { get; init; }

    public bool May(Right right) => Rights.Contains(right);

    public bool Sees(string? facility) => Facilities is null || (facility is not null && Facilities.Contains(facility));

    /// <summary>Whether it may see a record of a facility about a resident of a commune.</summary>
    public bool Sees(string? facility, string? commune) =>
        Sees(facility) && (Communes is null || (commune is not null && Communes.Contains(commune)));

    public bool Asks(string measureGroup) => MeasureGroups?.Contains(measureGroup) is not false;

    /// <summary>Whether it sees all of the province: no facility and no commune is left out.</summary>
    public bool SeesAll => Facilities is null && Communes is null;

    public bool Opens(string compartment) => OpensAll || Compartments.Contains(compartment);

    public bool OpensAll => Compartments.Contains(EveryCompartment);

    /// <summary>Its compartments as the questions of the warehouse take them: a;b, or * for all.</summary>
    public string Opened => OpensAll ? EveryCompartment : string.Join(';', Compartments.Order(StringComparer.Ordinal));

    /// <summary>All of a viewer that figures depend on: who has the same sees the same figures.</summary>
    public string ScopeKey => string.Join('|', Key(Facilities), Key(Communes), SeesSmallCells ? "all" : "large", Key(MeasureGroups));

    private static string Key(IEnumerable<string>? bound) => bound is null ? "*" : string.Join(',', bound.Order(StringComparer.Ordinal));

    public bool MayReadRecords => May(Right.Records);

    /// <summary>Whether the account may read records under any grant of today, whatever this session or token is let into.</summary>
    public bool HoldsRecords { get; init; }

    /// <summary>Whether it can count lists of records beside figures, now or by signing in otherwise.</summary>
    public bool ListsRecords => MayReadRecords || HoldsRecords;

    public bool SeesSmallCells => May(Right.SmallCells);
}
