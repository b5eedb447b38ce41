using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// Everything the province declares, read once at start: contracts, code lists, checks, measures, reports, purposes.
/// <c>overlay</c> is where imported official lists are kept (DATA/catalogue).
/// </summary>
public sealed class CatalogueFiles
{
    private volatile CodeBook _codes = null!;

    private CatalogueFiles(string folder, string? overlay) => (Folder, Overlay) = (folder, overlay);

    public string Folder { get; }
    public string? Overlay { get; private set; }

    public IReadOnlyDictionary<string, Contract> Contracts { get; private set; } = new Dictionary<string, Contract>();
    public IReadOnlyDictionary<string, CodeList> Lists => _codes.Lists;
    public IReadOnlyList<Check> Checks { get; private init; } = [];
    public CleanRecords Clean { get; private init; } = null!;
    public MatchingRules Matching { get; private init; } = null!;
    /// <summary>Where the row of an episode stands.</summary>
    public EpisodeRow EpisodeRow { get; private init; } = null!;

    public IReadOnlyDictionary<string, Fact> Facts { get; private init; } = new Dictionary<string, Fact>();
    public IReadOnlyDictionary<string, MeasureFile> Measures { get; private init; } = new Dictionary<string, MeasureFile>();
    public IReadOnlyDictionary<string, Indicator> Indicators { get; private init; } = new Dictionary<string, Indicator>();

    /// <summary>The forms of now, by code.</summary>
    public IReadOnlyDictionary<string, ReportDeclaration> Reports { get; private init; } = new Dictionary<string, ReportDeclaration>();

    /// <summary>Every version of the forms, by code, the oldest first.</summary>
    public ILookup<string, ReportDeclaration> ReportVersions { get; private init; } = null!;

    /// <summary>The version of a form that holds on a day; before all of them, the first.</summary>
    public ReportDeclaration ReportOn(string code, DateOnly day) =>
        ReportVersions[code].LastOrDefault(v => v.ValidFrom <= day) ?? ReportVersions[code].First();

    public IReadOnlyList<Purpose> Purposes => Reading.Purposes;

    /// <summary>Opening in an emergency.</summary>
    public BreakGlassRules BreakGlass => Reading.BreakGlass;

    private PurposeFile Reading { get; init; } = null!;

    internal void VerifyReading() => Reading.Verify();

    /// <summary>What is waited for when files are taken in from a folder.</summary>
    public IntakeRules Intake { get; private init; } = null!;

    /// <summary>By when facilities should send again.</summary>
    public SendingRules Sending { get; private init; } = null!;

    /// <summary>What figures should reach.</summary>
    public TargetFile Targets { get; private init; } = null!;

    /// <summary>What stands on the first pages.</summary>
    public HomeFile Homes { get; private init; } = null!;
    public HelpFile Help { get; private init; } = null!;
    public UndoFile Undo { get; private init; } = null!;

    /// <summary>How long records are kept by law.</summary>
    public RetentionFile Retention { get; private init; } = null!;

    /// <summary>The agency the house belongs to, as it was called when.</summary>
    public AgencyFile Agency { get; private init; } = null!;

    /// <summary>Roles, rights and what every route needs.</summary>
    public AccessFile Access { get; private set; } = null!;

    /// <summary>Restricted compartments: which records are in which.</summary>
    public Compartments Compartments { get; private init; } = null!;

    /// <summary>Older intakes whose clients go on unchanged, by code.</summary>
    public IReadOnlyDictionary<string, SenderShape> SenderShapes { get; private init; } = new Dictionary<string, SenderShape>();

    /// <summary>Register of processing, requests of data subjects, incidents, disclosures.</summary>
    public PrivacyFiles Privacy { get; private init; } = null!;

    /// <summary>What the province's SSO tells about people.</summary>
    public SsoRules Sso { get; private init; } = null!;

    /// <summary>How the audit is kept, and what in it is worth a look.</summary>
    public AuditRules Audit { get; private init; } = null!;
    public AnomalyFile Anomalies { get; private init; } = null!;

