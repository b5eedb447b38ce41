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
    public static async Task Write(Answer answer, IEnumerable<string> codes, string asked, string mark, Stream target)
    {
        var title = string.Join("; ", answer.Measures.Select(m => m.Name));
        var names = Names(answer).ToArray();
        var whole = Enumerable.Range(0, answer.Measures.Count).Select(m => IsWhole(answer, m)).ToArray();
        await using var sheet = await SheetWriter.Begin(target, new("Số liệu", title,
            [.. answer.By.SelectMany(_ => new[] { 14d, 40d }), .. Enumerable.Repeat(18d, names.Length - 2 * answer.By.Count)],
            HeadFrom, HeadTo) { IsList = true });
        await sheet.Wide(title, SheetLook.Title, 24);
        await sheet.Wide(asked, SheetLook.Centre);
        await sheet.Wide($"Số liệu tính đến {Format.Time(answer.Freshness.LastReceived)}", SheetLook.Note);
        await sheet.Wide(string.Join(' ', new[] { answer.LeavesOut, answer.IsVeiled ? Format.VeilWords : null }.OfType<string>()),
            SheetLook.Note);
        await sheet.Row(names.Select(n => new SheetCell(n, SheetLook.Head)));
        await sheet.Row(codes.Select(c => new SheetCell(c, SheetLook.Code)));
        foreach (var row in answer.Rows)
            await sheet.Row(row.Keys.SelectMany(k => new object?[] { Code(k.Code), k.Name })
                .Concat(row.Values.Select((v, m) => Value(row.Hides(m), v, m)))
                .Concat(row.Before?.Select((v, m) => Value(row.HidesBefore(m), v, m)) ?? []).Select(v => new SheetCell(v)));

        object? Value(bool hidden, decimal? value, int measure) =>
            hidden ? mark : value is { } v && whole[measure] ? (object)decimal.ToInt64(v) : value;
    }

    private static IEnumerable<string> Names(Answer answer) =>
        answer.By.SelectMany(d => new[] { $"Mã {d.Name.ToLower(Format.Vietnamese)}", d.Name })
            .Concat(answer.Measures.Select(m => $"{m.Name} ({m.Unit})"))
            .Concat(answer.Compared is { } before ? answer.Measures.Select(m => $"{m.Name} ({m.Unit}), {before.Name}") : []);

    /// <summary>A day is a day; all else stays the text it is, were it only digits.</summary>
    private static object? Code(string? code) =>
        DateOnly.TryParseExact(code, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : code;

    /// <summary>Whether a column holds whole numbers only, so that all of it is written alike.</summary>
    private static bool IsWhole(Answer answer, int measure) =>
        answer.Rows.All(r => IsWhole(r.Values[measure]) && IsWhole(r.Before?[measure]));

    private static bool IsWhole(decimal? value) => value is not { } v || (v == decimal.Truncate(v) && Math.Abs(v) < long.MaxValue);
}
