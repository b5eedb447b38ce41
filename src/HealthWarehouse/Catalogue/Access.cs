namespace HealthWarehouse.Catalogue;

/// <summary>What somebody may do; each role has some of these (catalogue/access.yaml).</summary>
public enum Right
{
    /// <summary>Figures without persons.</summary>
    Figures,

    /// <summary>Figures as they are, small ones too: the house's own people, of their fields and facilities.</summary>
    SmallCells,

    /// <summary>Tables that were protected and published: all that readers outside the house have.</summary>
    Published,

    /// <summary>Single records without identity, with a purpose.</summary>
    Records,

    /// <summary>Who a record is about, with a purpose.</summary>
    Identity,

    /// <summary>Identity and restricted compartments of one record or person in an emergency, judged afterwards.</summary>
    BreakGlass,

    /// <summary>Dashboards of one's own.</summary>
    Compose,

    /// <summary>Handing in deliveries.</summary>
    Deliver,

    /// <summary>Lists, replays, the quality of data.</summary>
    Steward,

    /// <summary>Approving what a facility or the Department publishes.</summary>
    Approve,

    /// <summary>Accounts and their rights.</summary>
    Accounts,

    /// <summary>Systems that send.</summary>
    Senders,

    /// <summary>The audit.</summary>
    Audit,

    /// <summary>The desk of the data-protection officer.</summary>
    Privacy,

    /// <summary>Running the system: keys, backups, jobs.</summary>
    Operate,
}

/// <summary>How near to a person data may come; each class contains those before it (domain §5.4).</summary>
public enum DataClass { None, Aggregate, Pseudonymous, Identified }

/// <summary>When a role needs two-step sign-in: whenever the rules for everybody ask for it, or always (TCVN 14423:2026, A3).</summary>
public enum MfaRule { AsNeeded, Always }

/// <summary>
/// A role people are given: its rights and how near to persons it may come at most. One that is held alone shares no account and day with
/// another role (A2, separation of duties).
/// </summary>
public sealed record RoleCard(string Id, string Name, DataClass Data, DataClass Default, IReadOnlyList<Right> Rights,
    MfaRule Mfa = MfaRule.AsNeeded, bool Alone = false, RoleHolder Holder = RoleHolder.Person, bool AtFacility = false);

/// <summary>
/// A field of the Department's work a grant may be bound to: the groups of measures (files in measures/) it has figures of.
/// </summary>
public sealed record WorkField(string Id, string Name, IReadOnlyList<string> Measures);

/// <summary>
/// Passwords (TCVN 14423:2026, A4): least length without and with two-step sign-in, days until they must change, from how many days before
/// that people are told, how many old ones may not come back.
/// </summary>
public sealed record PasswordRules(int Length, int LengthWithMfa, int Days, int DaysOfAdministrators, int WarnDays, int Remembered);

/// <summary>Cost of a password hash, Argon2id (RFC 9106 §4): memory and passes over it.</summary>
public sealed record HashRules(int MemoryKib, int Passes);

/// <summary>Wrong passwords until an account rests, and how long.</summary>
public sealed record LockoutRules(int Failures, int Minutes);

/// <summary>Minutes without a request, and hours in all, after which a session ends.</summary>
public sealed record SessionRules(int IdleMinutes, int LongestHours);

/// <summary>Hours a one-time code that is handed to somebody is good.</summary>
public sealed record TicketRules(int Hours);

/// <summary>
/// What is asked by one and approved by another: grants from a class of data on, of a compartment, of certain rights or of a role that
/// always needs two steps; and whatever opens an account that has such a grant. By whom (any one of the rights), for how many days it may
/// wait, and how many of one asker may be open.
/// </summary>
public sealed record TwoPeopleRules(DataClass Data, IReadOnlyList<Right> Rights, IReadOnlyList<Right> By, int Days, int Open);

/// <summary>Days without a sign-in until an account is disabled, and months between two reviews of all rights (A1, A2).</summary>
public sealed record AccountRules(int IdleDays, int ReviewMonths);

/// <summary>
/// What some routes need: any one of the rights, or open, signed-in, local (the command line beside the server), sender, or shape (a sender
/// in the shape of an older intake, by that shape's own token); and from a system its scope as well.
/// </summary>
public sealed record RouteRule(IReadOnlyList<string> Needs, IReadOnlyList<string> At, string? Scope = null);

/// <summary>
/// What binds an object a route names: the viewer's facilities and residents, its owner, or nothing (declarations all may read, or what the
/// right alone decides).
/// </summary>
public enum BoundBy { Scope, Owner, Nothing }

/// <summary>
/// What the parameters of some routes name, what binds it, and whether a purpose must be given. A route without parameters stands here when
/// it lists such objects.
/// </summary>
public sealed record ObjectRule(string Kind, BoundBy Bound, IReadOnlyList<string> At, bool Purpose = false);

