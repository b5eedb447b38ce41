using System.Text.RegularExpressions;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue;

/// <summary>
/// How official files become rows of the lists (catalogue/codes/imports.yaml), and which files together make a list complete.
/// </summary>
public sealed record ListImports(int MaxRows, ColumnKinds Kinds, IReadOnlyList<Completion> Completes, IReadOnlyList<ImportShape> Shapes)
{
    /// <summary>How values of a column are read, whatever the file (whose days may count from 1904): null for text.</summary>
    internal Func<Cell, bool, CellValue>? KindOf(string column) =>
        Kinds.Days.Contains(column) ? CellReader.Day
            : Kinds.Whole.Contains(column) ? (cell, _) => Whole(CellReader.Number(cell))
            : Kinds.Numbers.Contains(column) ? (cell, _) => CellReader.Number(cell)
            : Kinds.Patterns.TryGetValue(column, out var pattern) ? (cell, _) => Fitting(CellReader.Text(cell), pattern) : null;

    private static CellValue Whole(CellValue number) =>
        number.Text is not { } text || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? number
            : new(null, $"'{text}' không phải là số nguyên");

    private static CellValue Fitting(CellValue value, string pattern) =>
        value.Text is not { } text || Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking) ? value
            : new(null, $"'{text}' không đúng dạng");

    /// <summary>The day from which a list is complete with what has been imported; null while something is missing.</summary>
    public DateOnly? CompletedFrom(string list, IReadOnlySet<string> done) =>
        Completes.Where(c => c.List == list && c.By.All(done.Contains)).Select(c => (DateOnly?)c.From).Min();
}

/// <summary>Columns that are not any text, by name: days, whole numbers, numbers, and text of one form.</summary>
public sealed record ColumnKinds(IReadOnlyList<string> Days, IReadOnlyList<string> Whole, IReadOnlyList<string> Numbers,
    IReadOnlyDictionary<string, string> Patterns);

/// <summary>A list is complete from a day on once all these files (a shape, or shape/section) were imported.</summary>
public sealed record Completion(string List, DateOnly From, IReadOnlyList<string> By);

/// <summary>
/// The shape of one official file: the headings it is known by, what its rows are and which lists they fill. <c>sections</c> are the parts
/// one file holds one after the other, <c>verify</c> compares codes with names before anything is made of the rows, <c>after</c> names
/// shapes to import before.
/// </summary>
public sealed record ImportShape(
    string Id, string Name, string Act, IReadOnlyList<string> Header, IReadOnlyList<ImportOutput> Outputs,
        ImportFormat Format = ImportFormat.Table,
    int? Rows = null, IReadOnlyList<string>? After = null, IReadOnlyList<RowTest>? Skip = null, IReadOnlyList<Section>? Sections = null,
    IReadOnlyList<Verification>? Verify = null, string? About = null);

/// <summary>Table = CSV or the first fitting sheet of an XLSX; tree = JSON, an array of objects.</summary>
public enum ImportFormat { Table, Tree }

/// <summary>
/// Rows of one list made from the file. <c>path</c> is the nested array of a tree; <c>rows</c> how many codes the official file is known to
/// give;
/// <c>fills</c> columns taken only where the list has nothing; <c>ends</c> columns that hold only until the row's last day, after which
/// the code goes on without them.
/// </summary>
public sealed record ImportOutput(
    string List, IReadOnlyDictionary<string, ColumnSource> Columns, ImportMode Mode = ImportMode.Merge, Repeats Repeats = Repeats.Refuse,
        string? Path = null,
    int? Rows = null, IReadOnlyList<RowTest>? Where = null, IReadOnlyList<string>? Fills = null, IReadOnlyList<string>? Ends = null,
        Share? Share = null, Coverage? Covers = null);

/// <summary>
/// Merge keeps codes the file does not name; replace closes those an earlier file of the same shape had brought; add only takes codes not
/// known yet.
/// </summary>
public enum ImportMode { Merge, Replace, Add }

/// <summary>A code that stands twice in the file and not alike: refuse both, or take the first. Alike rows are one row.</summary>
public enum Repeats { Refuse, First }

/// <summary>
/// Where a value comes from: a heading (<c>from</c>; <c>^.Name</c> = of the parent object of a tree), the first of several, a constant, the
/// section, or nothing at all (<c>empty</c>); then what is cut out of it (<c>pattern</c>, first group), what it stands for (<c>choose</c>),
/// how it is read, and the zeros a spreadsheet took from its front.
/// </summary>
public sealed record ColumnSource(
    string? From = null, IReadOnlyList<ColumnSource>? First = null, string? Const = null, string? Section = null, bool Empty = false,
        RowTest? When = null,
    string? Pattern = null, IReadOnlyList<Choice>? Choose = null, string? Otherwise = null, Reading As = Reading.Text, int? Pad = null,
        bool TellPad = false);

/// <summary>A value that fits the pattern stands for another.</summary>
public sealed record Choice(string Pattern, string Value);

/// <summary>RunningNumber puts back zeros that a spreadsheet took from the end of numbers that only go up: 1.9, 1.1 is 1.9, 1.10.</summary>
public enum Reading { Text, Upper, Icd10, Day, Number, RunningNumber }

/// <summary>Holds for a row whose column fits the pattern, or with <c>not</c> for one that does not.</summary>
public sealed record RowTest(string Column, string Pattern, bool Not = false);

/// <summary>A part of a file: the line that opens it and the values its rows share; <c>rows</c> how many the official file has.</summary>
public sealed record Section(string Id, string Opens, IReadOnlyDictionary<string, string?> Values, int? Rows = null);

/// <summary>
/// A code that must agree with the name (and the unit above) the list has for it on a day. A code that is another unit's is mended where
/// the name finds exactly one unit; an unknown one is set aside, or left to be added by an output.
/// </summary>
public sealed record Verification(string Column, string List, DateOnly On, string Name, ColumnSource? Parent = null,
    ColumnSource? Province = null, bool KeepUnknown = false);

/// <summary>
/// Fills a column with shares of one: rows alike in <c>by</c> divide it by the parts their kind has; a kind with <c>all</c> takes
/// everything.
/// </summary>
public sealed record Share(IReadOnlyList<string> By, string Into, string Kind, IReadOnlyDictionary<string, string> Parts);

/// <summary>Codes of a list on a day that should all stand in a column; what is missing is told.</summary>
public sealed record Coverage(string List, DateOnly On, string Column);
