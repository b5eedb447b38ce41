using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using HealthWarehouse.Report;
using Format = HealthWarehouse.Web.Shared.Format;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// A report as a spreadsheet in the printed layout: letterhead, title, two-storey head with merged cells, numbered columns, rows, total.
/// </summary>
internal static class ReportSheet
{
    private enum Style : uint { Plain, Title, Centre, Head, Text, Number, TotalText, TotalNumber, Note }

    public static Task Write(ReportResult report, Stream target)
    {
        var buffer = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(buffer, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = SheetStyles.Make();
            var sheet = book.AddNewPart<WorksheetPart>();
            var merges = new MergeCells();
            var rows = new SheetData();
            Fill(report, rows, merges);
            sheet.Worksheet = new Worksheet(
                new SheetProperties(new PageSetupProperties { FitToPage = true }),
                new SheetViews(new SheetView(new Pane { VerticalSplit = 6D + HeadRows(report), TopLeftCell = $"A{7 + HeadRows(report)}",
                    ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
                Widths(report), rows, merges,
                new PageMargins { Left = 0.4, Right = 0.4, Top = 0.5, Bottom = 0.5, Header = 0.2, Footer = 0.2 },
                new PageSetup { Orientation = OrientationValues.Landscape, PaperSize = 8, FitToWidth = 1, FitToHeight = 0 });
            book.Workbook =
                new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1, Name = report.Declaration.Number }));
        }
        buffer.Position = 0;
        return buffer.CopyToAsync(target);
    }

    private static void Fill(ReportResult report, SheetData rows, MergeCells merges)
    {
        var width = Fixed(report) + report.Columns.Count;
        var line = 1u;
        Wide(report.Declaration.Number, Style.Note);
        Wide($"Ban hành theo {report.Declaration.Act}", Style.Note);
        Wide(report.Declaration.Title.ToUpper(Format.Vietnamese), Style.Title);
        Wide($"{report.Slice.Period.Name} – {report.ScopeName}", Style.Centre);
        Wide($"Số liệu tính đến {Format.Time(report.Freshness.LastReceived)}; {report.Freshness.Facilities} cơ sở có hồ sơ trong kỳ",
            Style.Note);
        line++;
        line = Head(report, rows, merges, line);
        foreach (var row in report.Rows)
            Data(row, row.IsHead ? Style.TotalText : Style.Text, row.IsHead ? Style.TotalNumber : Style.Number);
        Data(report.Total, Style.TotalText, Style.TotalNumber);
        line++;
        foreach (var note in PrintedReport.Notes(report)) Wide(note, Style.Note);

        void Wide(string text, Style style)
        {
            rows.Append(new Row(Text("A", line, text, style)) { RowIndex = line });
            merges.Append(new MergeCell { Reference = $"A{line}:{Column(width)}{line}" });
            line++;
        }

        void Data(ReportRow row, Style text, Style number)
        {
            var cells = new Row { RowIndex = line };
            foreach (var (value, i) in ReportColumns.FixedTexts(report.Declaration, row).Select((t, i) => (t, i)))
                cells.Append(Text(Column(i + 1), line, value, text));
            for (var i = 0; i < row.Values.Count; i++) cells.Append(row.Hides(i)
                ? Text(Column(Fixed(report) + i + 1), line, Format.Veiled, number)
                : Number(Column(Fixed(report) + i + 1), line, row.Values[i], number));
            rows.Append(cells);
            line++;
        }
    }

    private static uint Head(ReportResult report, SheetData rows, MergeCells merges, uint line)
    {
        var grid = ReportColumns.Grid(report.Declaration);
        foreach (var storey in grid.GroupBy(c => c.Row).OrderBy(g => g.Key))
        {
            var row = new Row { RowIndex = line + (uint)storey.Key, Height = 30, CustomHeight = true };
            foreach (var cell in storey.OrderBy(c => c.Column))
            {
                var (from, to) = (Column(cell.Column + 1), Column(cell.Column + cell.Columns));
                row.Append(Text(from, row.RowIndex, cell.Title, Style.Head));
                for (var c = 1; c < cell.Columns; c++) row.Append(Text(Column(cell.Column + c + 1), row.RowIndex, "", Style.Head));
                if (cell.Columns > 1 || cell.Rows > 1)
                    merges.Append(new MergeCell { Reference = $"{from}{row.RowIndex}:{to}{row.RowIndex + (uint)cell.Rows - 1}" });
            }
            rows.Append(row);
        }
        return line + (uint)HeadRows(report);
    }

    private static int HeadRows(ReportResult report) => ReportColumns.Head(report.Declaration).Count + 1;

    private static int Fixed(ReportResult report) => ReportColumns.FixedTitles(report.Declaration).Count;

    private static Columns Widths(ReportResult report)
    {
        var fixedWidths = new[] { 8d, 48d, 20d }.Take(Fixed(report))
            .Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true });
        return new([.. fixedWidths,
            new Column { Min = (uint)Fixed(report) + 1, Max = (uint)(Fixed(report) + report.Columns.Count), Width = 10,
            CustomWidth = true }]);
    }

    private static Cell Text(string column, uint row, string text, Style style) =>
        new(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = $"{column}{row}",
            DataType = CellValues.InlineString, StyleIndex = (uint)style };

    private static Cell Number(string column, uint row, decimal? value, Style style) =>
        value is null ? new Cell { CellReference = $"{column}{row}", StyleIndex = (uint)style }
            : new Cell(new CellValue(value.Value.ToString("0.####", CultureInfo.InvariantCulture))) { CellReference = $"{column}{row}",
                DataType = CellValues.Number, StyleIndex = (uint)style };

    private static string Column(int number) =>
        number <= 26 ? $"{(char)('A' + number - 1)}" : $"{(char)('A' + (number - 1) / 26 - 1)}{(char)('A' + (number - 1) % 26)}";
}