    /// <summary>What may be asked of the feeds.</summary>
    public FeedRules Feeds { get; private init; } = null!;

    /// <summary>The rule of the smallest cell.</summary>
    public DisclosureFile Disclosure { get; private init; } = null!;

    /// <summary>Fingerprint of what standardising goes by, imported lists included: contracts, code lists, checks and matching.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>How official files become rows of the lists.</summary>
    public ListImports Imports { get; private init; } = null!;

    /// <summary>The contract of what is sent where nothing else is said.</summary>
    public Contract Usual => Contracts[Intake.UsualContract];

    /// <summary>A contract by its code, "" = the usual one; one nobody declares is refused in words.</summary>
    public Contract ContractOf(string code) =>
        Contracts.TryGetValue(code.Length == 0 ? Intake.UsualContract : code, out var contract) ? contract
            : throw new RefusedException($"Không có hợp đồng dữ liệu '{code}'. Có: {string.Join(", ", Contracts.Keys)}.");

    /// <summary>The contract a check is about; those that name no table are about the usual one.</summary>
    public Contract ContractOf(Check check) => Contracts.Values.FirstOrDefault(c => c.Tables.ContainsKey(check.On ?? "")) ?? Usual;

    public Check CheckById(string id) =>
        _checks.TryGetValue(id, out var check) ? check : throw new KeyNotFoundException($"Không có quy tắc '{id}' trong catalogue/checks.");

    private Dictionary<string, Check> _checks = [];

    public static CatalogueFiles Load(string folder, string? overlay = null)
    {
        var contracts = Directory.EnumerateDirectories(Path.Combine(folder, "contracts")).Order().Select(Contract)
            .ToDictionary(c => c.Code);
        var checks = Files(folder, "checks").Where(f => Path.GetFileName(f) != "clean.yaml").Select(Declaration.Read<CheckFile>)
            .Concat(contracts.Values.SelectMany(c => OwnChecks(folder, c)))
            .SelectMany(f => f.Checks.Select(c => c with { Subject = f.Subject })).ToArray();
        var shared = Declaration.Read<DimensionFile>(Path.Combine(folder, "dimensions.yaml"));
        var facts = Files(folder, "facts").ToDictionary(f => Path.GetFileNameWithoutExtension(f), Declaration.Read<Fact>);
        var reports = Files(folder, "reports").Select(Declaration.Read<ReportDeclaration>).OrderBy(r => r.ValidFrom).ToLookup(r => r.Code);
        var files = new CatalogueFiles(folder, overlay)
        {
            Contracts = contracts,
            Checks = checks,
            Clean = Declaration.Read<CleanRecords>(Path.Combine(folder, "checks", "clean.yaml")),
            Matching = Declaration.Read<MatchingRules>(Path.Combine(folder, "matching", "exact.yaml")),
            Facts = facts,
            EpisodeRow = shared.Episode,
            Measures = MeasureFiles(folder, facts, shared),
            Indicators = Files(folder, "indicators").Select(Declaration.Read<IndicatorFile>).SelectMany(f => f.Indicators)
                .ToDictionary(i => i.Key, i => i.Value),
            Reports = reports.ToDictionary(versions => versions.Key, versions => versions.Last()),
            ReportVersions = reports,
            Imports = Declaration.Read<ListImports>(Path.Combine(folder, "codes", "imports.yaml")),
            Agency = Declaration.Read<AgencyFile>(Path.Combine(folder, "agency.yaml")),
            Access = Declaration.Read<AccessFile>(Path.Combine(folder, "access.yaml")),
            Compartments = new(Declaration.Read<CompartmentFile>(Path.Combine(folder, "compartments.yaml")), contracts.Values),
            Reading = Declaration.Read<PurposeFile>(Path.Combine(folder, "purposes.yaml")),
            SenderShapes = Files(folder, "exchange").Select(Declaration.Read<SenderShape>).ToDictionary(s => s.Code),
            Privacy = PrivacyFiles.Load(folder),
            Sso = Declaration.Read<SsoRules>(Path.Combine(folder, "sso.yaml")),
            Audit = Declaration.Read<AuditRules>(Path.Combine(folder, "audit.yaml")),
            Anomalies = Declaration.Read<AnomalyFile>(Path.Combine(folder, "anomalies.yaml")),
            Disclosure = Declaration.Read<DisclosureFile>(Path.Combine(folder, "disclosure.yaml")),
            Feeds = Declaration.Read<FeedRules>(Path.Combine(folder, "feeds.yaml")),
            Intake = Declaration.Read<IntakeRules>(Path.Combine(folder, "intake.yaml")),
            Sending = Declaration.Read<SendingRules>(Path.Combine(folder, "sending.yaml")),
            Targets = Declaration.Read<TargetFile>(Path.Combine(folder, "targets.yaml")),
            Help = Declaration.Read<HelpFile>(Path.Combine(folder, "help.yaml")),
            Undo = Declaration.Read<UndoFile>(Path.Combine(folder, "undo.yaml")),
            Homes = Declaration.Read<HomeFile>(Path.Combine(folder, "homes.yaml")),
            Retention = Declaration.Read<RetentionFile>(Path.Combine(folder, "retention.yaml")),
            Headlines = Sound(Path.Combine(folder, "headlines.yaml")),
            OwnDashboards = [.. Files(folder, "dashboards").Select(f => Declaration.Read<Dashboard>(f).Named(f))],
        };
        files._checks = Unique(checks);
        files.LoadLists();
        files.LoadDashboards();
        CatalogueRules.Verify(files);
        return files;
    }