/// <summary>Who may do what: catalogue/access.yaml.</summary>
public sealed record AccessFile(
    string Act, string ValidFrom, IReadOnlyList<RoleCard> Roles, IReadOnlyList<WorkField> Fields, PasswordRules Passwords,
        HashRules Hashing, LockoutRules Lockout, SessionRules Session, AccountRules Accounts,
    TicketRules Tickets, TwoPeopleRules TwoPeople,
    IReadOnlyList<string> Inside, IReadOnlyList<RouteRule> Routes, IReadOnlyList<ObjectRule> Objects,
    TokenRules Tokens, IReadOnlyList<ScopeCard> Scopes, IReadOnlyList<LimitRule> Limits, HeavyRule Heavy)
{
    /// <summary>Needs of a route that are no rights.</summary>
    public const string Open = "open", SignedIn = "signed-in", Local = "local", Sender = "sender", Shape = "shape";

    private static readonly Dictionary<Right, DataClass> Nearest =
        new() { [Right.Figures] = DataClass.Aggregate, [Right.SmallCells] = DataClass.Aggregate,
        [Right.Published] = DataClass.Aggregate, [Right.Records] = DataClass.Pseudonymous, [Right.Identity] = DataClass.Identified,
            [Right.BreakGlass] = DataClass.Identified };

    private readonly Dictionary<string, RoleCard> _roles = Roles.ToDictionary(r => r.Id);

    public RoleCard? Role(string id) => _roles.GetValueOrDefault(id);

    /// <summary>Rights of a role held for a class of data: what comes nearer to persons falls away.</summary>
    public IReadOnlySet<Right> RightsOf(string role, DataClass data) =>
        Role(role) is not { } card
            ? new HashSet<Right>()
            : card.Rights.Where(r => Nearest.GetValueOrDefault(r) is var near && near <= data && near <= card.Data).ToHashSet();

    /// <summary>Whether a grant is more than one person may give.</summary>
    public bool NeedsTwoPeople(string role, DataClass data, bool opensCompartments) =>
        data >= TwoPeople.Data || opensCompartments || Role(role)?.Mfa is MfaRule.Always || RightsOf(role, data).Overlaps(TwoPeople.Rights);

    /// <summary>
    /// Days a password holds for somebody with these roles: two months for who administers, that is whose role always needs two steps (A4),
    /// else six (QĐ 326/QĐ-BYT).
    /// </summary>
    public int PasswordDays(IEnumerable<string> roles) =>
        roles.Any(r => Role(r)?.Mfa is MfaRule.Always) ? Passwords.DaysOfAdministrators : Passwords.Days;

    /// <summary>The right a need names; null for open, signed-in, local, sender and shape.</summary>
    public static Right? RightOf(string need) =>
        Enum.TryParse<Right>(need.Replace("-", ""), ignoreCase: true, out var right) ? right : null;

    /// <summary>What a route's parameters name; null when it has none and lists nothing bound.</summary>
    public ObjectRule? ObjectOf(string path) => Objects.FirstOrDefault(o => o.At.Contains(path));

    /// <summary>The path of a declared route, without its method.</summary>
    private static string PathIn(string route) => route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>What must hold inside the file.</summary>
    internal void Verify(IEnumerable<string> measures)
    {
        foreach (var field in Fields)
            CatalogueRules.Require(field.Measures.Except(measures).FirstOrDefault() is var stray && stray is null, "access.yaml",
                $"lĩnh vực {field.Id}: không có nhóm chỉ số '{stray}' trong measures/");
        foreach (var role in Roles)
            CatalogueRules.Require(role.Default <= role.Data, "access.yaml", $"vai trò {role.Id}: default vượt quá data");
        CatalogueRules.Require(Tickets.Hours > 0 && TwoPeople.Days > 0 && TwoPeople.Open > 0 && TwoPeople.By.Count > 0, "access.yaml",
            "tickets, two_people: hours, days, open và by phải có giá trị");
        CatalogueRules.Require(TwoPeople.By.All(TwoPeople.Rights.Contains), "access.yaml",
            "two_people: quyền duyệt (by) cũng phải do hai người cấp (rights)");
        foreach (var need in Routes.SelectMany(r => r.Needs))
            CatalogueRules.Require(need is Open or SignedIn or Local or Sender or Shape || RightOf(need) is not null, "access.yaml",
                $"không có quyền '{need}'");
        var twice = Routes.SelectMany(r => r.At).GroupBy(a => a).FirstOrDefault(g => g.Count() > 1);
        CatalogueRules.Require(twice is null, "access.yaml", $"đường dẫn '{twice?.Key}' được khai báo hai lần");
        var paths = Routes.SelectMany(r => r.At).Where(a => !a.EndsWith("/**", StringComparison.Ordinal)).Select(PathIn).ToHashSet();
        var objects = Objects.SelectMany(o => o.At).Select(PathIn).ToArray();
        CatalogueRules.Require(objects.Length == objects.Distinct().Count(), "access.yaml",
            "một đường dẫn được khai báo hai lần trong objects");
        CatalogueRules.Require(objects.All(paths.Contains), "access.yaml",
            $"objects có đường dẫn không có trong routes: {string.Join(", ", objects.Where(o => !paths.Contains(o)))}");
        CatalogueRules.Require(paths.Where(p => p.Contains('{')).All(objects.Contains), "access.yaml",
            "đường dẫn có tham số chưa khai báo trong objects: " +
                $"{string.Join(", ", paths.Where(p => p.Contains('{') && !objects.Contains(p)))}");
        SystemRules.Verify(this);
        var network = Inside.FirstOrDefault(n => !System.Net.IPNetwork.TryParse(n, out _));
        CatalogueRules.Require(network is null, "access.yaml", $"'{network}' không phải dải địa chỉ mạng");
    }
}
