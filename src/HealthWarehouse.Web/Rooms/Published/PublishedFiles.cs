using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Rooms.Published;

/// <summary>A published table as a file: names above the codes, then rows and the whole, as they were when it was published.</summary>
internal static class PublishedFiles
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8", ["xlsx"] = SheetWriter.ContentType,
    };

    private const int HeadFrom = 4, HeadTo = 5;
    private const string Whole = "Chung";

    public static string NameOf(PublishedContent table, string format) => $"{table.Code}-{table.Period}.{format}";

    public static Task Write(PublishedContent table, string format, string mark, Stream target) =>
        format == "csv" ? Text(table, mark, target) : Sheet(table, mark, target);

    private static async Task Text(PublishedContent table, string mark, Stream target)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Csv.Line([$"{table.Title} · {table.PeriodName} · " +
            $"{Said(table)}{(table.Note is { } note ? $" · {note}" : "")}"]));
        await text.WriteLineAsync(Csv.Line(Heads(table).Select(h => h.Name)));
        await text.WriteLineAsync(Csv.Line(Heads(table).Select(h => h.Code)));
        foreach (var row in Rows(table, mark)) await text.WriteLineAsync(Csv.Line(row));
    }

    private static async Task Sheet(PublishedContent table, string mark, Stream target)
    {
        var heads = Heads(table).ToArray();
        await using var sheet = await SheetWriter.Begin(target, new("Bảng công bố", table.Title,
            [.. heads.Select((_, i) => i >= 2 * table.By.Count ? 18d : i % 2 == 0 ? 14 : 40)], HeadFrom, HeadTo) { IsList = true });
        await sheet.Wide(table.Title, SheetLook.Title, 24);
        await sheet.Wide($"{table.PeriodName} · {Said(table)}", SheetLook.Centre);
        await sheet.Wide(table.Note ?? Format.VeilWords, SheetLook.Note);
        await sheet.Row(heads.Select(h => new SheetCell(h.Name, SheetLook.Head)));
        await sheet.Row(heads.Select(h => new SheetCell(h.Code, SheetLook.Code)));
        foreach (var row in Rows(table, mark)) await sheet.Row(row.Select(v => new SheetCell(v)));
    }

    private static string Said(PublishedContent table) => $"công bố {Format.Time(table.PublishedAt)}";

    /// <summary>A code and a name a dimension, a value a measure.</summary>
    private static IEnumerable<PublishedName> Heads(PublishedContent table) =>
        table.By.SelectMany(d => new[] { new PublishedName(d.Code, $"Mã {Format.Lower(d.Name)}"), new($"{d.Code}_name", d.Name) })
            .Concat(table.Measures);

    private static IEnumerable<object?[]> Rows(PublishedContent table, string mark) => table.Rows.Append(table.Total).Select(row =>
    {
        var isWhole = row == table.Total;
        var keys = table.By.SelectMany((_, i) => isWhole ? new object?[] { "", i == 0 ? Whole : "" }
            : [row.Keys[i].Code, row.Keys[i].Name]);
        return keys.Concat(row.Values.Select((v, i) => row.Hidden[i] ? mark : Number(v))).ToArray();
    });

    private static object? Number(decimal? value) => value is { } v && v == decimal.Truncate(v) ? decimal.ToInt64(v) : value;
}
