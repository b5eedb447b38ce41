using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;
using MiniExcelLibs;
using Parquet;
using Parquet.Schema;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>An answer as a file: a code and a name a dimension, a value a measure, those compared beside.</summary>
internal static class FigureFiles
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["parquet"] = "application/vnd.apache.parquet",
    };

    public static string NameOf(Answer answer, string format) => $"{answer.Measures[0].Code}-{answer.Period.Code}.{format}";

    public static Task Write(Answer answer, string format, Stream target) => format switch
    {
        "csv" => Text(answer, target),
        "xlsx" => target.SaveAsAsync(Records(answer), sheetName: "So lieu"),
        "parquet" => Columns(answer, target),
        _ => throw new FormatException($"format phải là {string.Join(", ", Types.Keys)}."),
    };

    private static async Task Text(Answer answer, Stream target)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(',', Heads(answer)));
        foreach (var row in Records(answer)) await text.WriteLineAsync(string.Join(',', row.Values.Select(Csv.Cell)));
    }

    private static IEnumerable<Dictionary<string, object?>> Records(Answer answer)
    {
        var heads = Heads(answer).ToArray();
        foreach (var row in answer.Rows)
            yield return heads.Zip(row.Keys.SelectMany(k => new object?[] { k.Code, k.Name }).Concat(row.Values.Cast<object?>()).Concat(row.Before?.Cast<object?>() ?? [])).ToDictionary(c => c.First, c => c.Second);
    }

    private static IEnumerable<string> Heads(Answer answer) =>
        answer.By.SelectMany(d => new[] { d.Code, $"{d.Code}_name" }).Concat(answer.Measures.Select(m => m.Code)).Concat(answer.Compared is { } before ? answer.Measures.Select(m => $"{m.Code}_{before.Code}") : []);

    private static async Task Columns(Answer answer, Stream target)
    {
        var (texts, heads) = (answer.By.Count * 2, Heads(answer).ToArray());
        var schema = new ParquetSchema([.. heads.Select((h, i) => i < texts ? (Field)new DataField<string>(h) : new DecimalDataField(h, 24, 4, isNullable: true))]);
        var rows = Records(answer).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(schema, target);
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < heads.Length; i++)
            if (i < texts) await group.WriteAsync(schema.DataFields[i], [.. rows.Select(r => (string)r[heads[i]]!)]);
            else await group.WriteAsync<decimal>(schema.DataFields[i], rows.Select(r => (decimal?)r[heads[i]]).ToArray());
    }
}