    /// <summary>The same declarations over another overlay, without reading them again: for several houses in one process.</summary>
    public CatalogueFiles Over(string? overlay)
    {
        var files = (CatalogueFiles)MemberwiseClone();
        files.Overlay = overlay;
        files.LoadLists();
        files.LoadDashboards();
        CatalogueRules.Verify(files);
        return files;
    }

    /// <summary>The same declarations on a machine whose people come from these networks.</summary>
    public CatalogueFiles Within(IReadOnlyList<string> inside)
    {
        var files = (CatalogueFiles)MemberwiseClone();
        files.Access = Access with { Inside = inside };
        CatalogueRules.Verify(files);
        return files;
    }

    /// <summary>The contract of a small table that only examples of checks are of (catalogue/checks/example).</summary>
    public const string ExampleContract = "example";

    /// <summary>The same declarations and the contract examples are of.</summary>
    public CatalogueFiles WithExamples()
    {
        var files = (CatalogueFiles)MemberwiseClone();
        var example = Contract(Path.Combine(Folder, "checks", ExampleContract));
        files.Contracts = new Dictionary<string, Contract>(Contracts) { [example.Code] = example };
        CatalogueRules.Verify(files);
        return files;
    }

    /// <summary>Rows of one list, imported ones included.</summary>
    public CodeRows Rows(string file) => _codes.Rows(file);

    /// <summary>Fingerprint of what some files of lists hold, imported rows included.</summary>
    public string DigestOf(IEnumerable<string> files) => _codes.DigestOf(files);

    /// <summary>Name of a code on a day, or the code itself where the list does not know it.</summary>
    public string NameOf(string list, string? code, DateOnly day) =>
        code is null ? "" : Lists.TryGetValue(list, out var l) && l.Find(code, day) is { } entry ? entry.Name : code;

    /// <summary>Reads the lists again, after an import; whoever holds the lists of before keeps them.</summary>
    public void LoadLists()
    {
        _codes = CodeBook.Read(Folder, Overlay, Imports);
        Digest = Fingerprints.Of([.. new[] { Folder, Overlay }.OfType<string>()
            .SelectMany(f => new[] { "checks", "codes", "contracts", "matching" }.Select(part => Path.Combine(f, part)))]);
    }

