using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>Restricted compartments (Luật HIV Điều 30; NĐ 356/2025/NĐ-CP Điều 4): catalogue/compartments.yaml.</summary>
public sealed record CompartmentFile(string Act, RestrictedFigures Figures, IReadOnlyList<RestrictedCompartment> Compartments);

/// <summary>How figures that touch a compartment are protected.</summary>
/// <param name="Breadth">A group with so many three-character categories outside a compartment tells nothing of it.</param>
/// <param name="Partners">
/// Of each group with codes of a compartment, so many of the most frequent others may be hidden along with them.
/// </param>
/// <param name="MostCells">Tables with more cells, those never hidden left out, are not shown in detail.</param>
public sealed record RestrictedFigures(int Breadth, int Partners, int MostCells);

/// <summary>
/// A compartment and what puts a record in it: a code of a disease in any field of such codes, a table, or a sign in a row.
/// </summary>
public sealed record RestrictedCompartment(
    string Id, string Name, string Act, string ValidFrom, string About, IReadOnlyList<string> Icd, IReadOnlyList<string>? Tables = null,
        IReadOnlyList<RowSign>? Signs = null);

/// <summary>
/// A row of the table has one of the codes, or contains one of the words, in the column; <c>with</c> must hold in the same row too.
/// </summary>
public sealed record RowSign(string Table, string Column, IReadOnlyList<string>? Codes = null, IReadOnlyList<string>? Words = null,
    ColumnSign? With = null);

public sealed record ColumnSign(string Column, IReadOnlyList<string>? Codes = null, IReadOnlyList<string>? Words = null);

/// <summary>A row of a record as it came: its declared table, and its values by column.</summary>
public readonly record struct FactRow(string Table, Func<string, string?> Value);

/// <summary>Judges which restricted compartments a record is in, from what is declared and nothing else.</summary>
public sealed partial class Compartments
{
    private readonly Dictionary<string, RestrictedCompartment> _byId;

    internal Compartments(CompartmentFile file, IEnumerable<Contract> contracts)
    {
        var tables = contracts.SelectMany(c => c.Tables.Values).ToDictionary(t => t.Code);
        (All, Figures) = (file.Compartments, file.Figures);
        CatalogueRules.Require(Figures is { Breadth: > 0, Partners: > 0, MostCells: > 0 }, File,
            "figures: breadth, partners, most_cells phải lớn hơn 0");
        foreach (var compartment in All) Verify(compartment, tables);
        var twice = All.GroupBy(c => c.Id).FirstOrDefault(g => g.Count() > 1);
        CatalogueRules.Require(twice is null, File, $"ngăn '{twice?.Key}' được khai báo hai lần");
        _byId = All.ToDictionary(c => c.Id);
        Rules = [.. All.SelectMany(c => RulesOf(c, tables))];
        ByTable = Rules.ToLookup(r => r.Table);
    }

    public IReadOnlyList<RestrictedCompartment> All { get; }

    /// <summary>How figures that touch a compartment are protected.</summary>
    public RestrictedFigures Figures { get; }

    /// <summary>Everything that puts a record in a compartment, table by table; the warehouse makes its SQL of them.</summary>
    public IReadOnlyList<CompartmentRule> Rules { get; }

    private ILookup<string, CompartmentRule> ByTable { get; }

    public RestrictedCompartment? Find(string id) => _byId.GetValueOrDefault(id);

    public string NameOf(string id) => Find(id)?.Name ?? id;

    /// <summary>Ids of the compartments a record is in.</summary>
    public IReadOnlySet<string> Of(IEnumerable<FactRow> record)
    {
        var found = new HashSet<string>();
        foreach (var row in record)
            foreach (var rule in ByTable[row.Table])
                if (!found.Contains(rule.Compartment) && rule.Holds(row)) found.Add(rule.Compartment);
        return found;
    }

    /// <summary>Whether a record is in one compartment.</summary>
    public bool IsIn(string compartment, IEnumerable<FactRow> record) =>
        record.Any(row => ByTable[row.Table].Any(rule => rule.Compartment == compartment && rule.Holds(row)));

    private const string File = "compartments.yaml", IcdList = "icd10";

    private static IEnumerable<CompartmentRule> RulesOf(RestrictedCompartment c, IReadOnlyDictionary<string, Table> tables)
    {
        foreach (var table in c.Tables ?? []) yield return new(c.Id, table, []);
        if (c.Icd.Count > 0)
            foreach (var table in tables.Values)
                foreach (var field in table.AllFields.Where(f => f.List == IcdList))
                    yield return new(c.Id, table.Code, [ColumnTest.OfIcd(field, c.Icd)]);
        foreach (var sign in c.Signs ?? [])
        {
            var tests = new List<ColumnTest> { ColumnTest.Of(FieldOf(sign.Table, sign.Column), sign.Codes, sign.Words) };
            if (sign.With is { } with) tests.Add(ColumnTest.Of(FieldOf(sign.Table, with.Column), with.Codes, with.Words));
            yield return new(c.Id, sign.Table, tests);
        }

        Field FieldOf(string table, string column) => tables[table].AllFields.First(f => f.To == column);
    }

