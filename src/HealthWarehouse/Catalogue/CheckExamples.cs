namespace HealthWarehouse.Catalogue;

/// <summary>What makes a check speak and what leaves it silent.</summary>
public sealed record CheckExamples(CheckExample Fails, CheckExample Passes);

/// <summary>
/// Small changes to a clean record (<c>from</c>, by default <c>inpatient</c> of catalogue/checks/clean.yaml), in this order: tables or rows
/// to drop, fields to set or (null) take away, rows to add, rows to repeat with other values. A place is a table, meaning its first row, or
/// <c>table/2</c>, its second.
/// </summary>
public record RecordChange(
    string? From = null, string? About = null, IReadOnlyList<string>? Drop = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Set = null,
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>? Add = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Repeat = null);

/// <summary>
/// One example: a changed record in the usual envelope, or in one written out (<c>envelope</c>, where {files}, {table}, {base64 table} and
/// {MiB 65} are filled), or the cancel or restore of it (<c>action</c>); <c>damaged</c> in the archive after it was received; sent by a
/// sender of these <c>facilities</c> only; <c>then</c> comes after it, about the same episode, and is the one looked at. <c>also</c> names
/// the other rules that rightly speak. <c>file</c>: instead of all that, a file written out.
/// </summary>
public sealed record CheckExample(
    string? From = null, string? About = null, IReadOnlyList<string>? Drop = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Set = null,
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>? Add = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Repeat = null,
    string? Envelope = null, ExampleAction? Action = null, IReadOnlyList<string>? Facilities = null, IReadOnlyList<string>? Also = null,
    CheckExample? Then = null, bool Damaged = false, ExampleFile? File = null) : RecordChange(From, About, Drop, Set, Add, Repeat);

/// <summary>
/// A file of a contract written out: the lines of a text (CSV, JSON, XML) or a workbook; {n} is the number of the example.
/// </summary>
public sealed record ExampleFile(string Contract = CatalogueFiles.ExampleContract, IReadOnlyList<string>? Lines = null,
    ExampleBook? Book = null);

/// <summary>
/// A workbook by its rows, lines that are hidden, how often the sheet is there. A cell is text, or begins with what it is: #n number,
/// #d day, #p percent, #f formula with its value, #e error, #l lost.
/// </summary>
public sealed record ExampleBook(IReadOnlyList<IReadOnlyList<string>> Rows, IReadOnlyList<int>? Hidden = null, int Sheets = 1);

public enum ExampleAction { Cancel, Restore }

/// <summary>
/// Records without a fault, of made-up persons, and the day on which they are thought to be received (catalogue/checks/clean.yaml): each by
/// its rows, or as changes to another. <c>defaults</c> are fields every row of a table has unless it says otherwise; {n} in a value is the
/// number of the example; <c>usual</c> is the record examples change that name none.
/// </summary>
public sealed record CleanRecords(
    string About, DateOnly Received, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Defaults,
    IReadOnlyDictionary<string, RecordChange> Records, string Usual = "inpatient")
{
    /// <summary>The record of a contract of sheets: one row, of the examples of its fields; it goes by the name of its contract.</summary>
    public static CleanRecords OfSheet(Contract contract, DateOnly received)
    {
        var row = contract[contract.Main].Fields.Where(f => f.Example is not null).ToDictionary(f => f.From, f => f.Example);
        var add = new Dictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>> { [SheetTable] = [row] };
        return new(contract.About, received, new Dictionary<string, IReadOnlyDictionary<string, string?>>(),
            new Dictionary<string, RecordChange> { [contract.Code] = new(Add: add) }, contract.Code);
    }

    /// <summary>What examples of a sheet call its table.</summary>
    public const string SheetTable = "main";
}
