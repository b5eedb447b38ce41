using System.Text;
using System.Text.RegularExpressions;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;
using Parquet;
using Parquet.Schema;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>How a file is asked for: long or wide; for programs, or with names above the codes and what was asked above those.</summary>
internal sealed record FileShape(bool Wide, bool ForPeople)
{
    public static readonly FileShape Plain = new(false, false);

    /// <summary>Throws with words for the asker when a part means nothing.</summary>
    public static FileShape Of(string? shape, string? heads) => new(shape switch
    {
        null or "" or "long" => false,
        "wide" => true,
        _ => throw new RefusedException("shape phải là long (mỗi dòng một ô) hoặc wide (ngang như trên màn hình)."),
    }, heads switch
    {
        null or "" or "codes" => false,
        "both" => true,
        _ => throw new RefusedException("heads phải là codes (chỉ mã cột) hoặc both (tên cột và mã cột)."),
    });
}

/// <summary>An answer as a file: a code and a name a dimension, a value a measure, those compared beside.</summary>
internal static partial class FigureFiles
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["xlsx"] = SheetWriter.ContentType,
        ["parquet"] = "application/vnd.apache.parquet",
    };

    public static string NameOf(Answer answer, string format) => $"{answer.Measures[0].Code}-{answer.Period.Code}.{format}";

    /// <summary>Writes an answer; <c>asked</c> says in words which cases it is about, <c>mark</c> stands for what is hidden.</summary>
    public static Task Write(Answer answer, string format, Stream target, string asked, string mark, FileShape? shape = null)
    {
        var (form, grid) = (shape ?? FileShape.Plain, FigureGrid.Of(answer, shape?.Wide ?? false));
        return format switch
        {
            "csv" => Text(answer, grid, form, target, asked, mark),
            "xlsx" => FigureSheet.Write(answer, grid, asked, mark, target),
            "parquet" => Columns(answer, grid, asked, target),
            _ => throw new RefusedException($"format phải là {string.Join(", ", Types.Keys)}."),
        };
    }

    private static async Task Text(Answer answer, FigureGrid grid, FileShape shape, Stream target, string asked, string mark)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        if (shape.ForPeople)
        {
            await text.WriteLineAsync(Csv.Line([$"{string.Join("; ", answer.Measures.Select(m => m.Name))} · {asked}"]));
            await text.WriteLineAsync(Csv.Line(grid.Columns.Select(c => c.Name)));
        }
        await text.WriteLineAsync(Csv.Line(grid.Columns.Select(c => c.Code)));
        foreach (var row in grid.Rows) await text.WriteLineAsync(Csv.Line(row.Select(Cell)));

        object? Cell(object? value) => value switch
        {
            HiddenFigure => mark,
            string words when shape.ForPeople && NumberOrDay().IsMatch(words) => $"'{words}",
            _ => value,
        };
    }

    /// <summary>
    /// A code that a spreadsheet opening a text file would take for a day or a number, 05-14 or 01; as for formulas an apostrophe keeps it
    /// the text it is, in files for people only.
    /// </summary>
    [GeneratedRegex(@"^(0\d+|\d+[-/.]\d+([-/.]\d+)?|\d+[eE]\d+)$")] private static partial Regex NumberOrDay();

    private static async Task Columns(Answer answer, FigureGrid grid, string asked, Stream target)
    {
        var veiled = answer.IsVeiled ? new DataField<string>("hidden") : null;
        var whole = grid.Columns.Select((_, i) => grid.IsWhole(i)).ToArray();
        var schema = new ParquetSchema([.. grid.Columns.Select((c, i) => c.IsText
            ? (Field)new DataField<string>(c.Code) : whole[i] ? new DataField<long?>(c.Code)
            : c.IsSum ? Decimals(grid, i) : new DataField<double?>(c.Code)),
            .. veiled is null ? [] : new[] { veiled }]);
        await using var writer = await ParquetWriter.CreateAsync(schema, target);
        writer.CustomMetadata = new Dictionary<string, string> { ["asked"] = asked };
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < grid.Columns.Count; i++)
        {
            var n = i;
            if (grid.Columns[n].IsText) await group.WriteAsync(schema.DataFields[n], [.. grid.Rows.Select(r => (string)r[n]!)]);
            else if (whole[n])
                await group.WriteAsync<long>(schema.DataFields[n], grid.Rows.Select(r => (long?)(r[n] as decimal?)).ToArray());
            else if (grid.Columns[n].IsSum)
                await group.WriteAsync<decimal>(schema.DataFields[n], grid.Rows.Select(r => r[n] as decimal?).ToArray());
            else await group.WriteAsync<double>(schema.DataFields[n], grid.Rows.Select(r => (double?)(r[n] as decimal?)).ToArray());
        }
        if (veiled is not null)
            await group.WriteAsync(veiled,
                [.. grid.Rows.Select(r => string.Join(' ', grid.Columns.Where((_, i) => r[i] is HiddenFigure).Select(c => c.Code)))]);
    }

    /// <summary>
    /// Sums of money: four decimals in eight bytes, which every reader knows; in sixteen where one needs them. Quotients are doubles: they
    /// are none of so many decimals, and some readers make 2.9999999999999996 of the decimal 3.0000.
    /// </summary>
    private static DecimalDataField Decimals(FigureGrid grid, int column) => new(grid.Columns[column].Code,
        grid.Rows.Any(r => r[column] is decimal v && Math.Abs(v) >= 100_000_000_000_000m) ? 28 : 18, 4, isNullable: true);
}
