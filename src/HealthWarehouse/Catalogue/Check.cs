using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>A file of checks that share a subject (catalogue/checks/*.yaml).</summary>
public sealed record CheckFile(string Subject, string About, IReadOnlyList<Check> Checks);

/// <summary>
/// One declared check. It is run as SQL on the batch (<c>fail</c>, a predicate over the row <c>r</c> and its episode <c>e</c>; or
/// <c>query</c>), in memory on sealed fields before they are sealed (<c>memory</c>), or by the reader and the binder (<c>by</c>), which
/// then only take message and severity from here. A query of stage <c>core</c> also sees what was known before; <c>$since</c> is the first
/// day of arrival in the batch.
/// </summary>
public sealed record Check(
    string Id, string Name, Severity Severity, string Message, string Fix, string Act, DateOnly ValidFrom,
    string? On = null, IReadOnlyList<string>? Fields = null, string? Fail = null, string? Query = null, MemoryTest? Memory = null,
        Mechanism? By = null,
    DateOnly? ValidTo = null, CheckStage Stage = CheckStage.Batch, string? Note = null, CheckExamples? Examples = null)
{
    /// <summary>Filled by the loader: the subject of the file the check stands in.</summary>
    public string Subject { get; init; } = "";
}

/// <summary>Parts of the house that report findings of their own accord.</summary>
public enum Mechanism { Reader, Binder, Loader }

/// <summary>When a check in SQL is run: on the batch alone, or once core knows the batch.</summary>
public enum CheckStage { Batch, Core }

/// <summary>A test on sealed fields: one operator over named columns.</summary>
public sealed record MemoryTest(MemoryOperator Op, IReadOnlyList<string> Of, string? Pattern = null, int? Days = null);

public enum MemoryOperator { Matches, NotAllZero, SameCount, CoversStay, SameAsMain, NotAfter, FullWhenYoung, AgreesWithBirth,
    AgreesWithSex, Distinct }