    private static void Verify(RestrictedCompartment c, IReadOnlyDictionary<string, Table> tables)
    {
        CatalogueRules.Require(Id().IsMatch(c.Id), File, $"mã ngăn '{c.Id}' chỉ gồm chữ thường không dấu và dấu nối");
        var table = (c.Tables ?? []).Concat((c.Signs ?? []).Select(s => s.Table)).FirstOrDefault(t => !tables.ContainsKey(t));
        CatalogueRules.Require(table is null, File, $"ngăn {c.Id}: không có bảng '{table}'");
        foreach (var icd in c.Icd)
            CatalogueRules.Require(Icd().IsMatch(icd), File, $"ngăn {c.Id}: '{icd}' không phải mã hay khoảng mã ICD-10");
        foreach (var sign in c.Signs ?? [])
            foreach (var part in new[] { new ColumnSign(sign.Column, sign.Codes, sign.Words), sign.With }.OfType<ColumnSign>())
            {
                var field = tables[sign.Table].AllFields.FirstOrDefault(f => f.To == part.Column);
                CatalogueRules.Require(field is { Seal: null }, File,
                    $"ngăn {c.Id}: bảng {sign.Table} không có cột '{part.Column}', hoặc cột được niêm phong");
                CatalogueRules.Require(part is { Codes.Count: > 0, Words: null } or { Codes: null, Words.Count: > 0 }, File,
                    $"ngăn {c.Id}: {sign.Table}.{part.Column} cần đúng một trong codes, words");
                var foul = (part.Words ?? part.Codes ?? []).FirstOrDefault(w => !Plain().IsMatch(w));
                CatalogueRules.Require(foul is null, File, $"ngăn {c.Id}: '{foul}' chỉ được gồm chữ, số, dấu cách, dấu chấm, dấu nối");
            }
    }

    [GeneratedRegex("^[a-z][a-z-]*$")] private static partial Regex Id();

    [GeneratedRegex(@"^[A-Z]\d\d(-[A-Z]\d\d|\.\w{1,3})?$")] private static partial Regex Icd();

    [GeneratedRegex(@"^[\p{L}\p{Nd} .-]+$")] private static partial Regex Plain();
}

/// <summary>One way into a compartment: a row of the table of which all tests hold.</summary>
public sealed record CompartmentRule(string Compartment, string Table, IReadOnlyList<ColumnTest> Tests)
{
    public bool Holds(FactRow row) => Tests.All(t => t.Holds(row.Value(t.Field.To)));
}

/// <summary>A value must match a pattern, which reads the same in .NET, DuckDB and PostgreSQL.</summary>
public sealed class ColumnTest
{
    private readonly Regex _regex;

    private ColumnTest(Field field, string pattern) =>
        (Field, Pattern, _regex) = (field, pattern, new(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));

    public Field Field { get; }

    public string Pattern { get; }

    public bool Holds(string? value) =>
        !string.IsNullOrEmpty(value) && _regex.IsMatch(Field.List is "icd10" ? Spelled(value) : value.Normalize());

    internal static ColumnTest OfIcd(Field field, IEnumerable<string> codes) =>
        new(field, $"(^|;) *({string.Join('|', codes.SelectMany(c =>
            c.Contains('.') ? [c.Replace(".", "\\.", StringComparison.Ordinal)] : IcdRange.Categories(c)))})");

    internal static ColumnTest Of(Field field, IReadOnlyList<string>? codes, IReadOnlyList<string>? words) =>
        new(field, words is null ? $"^ *({string.Join('|', codes!.Select(AnyCase))}) *$" : string.Join('|', words.Select(AnyCase)));

    /// <summary>Either case of every letter: engines differ in how they fold the letters of Vietnamese.</summary>
    private static string AnyCase(string text) =>
        string.Concat(text.Normalize()
            .Select(c => c == '.' ? "\\." : char.IsLetter(c) ? $"[{char.ToLowerInvariant(c)}{char.ToUpperInvariant(c)}]" : c.ToString()));

    private static string Spelled(string codes) =>
        string.Join(';',
            codes.Split(';', StringSplitOptions.TrimEntries).Select(c => Icd10.TryParse(c, out var icd) ? icd.Code : c.ToUpperInvariant()));
}
