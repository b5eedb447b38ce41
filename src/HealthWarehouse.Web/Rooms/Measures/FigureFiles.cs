using System.Text;
using HealthWarehouse.Analyse;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;
using Parquet;
using Parquet.Schema;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>An answer as a file: a code and a name a dimension, a value a measure, those compared beside.</summary>
internal static class FigureFiles
{
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["csv"] = "text/csv; charset=utf-8",
        ["xlsx"] = SheetWriter.ContentType,
        ["parquet"] = "application/vnd.apache.parquet",
    };

    public static string NameOf(Answer answer, string format) => $"{answer.Measures[0].Code}-{answer.Period.Code}.{format}";

    /// <summary>Writes an answer; <c>asked</c> says in words which cases it is about, <c>mark</c> stands for what is hidden.</summary>
    public static Task Write(Answer answer, string format, Stream target, string asked, string mark) => format switch
    {
        "csv" => Text(answer, target, mark),
        "xlsx" => FigureSheet.Write(answer, Heads(answer).Where(h => h != LeavesOut), asked, mark, target),
        "parquet" => Columns(answer, target),
        _ => throw new FormatException($"format phải là {string.Join(", ", Types.Keys)}."),
    };

    private static async Task Text(Answer answer, Stream target, string mark)
    {
        await using var text = new StreamWriter(target, new UTF8Encoding(true), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Csv.Line(Heads(answer)));
        foreach (var row in Records(answer, mark)) await text.WriteLineAsync(Csv.Line(row.Values));
    }

    /// <summary>
    /// Rows of a file; what is hidden is the mark, or where a column holds numbers only, nothing, and the column of what is hidden says so.
    /// </summary>
    private static IEnumerable<Dictionary<string, object?>> Records(Answer answer, string? mark)
    {
        var heads = Heads(answer).ToArray();
        foreach (var row in answer.Rows)
            yield return heads.Zip(row.Keys.SelectMany(k => new object?[] { k.Code, k.Name })
                .Concat(row.Values.Select((v, i) => row.Hides(i) ? mark : (object?)v))
                .Concat(row.Before?.Select((v, i) => row.HidesBefore(i) ? mark : (object?)v) ?? [])
                .Concat(IsWhole(answer) ? [] : [StateOf(answer, row)])
                .Concat(answer.LeavesOut is { } words ? [words] : [])).ToDictionary(c => c.First, c => c.Second);
    }

    private static IEnumerable<string> Heads(Answer answer) =>
        answer.By.SelectMany(d => new[] { d.Code, $"{d.Code}_name" }).Concat(answer.Measures.Select(m => m.Code))
            .Concat(answer.Compared is { } before ? answer.Measures.Select(m => $"{m.Code}_{before.Code}") : [])
            .Concat(IsWhole(answer) ? [] : [State]).Concat(answer.LeavesOut is null ? [] : [LeavesOut]);

    /// <summary>Whether every month that rows are about is over.</summary>
    private static bool IsWhole(Answer answer) => answer.Rows.All(r => r.State is PeriodState.Full);

    /// <summary>How far the month of a row has come; the last day of one that runs.</summary>
    private static string StateOf(Answer answer, Figure row) => row.State switch
    {
        PeriodState.NotCome => "not-come",
        PeriodState.Running => string.Create(CultureInfo.InvariantCulture, $"until {answer.Standing.Until:yyyy-MM-dd}"),
        _ => "full",
    };

    /// <summary>The column that says how far the months have come, where one still runs.</summary>
    private const string State = "period_state";

    /// <summary>The column that says what records are not counted.</summary>
    private const string LeavesOut = "leaves_out";

    private static async Task Columns(Answer answer, Stream target)
    {
        var (texts, heads) = (answer.By.Count * 2, Heads(answer).ToArray());
        var veiled = answer.IsVeiled ? new DataField<string>("hidden") : null;
        var schema = new ParquetSchema([.. heads.Select((h, i) => i < texts || h is LeavesOut or State
            ? (Field)new DataField<string>(h) : new DecimalDataField(h, 24, 4, isNullable: true)).Concat(veiled is null ? [] : [veiled])]);
        var rows = Records(answer, null).ToArray();
        await using var writer = await ParquetWriter.CreateAsync(schema, target);
        using var group = writer.CreateRowGroup();
        for (var i = 0; i < heads.Length; i++)
            if (i < texts || heads[i] is LeavesOut or State)
                await group.WriteAsync(schema.DataFields[i], [.. rows.Select(r => (string)r[heads[i]]!)]);
            else await group.WriteAsync<decimal>(schema.DataFields[i], rows.Select(r => (decimal?)r[heads[i]]).ToArray());
        if (veiled is not null)
            await group.WriteAsync(veiled,
                [.. answer.Rows.Select(r =>
                string.Join(' ',
                heads.Skip(texts).Take(r.Values.Count + (r.Before?.Count ?? 0))
                .Where((_, i) => i < r.Values.Count ? r.Hides(i) : r.HidesBefore(i - r.Values.Count))))]);
    }
}
