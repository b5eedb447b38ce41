namespace HealthWarehouse.Catalogue;

/// <summary>
/// An intake contract: how its deliveries are packed, what its records are about, its tables and fields, and the versions as dated
/// differences on one base (catalogue/contracts/{code}). <c>envelope</c>: of the format envelope alone. <c>standalone</c>: tables that
/// may come before the main one. <c>records</c>: where records stand in a delivery of the formats json (a pointer to the array, "" = the
/// document itself) and xml (the path of their element). <c>person</c>: columns of the main table that tell of whom a record is, by the
/// names of catalogue/matching; none where records are of nobody. <c>presets</c>: layouts that really circulate, for sheets.
/// </summary>
public sealed record Contract(
    string Code, string Name, string About, string Owner, ContractFormat Format, Subject Subject, string Main, string Base,
    IReadOnlyList<ContractVersion> Versions, Envelope? Envelope = null, IReadOnlyList<string>? Standalone = null,
    IReadOnlyDictionary<string, IReadOnlyList<Derived>>? Derive = null, string Records = "",
    IReadOnlyDictionary<string, string>? Person = null, IReadOnlyList<Preset>? Presets = null)
{
    /// <summary>The envelope of a contract that has one.</summary>
    public Envelope Packing => Envelope ?? throw new InvalidOperationException($"Hợp đồng {Code} không có phong bì.");

    /// <summary>Columns worked out of a table's fields.</summary>
    public IReadOnlyList<Derived> DerivedOf(string table) => Derive?.GetValueOrDefault(table) ?? [];

    /// <summary>
    /// The code of a table by the name its file gives it: table names of the law stay, others are told apart by their contract.
    /// </summary>
    internal string Named(string table) => Format is ContractFormat.Envelope ? table : $"{Code}_{table}";

    public bool MayStandAlone(string table) => Standalone?.Contains(table) is true;

    /// <summary>Filled by the loader from the files beside contract.yaml.</summary>
    public IReadOnlyDictionary<string, Table> Tables { get; init; } = new Dictionary<string, Table>();

    public Table this[string table] => Tables[table];
}

/// <summary>
/// Element names of the envelope around the records; <c>unit</c> and <c>request</c> are the sender's unit and its own number of the
/// message, where it gives them.
/// </summary>
public sealed record Envelope(string Root, string Facility, string Made, string Count, string List, string Record, string File,
    string Kind, string Content, string Unit, string Request, BareTable Bare);

/// <summary>A table that also comes alone, without an envelope: its root, and the list and row inside where it holds several.</summary>
public sealed record BareTable(string Kind, string Root, string List, string Row);

/// <summary>A layout senders really use: which column of theirs (its words) fills which field (its <c>from</c>).</summary>
public sealed record Preset(string Name, string Act, IReadOnlyDictionary<string, string> Columns);

/// <summary>
/// How deliveries are packed. Envelope: records of several tables in an envelope of XML. Sheet: XLSX or CSV, a record a line.
/// </summary>
public enum ContractFormat { Envelope, Xml, Json, Sheet }

/// <summary>
/// What one record is about: columns of the main table that name it, within its facility where it has one, and columns that date it, best
/// first. Records of another kind with the same code never meet. <c>unnamed</c>: the kind is not in the keys, which are older than kinds.
/// <c>span</c>: the columns that say from when to when a record holds, of the ending of that name.
/// </summary>
public sealed record Subject(string Kind, IReadOnlyList<string> Key, IReadOnlyList<string>? Date = null, string? Facility = null,
    bool Unnamed = false, Ending Ends = Ending.Versioned, SpanColumns? Span = null)
{
    /// <summary>Columns that date a record; none where it is dated by its delivery.</summary>
    public IReadOnlyList<string> Dates => Date ?? [];
}

/// <summary>
/// How a record stops being what we know of its subject. Versioned: a later record of the same key supersedes it. Append: it stands for
/// itself. Span: it holds from its own day to its own day, and no longer than to the next of the same key. Snapshot: a delivery is the
/// whole list of a facility (of its sender, where records have none) on its day, until the next such list.
/// </summary>
public enum Ending { Versioned, Append, Span, Snapshot }

