using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>A file of checks that share a subject (catalogue/checks/*.yaml).</summary>
public sealed record CheckFile(string Subject, string About, IReadOnlyList<Check> Checks);

/// <summary>
/// One declared check. It is run as SQL on the batch (<c>fail</c>, a predicate over the row <c>r</c> and its episode <c>e</c>; or <c>query</c>),
/// in memory on sealed fields before they are sealed (<c>memory</c>), or by the reader and the binder (<c>by</c>), which then only take message and severity from here.
/// </summary>
public sealed record Check(
    string Id, string Name, Severity Severity, string Message, string Fix, string Act, DateOnly ValidFrom,
    string? On = null, IReadOnlyList<string>? Fields = null, string? Fail = null, string? Query = null, MemoryTest? Memory = null, Mechanism? By = null,
    DateOnly? ValidTo = null, string? Note = null, CheckExamples? Examples = null)
{
    /// <summary>Filled by the loader: the subject of the file the check stands in.</summary>
    public string Subject { get; init; } = "";
}

/// <summary>Parts of the house that report findings of their own accord.</summary>
public enum Mechanism { Reader, Binder, Loader }

/// <summary>A test on sealed fields: one operator over named columns.</summary>
public sealed record MemoryTest(
    MemoryOperator Op, IReadOnlyList<string> Of, string? Pattern = null, IReadOnlyList<string>? With = null, string? Table = null, int? Days = null, string? When = null);

public enum MemoryOperator { Matches, NotAllZero, SameCount, CoversStay, SameAsMain, NotAfter, FullWhenYoung, AgreesWithBirth, AgreesWithSex, Distinct }

/// <summary>What makes the check speak and what leaves it silent, as changes to the clean record of catalogue/checks/clean.yaml.</summary>
public sealed record CheckExamples(CheckExample Fails, CheckExample Passes);

/// <summary>Changes to the clean record: tables to replace or patch (first row), fields to set or (null) take away; or a whole envelope as text.</summary>
public sealed record CheckExample(
    string? About = null, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>>? Set = null,
    IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, string?>>>? Add = null, IReadOnlyList<string>? Drop = null,
    string? Envelope = null, CheckExample? Then = null);
