using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>
/// An answer as a spreadsheet: what was asked above, names of the columns for people, below them the codes for programs, then the rows.
/// </summary>
internal static class FigureSheet
{
    private const int HeadFrom = 5, HeadTo = 6;

    /// <summary>Writes the rows; <c>asked</c> says in words which cases they are about, <c>mark</c> stands for what is hidden.</summary>
    public static async Task Write(Answer answer, FigureGrid grid, string asked, string mark, Stream target)
    {
        var title = string.Join("; ", answer.Measures.Select(m => m.Name));
        var at = Enumerable.Range(0, grid.Columns.Count).Where(i => grid.Columns[i].Code != FigureGrid.LeavesOut).ToArray();
        var whole = grid.Columns.Select((_, i) => grid.IsWhole(i)).ToArray();
        await using var sheet = await SheetWriter.Begin(target,
            new("Số liệu", title, [.. at.Select(i => Width(grid.Columns[i]))], HeadFrom, HeadTo) { IsList = true });
        await sheet.Wide(title, SheetLook.Title, 24);
        await sheet.Wide(asked, SheetLook.Centre);
        await sheet.Wide($"Số liệu tính đến {Format.Time(answer.Freshness.LastReceived)}", SheetLook.Note);
        await sheet.Wide(string.Join(' ', new[] { answer.LeavesOut, answer.IsVeiled ? Format.VeilWords : null }.OfType<string>()),
            SheetLook.Note);
        await sheet.Row(at.Select(i => new SheetCell(grid.Columns[i].Name, SheetLook.Head)));
        await sheet.Row(at.Select(i => new SheetCell(grid.Columns[i].Code, SheetLook.Code)));
        foreach (var row in grid.Rows) await sheet.Row(at.Select(i => new SheetCell(Value(row[i], i))));

        object? Value(object? value, int column) => value switch
        {
            HiddenFigure => mark,
            decimal v when whole[column] => decimal.ToInt64(v),
            string text => Code(text),
            _ => value,
        };
    }

    private static double Width(FigureColumn column) =>
        !column.IsText ? 18 : column.Code.EndsWith("_name", StringComparison.Ordinal) ? 40 : 14;

    /// <summary>A day is a day; all else stays the text it is, were it only digits.</summary>
    private static object Code(string code) =>
        DateOnly.TryParseExact(code, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : code;
}