/// <summary>Columns of the main table that say from when, and to when, a record holds.</summary>
public sealed record SpanColumns(string From, string? To = null);

/// <summary>
/// One version of the contract: the act, when it holds, its tables (all, when none are named) and the element that gives it away.
/// </summary>
public sealed record ContractVersion(string Code, string Act, DateOnly ValidFrom, DateOnly? ValidTo = null,
    IReadOnlyList<string>? Tables = null, Mark? Mark = null)
{
    public bool HoldsOn(DateOnly day) => day >= ValidFrom && (ValidTo is null || day <= ValidTo);
}

/// <summary>An element only this version has.</summary>
public sealed record Mark(string Table, string Element);

/// <summary>
/// A column worked out from sealed fields before they are sealed; <c>as</c> names the mechanism, <c>from</c> the columns it reads.
/// </summary>
public sealed record Derived(string To, DerivedKind As, IReadOnlyList<string> From, string About);

public enum DerivedKind { BirthMonth, BirthPrecision, AgeYears, AgeDays, IdentityKind, Present, CardGroup, CardLevel, CardProvince }

/// <summary>
/// One table of a contract: where its rows stand in a record and its fields in the order of the act (catalogue/contracts/…/*.yaml). Its
/// code is made unique by the loader: that of its contract and its own, but for tables the law names.
/// </summary>
public sealed record Table(
    [property: System.Text.Json.Serialization.JsonPropertyName("table")] string Code, string Name, string About, string Act,
    IReadOnlyList<Field> Fields, string Path = "", RowCount Rows = RowCount.One, IReadOnlyDictionary<string, Difference>? Versions = null)
{
    /// <summary>Name of the row element, the last of the path.</summary>
    public string RowElement => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Every field any version has, base first: the columns of the std table.</summary>
    public IReadOnlyList<Field> AllFields { get; } =
        [.. Fields, .. (Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v => v.Add ?? []).DistinctBy(f => f.To)
            .Where(f => Fields.All(b => b.To != f.To))];

    /// <summary>Name of the std table.</summary>
    public string StdName => Code.ToLowerInvariant();
}

public enum RowCount { One, Many }

/// <summary>What a version changes in one table: names, fields it lacks, fields it adds, dated changes of a field.</summary>
public sealed record Difference(
    IReadOnlyDictionary<string, string>? Rename = null, IReadOnlyList<string>? Remove = null, IReadOnlyList<Field>? Add = null,
    IReadOnlyDictionary<string, FieldChange>? Change = null);

public sealed record FieldChange(DateOnly ValidFrom, string Act, int? Max = null);

/// <summary>
/// One field: its element (of a sheet the words of its heading, which <c>synonyms</c> may also be; of JSON a name or a pointer), its
/// column, its type, and who may see it.
/// </summary>
public sealed record Field(
    string From, string To, FieldType Type, string About, int? Max = null, int Scale = 0, bool Required = false, string? List = null,
    Compartment? Seal = null, string? Act = null, string? Note = null, IReadOnlyList<string>? Synonyms = null, string? Example = null)
{
    /// <summary>The column that keeps a code as it was received.</summary>
    public string Received { get; } = $"{To}_received";

    /// <summary>An amount or a price in đồng, by the name of its column.</summary>
    public bool IsMoney { get; } = Type is FieldType.Number
        && (To.EndsWith("_amount", StringComparison.Ordinal) || To.EndsWith("_price", StringComparison.Ordinal));

    public bool IsDate { get; } = Type is FieldType.Minute or FieldType.Day or FieldType.Moment or FieldType.Partial;
}

public enum FieldType { Text, Code, Codes, Texts, Integer, Number, Minute, Day, Moment, Days, Partial, Flag }

/// <summary>Kinds of sealed content, each with its own key.</summary>
public enum Compartment { Identity, Clinical }