    /// <summary>Dashboards of the catalogue and those people composed and saved, which stand in the overlay.</summary>
    public IReadOnlyDictionary<string, Dashboard> Dashboards => _dashboards;

    private IReadOnlyList<Dashboard> OwnDashboards { get; init; } = [];

    /// <summary>Sentences tiles may be titled with.</summary>
    public IReadOnlyList<Headline> Headlines { get; private init; } = [];

    private static IReadOnlyList<Headline> Sound(string file) =>
        Declaration.Read<HeadlineFile>(file) is var read && read.Fault is { } fault
            ? throw new DeclarationException(file, fault) : read.Headlines;

    private volatile IReadOnlyDictionary<string, Dashboard> _dashboards = new Dictionary<string, Dashboard>();

    /// <summary>Shapes of the communes of a tree ("2025"), for maps; empty where none are declared.</summary>
    public IReadOnlyList<Shape> Shapes(string tree) =>
        _shapes.GetOrAdd(tree, t => Catalogue.Shapes.Read(System.IO.Path.Combine(Folder, "geo"), t));

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, IReadOnlyList<Shape>> _shapes = new();

    /// <summary>Reads the dashboards again, after one was saved; one in the overlay that can no longer be used is left out.</summary>
    public void LoadDashboards()
    {
        var saved = Overlay is null
            ? [] : Files(Overlay, "dashboards").Select(DashboardFiles.TryRead).OfType<Dashboard>().Where(d => d.Fault(this) is null);
        _dashboards = OwnDashboards.Concat(saved).GroupBy(d => d.Code).ToDictionary(g => g.Key, g => g.First());
    }

    private const string OwnFile = "checks.yaml";

    /// <summary>The checks beside a contract, on its tables by their short names.</summary>
    private static IEnumerable<CheckFile> OwnChecks(string folder, Contract contract)
    {
        var path = Path.Combine(folder, "contracts", contract.Code, OwnFile);
        if (!File.Exists(path)) return [];
        var file = Declaration.Read<CheckFile>(path);
        return [file with { Checks = [.. file.Checks.Select(c => c with { On = c.On is { } on ? contract.Named(on) : null })] }];
    }

    private static Contract Contract(string folder)
    {
        var contract = Declaration.Read<Contract>(Path.Combine(folder, "contract.yaml"));
        var tables = Directory.EnumerateFiles(folder, "*.yaml").Where(f => Path.GetFileName(f) is not ("contract.yaml" or OwnFile))
            .Select(Declaration.Read<Table>).Select(t => t with { Code = contract.Named(t.Code) });
        return contract with { Main = contract.Named(contract.Main), Tables = tables.OrderBy(t => t.Code.Length)
            .ThenBy(t => t.Code, StringComparer.Ordinal).ToDictionary(t => t.Code) };
    }

    private static Dictionary<string, MeasureFile> MeasureFiles(string folder, IReadOnlyDictionary<string, Fact> facts,
        DimensionFile shared)
    {
        return Files(folder, "measures").Select(f => (Code: Path.GetFileNameWithoutExtension(f), File: Declaration.Read<MeasureFile>(f)))
            .Select(m => m.File.With(shared, facts.TryGetValue(m.File.Fact, out var fact) ? fact
                : throw new DeclarationException($"measures/{m.Code}.yaml", $"không có dữ kiện '{m.File.Fact}' trong facts"), m.Code))
            .ToDictionary(m => m.Code);
    }

    private static IEnumerable<string> Files(string folder, string sub) =>
        Directory.Exists(Path.Combine(folder, sub))
            ? Directory.EnumerateFiles(Path.Combine(folder, sub), "*.yaml").Order(StringComparer.Ordinal) : [];

    private static Dictionary<string, Check> Unique(IEnumerable<Check> checks)
    {
        var byId = new Dictionary<string, Check>();
        foreach (var check in checks)
            if (!byId.TryAdd(check.Id, check))
                throw new DeclarationException("catalogue/checks", $"quy tắc '{check.Id}' được khai báo hai lần");
        return byId;
    }
}
