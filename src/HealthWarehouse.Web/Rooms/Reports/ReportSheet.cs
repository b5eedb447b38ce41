using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Sheets;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>A report as a spreadsheet in the printed layout: letterhead, title, scope, head, rows, signatures.</summary>
internal static class ReportSheet
{
    private const int HeadFrom = 9;

    public static async Task Write(ReportResult report, Letterhead letter, Stream target)
    {
        var fixedWidths = new[] { 8d, 48d, 24d }.Take(ReportColumns.FixedTitles(report.Declaration).Count).ToArray();
        var storeys = ReportColumns.Head(report.Declaration).Count + 1;
        await using var sheet = await SheetWriter.Begin(target, new(PrintedReport.Number(report), report.Declaration.Title,
            [.. fixedWidths, .. report.Columns.Select(_ => 10d)], HeadFrom, HeadFrom + storeys));
        await Top(report, letter, sheet, fixedWidths.Length);
        await Head(report, sheet, storeys);
        foreach (var row in report.Rows) await Row(row, row.IsHead ? SheetLook.Total : SheetLook.Body);
        await Row(report.Total, SheetLook.Total);
        await sheet.Blank();
        foreach (var note in PrintedReport.Notes(report)) await sheet.Wide(note, SheetLook.Note);
        await sheet.Blank();
        await Signatures(report, letter, sheet, fixedWidths.Length);

        Task Row(ReportRow row, SheetLook look) => sheet.Row(PrintedReport.Texts(report, row).Select(t => new SheetCell(t, look))
            .Concat(row.Values.Select((v, i) => new SheetCell(row.Hides(i) ? Format.Veiled : Value(v), look))));
    }

    /// <summary>The rows above the head: as many as stand there whatever the form.</summary>
    private static async Task Top(ReportResult report, Letterhead letter, SheetWriter sheet, int left)
    {
        var right = report.Columns.Count;
        await sheet.Row([new(letter.GoverningBody, SheetLook.Centre, left), new(Letterhead.Nation, SheetLook.Strong, right)], 18);
        await sheet.Row([new(letter.Name, SheetLook.Strong, left), new(Letterhead.Motto, SheetLook.Strong, right)], 18);
        await sheet.Row([new(letter.Number, SheetLook.Centre, left), new(letter.PlaceAndDay, SheetLook.Centre, right)], 18);
        await sheet.Wide($"{PrintedReport.Number(report)}. {PrintedReport.Act(report)}", SheetLook.Note);
        await sheet.Wide(PrintedReport.Title(report), SheetLook.Title, 24);
        await sheet.Wide($"{PrintedReport.Period(report)} · {PrintedReport.Scope(report)}", SheetLook.Centre);
        await sheet.Wide(PrintedReport.Fresh(report), SheetLook.Note);
        await sheet.Blank();
    }

    /// <summary>The printed head, and under the numbers of the columns the codes of their measures, which never change.</summary>
    private static async Task Head(ReportResult report, SheetWriter sheet, int storeys)
    {
        var grid = ReportColumns.Grid(report.Declaration);
        for (var storey = 0; storey < storeys; storey++)
            await sheet.Row(grid.Where(c => c.Row <= storey && storey < c.Row + c.Rows).OrderBy(c => c.Column).Select(c => c.Row == storey
                ? new SheetCell(c.Title, SheetLook.Head, c.Columns, c.Rows) : new SheetCell(null, SheetLook.Head, c.Columns, 0)),
                storey < storeys - 1 ? 30 : null);
        await sheet.Row(ReportFiles.FixedCodes(report).Concat(report.Columns.Select(ReportFiles.CodeOf))
            .Select(c => new SheetCell(c, SheetLook.Code)));
    }

    private static async Task Signatures(ReportResult report, Letterhead letter, SheetWriter sheet, int left)
    {
        var widths = new int[letter.Signers.Count];
        var all = left + report.Columns.Count;
        for (var i = 0; i < widths.Length; i++) widths[i] = all * (i + 1) / widths.Length - all * i / widths.Length;
        await sheet.Row(letter.Signers.Select((s, i) =>
            new SheetCell(s.Title.ToUpper(Format.Vietnamese), SheetLook.Strong, widths[i])));
        await sheet.Row(letter.Signers.Select((s, i) => new SheetCell(s.Hint, SheetLook.Centre, widths[i])));
    }

    /// <summary>Counts are whole numbers; what is unknown stays empty, which is not zero.</summary>
    private static object? Value(decimal? value) =>
        value is { } v && v == decimal.Truncate(v) && Math.Abs(v) < long.MaxValue ? (object)(long)v : value;
}
