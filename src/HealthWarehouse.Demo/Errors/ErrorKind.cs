using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Encounters;
using HealthWarehouse.Demo.Messages;

namespace HealthWarehouse.Demo.Errors;

/// <summary>Where in a message an error was put; nothing for a whole record.</summary>
internal readonly record struct Spot(string? Table = null, int? Row = null, string? Field = null);

/// <summary>
/// One way of being wrong. Planting changes the message about to be written and tells where, or gives null when the message offers no place
/// for it.
/// </summary>
internal sealed record ErrorKind(string Code, string Name, IReadOnlyList<string> Rules, Planting Plant)
{
    /// <summary>The record cannot be used at all.</summary>
    public bool Refused { get; init; }

    /// <summary>The whole file cannot be used.</summary>
    public bool WholeFile { get; init; }

    /// <summary>It is said of the file, not of a record.</summary>
    public bool AboutFile { get; init; }
}

/// <summary>Puts an error into a record of a file.</summary>
internal delegate Spot? Planting(Draft record, FileDraft file, ref Dice dice);

/// <summary>Changes to rows that most kinds are made of.</summary>
internal static class Plant
{
    /// <summary>Sets a field of the first row of a table; the row must have one unless <paramref name="whenEmpty"/>.</summary>
    public static Planting Set(string table, string column, Func<string?, string?> change, Func<Draft, bool>? where = null,
        bool whenEmpty = false) => (Draft record, FileDraft _, ref Dice _) =>
    {
        if (where is not null && !where(record)) return null;
        return record.Part(table) is { Rows: [var row, ..] } && (whenEmpty || row[column] is not null)
            ? Change(table, row, 1, column, change(row[column])) : null;
    };

    /// <summary>Sets a field of the first row of a table that <paramref name="which"/> picks.</summary>
    public static Planting SetIn(string table, Func<Row, bool> which, string column, Func<Row, string?> change) =>
        (Draft record, FileDraft _, ref Dice _) =>
    {
        if (record.Part(table) is not { } part) return null;
        var at = part.Rows.FindIndex(r => which(r));
        return at < 0 ? null : Change(table, part.Rows[at], at + 1, column, change(part.Rows[at]));
    };

    private static Spot? Change(string table, Row row, int number, string column, string? value)
    {
        if (row[column] == value) return null;
        row[column] = value;
        return new(table, number, row.Form.Table.AllFields.First(f => f.To == column).From);
    }
}
