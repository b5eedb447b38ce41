namespace HealthWarehouse.Web.Sheets;

/// <summary>How a cell looks; in the order of <see cref="SheetStyles"/>.</summary>
internal enum SheetLook { Plain, Title, Centre, Strong, Note, Head, Code, Body, Total, Needed }

/// <summary>
/// A value at its place in a row: text, a whole or a broken number, a day, a time, or nothing. It may reach over further columns and rows;
/// one of no rows at all stands under a cell of the row before that reaches down to it.
/// </summary>
internal readonly record struct SheetCell(object? Value, SheetLook Look = SheetLook.Body, int Across = 1, int Down = 1);

/// <summary>What is known of a sheet before its first row: rows of the head stay on the screen and stand on every printed page.</summary>
internal sealed record SheetPlan(string Name, string Title, IReadOnlyList<double> Widths, int HeadFrom, int HeadTo)
{
    /// <summary>A list, whose columns can be filtered below its head; else a form.</summary>
    public bool IsList { get; init; }

    /// <summary>Help for whoever fills it in.</summary>
    public SheetHelp? Help { get; init; }
}
