using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// Everything the province declares, read once at start: contracts, code lists, checks, measures, reports, purposes.
/// <c>overlay</c> is where imported official lists are kept (DATA/catalogue).
/// </summary>
public sealed class CatalogueFiles
{
    private readonly Dictionary<string, CodeRows> _rows = [];

    private CatalogueFiles(string folder, string? overlay) => (Folder, Overlay) = (folder, overlay);

    public string Folder { get; }
    public string? Overlay { get; }

    public IReadOnlyDictionary<string, Contract> Contracts { get; private init; } = new Dictionary<string, Contract>();
    public IReadOnlyDictionary<string, CodeList> Lists { get; private set; } = new Dictionary<string, CodeList>();
    public IReadOnlyList<Check> Checks { get; private init; } = [];
    public CleanRecords Clean { get; private init; } = null!;
    public MatchingRules Matching { get; private init; } = null!;
    public IReadOnlyDictionary<string, MeasureFile> Measures { get; private init; } = new Dictionary<string, MeasureFile>();
    public IReadOnlyDictionary<string, ReportDeclaration> Reports { get; private init; } = new Dictionary<string, ReportDeclaration>();
    public IReadOnlyList<Purpose> Purposes { get; private init; } = [];

    /// <summary>Fingerprint of every declaration and list: what a delivery was standardised with.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>The claims contract, the one this house was built for.</summary>
    public Contract Claims => Contracts["claims"];

    public Check CheckById(string id) => _checks.TryGetValue(id, out var check) ? check : throw new KeyNotFoundException($"Không có quy tắc '{id}' trong catalogue/checks.");

    private Dictionary<string, Check> _checks = [];

    public static CatalogueFiles Load(string folder, string? overlay = null)
    {
        var checks = Files(folder, "checks").Where(f => Path.GetFileName(f) != "clean.yaml").Select(Declaration.Read<CheckFile>)
            .SelectMany(f => f.Checks.Select(c => c with { Subject = f.Subject })).ToArray();
        var files = new CatalogueFiles(folder, overlay)
        {
            Contracts = Directory.EnumerateDirectories(Path.Combine(folder, "contracts")).Order().Select(Contract).ToDictionary(c => c.Code),
            Checks = checks,
            Clean = Declaration.Read<CleanRecords>(Path.Combine(folder, "checks", "clean.yaml")),
            Matching = Declaration.Read<MatchingRules>(Path.Combine(folder, "matching", "exact.yaml")),
            Measures = Files(folder, "measures").Select(Declaration.Read<MeasureFile>).ToDictionary(m => m.Fact),
            Reports = Files(folder, "reports").Select(Declaration.Read<ReportDeclaration>).ToDictionary(r => r.Code),
            Purposes = Declaration.Read<PurposeFile>(Path.Combine(folder, "purposes.yaml")).Purposes,
        };
        files._checks = Unique(checks);
        files.LoadLists();
        CatalogueRules.Verify(files);
        return files;
    }

    /// <summary>Rows of one list, imported ones included.</summary>
    public CodeRows Rows(string file) => _rows.TryGetValue(file, out var rows) ? rows : CodeRows.None;

    /// <summary>Name of a code on a day, or the code itself where the list does not know it.</summary>
    public string NameOf(string list, string? code, DateOnly day) =>
        code is null ? "" : Lists.TryGetValue(list, out var l) && l.Find(code, day) is { } entry ? entry.Name : code;

    /// <summary>Reads the lists again, after an import.</summary>
    public void LoadLists()
    {
        var declared = Declaration.Read<CodeListFile>(Path.Combine(Folder, "codes", "lists.yaml")).Lists;
        var imported = ImportedLists.Read(Overlay);
        _rows.Clear();
        foreach (var file in declared.Select(l => l.File).Distinct())
        {
            var rows = CodeRows.Read(Path.Combine(Folder, "codes", file));
            _rows[file] = ImportedLists.PathOf(Overlay, file) is { } extra ? rows.Merge(CodeRows.Read(extra), KeyOf(rows)) : rows;
        }
        Lists = declared.Select(d => d with { Complete = d.Complete || imported.Contains(d.Id) }).ToDictionary(d => d.Id, d => new CodeList(d, Entries(d)));
        Digest = Fingerprint();
    }

    private static IReadOnlyList<string> KeyOf(CodeRows rows) =>
        [.. rows.Columns.Where(c => c is "list" or "code" or "valid_from" or "flag" or "old_code" or "new_code" or "facility_code" or "group" or "on")];

    private IEnumerable<CodeEntry> Entries(CodeListDeclaration list)
    {
        var rows = _rows[list.File];
        int kind = rows.Index("list"), level = rows.Index("level"), code = rows.Index("code"), name = rows.Index("name"), from = rows.Index("valid_from"), to = rows.Index("valid_to"), maps = rows.Index("maps_to");
        if (code < 0) yield break;
        foreach (var row in rows.Rows)
        {
            if (kind >= 0 && row[kind] != list.Id) continue;
            if (list.Table == "dim.admin_unit" && row[level] != list.Id) continue;
            yield return new(row[code]!, name < 0 ? row[code]! : row[name] ?? row[code]!, Date(row, from) ?? DateOnly.MinValue, Date(row, to), maps < 0 ? null : row[maps]);
        }
    }

    private static DateOnly? Date(string?[] row, int column) =>
        column >= 0 && row[column] is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    private static Contract Contract(string folder)
    {
        var contract = Declaration.Read<Contract>(Path.Combine(folder, "contract.yaml"));
        var tables = Directory.EnumerateFiles(folder, "*.yaml").Where(f => Path.GetFileName(f) != "contract.yaml").Select(Declaration.Read<Table>);
        return contract with { Tables = tables.OrderBy(t => t.Code.Length).ThenBy(t => t.Code, StringComparer.Ordinal).ToDictionary(t => t.Code) };
    }

    private static IEnumerable<string> Files(string folder, string sub) =>
        Directory.Exists(Path.Combine(folder, sub)) ? Directory.EnumerateFiles(Path.Combine(folder, sub), "*.yaml").Order(StringComparer.Ordinal) : [];

    private static Dictionary<string, Check> Unique(IEnumerable<Check> checks)
    {
        var byId = new Dictionary<string, Check>();
        foreach (var check in checks)
            if (!byId.TryAdd(check.Id, check)) throw new DeclarationException("catalogue/checks", $"quy tắc '{check.Id}' được khai báo hai lần");
        return byId;
    }

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var root in new[] { Folder, Overlay }.Where(r => r is not null && Directory.Exists(r)))
            foreach (var file in Directory.EnumerateFiles(root!, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(root!, file)));
                hash.AppendData(File.ReadAllBytes(file));
            }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
