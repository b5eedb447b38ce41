using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using HealthWarehouse.Report;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>A report as a Word document in the printed layout: A3 across, the head repeated on every page, places for signatures.</summary>
internal static class ReportWord
{
    private const string Font = "Times New Roman";

    public static Task Write(ReportResult report, Stream target)
    {
        var buffer = new MemoryStream();
        using (var document = WordprocessingDocument.Create(buffer, WordprocessingDocumentType.Document))
        {
            var body = new Body();
            foreach (var line in PrintedReport.Act(report).Split('\n')) body.Append(Line(line));
            body.Append(Line(PrintedReport.Title(report), 26, bold: true, JustificationValues.Center),
                Line(PrintedReport.Scope(report), 20, bold: false, JustificationValues.Center), Line(PrintedReport.Fresh(report)));
            body.Append(Table(report));
            foreach (var note in PrintedReport.Notes(report)) body.Append(Line(note));
            body.Append(Line(string.Join("\t\t\t\t\t\t\t\t", PrintedReport.Signatures), 20, bold: true, JustificationValues.Center));
            body.Append(new SectionProperties(new PageSize { Width = 23811, Height = 16838, Orient = PageOrientationValues.Landscape },
                new PageMargin { Left = 567, Right = 567, Top = 567, Bottom = 567, Header = 284, Footer = 284, Gutter = 0 }));
            document.AddMainDocumentPart().Document = new Document(body);
        }
        buffer.Position = 0;
        return buffer.CopyToAsync(target);
    }

    private static Table Table(ReportResult report)
    {
        var grid = ReportColumns.Grid(report.Declaration);
        var width = ReportColumns.FixedTitles(report.Declaration).Count + report.Columns.Count;
        var border = new EnumValue<BorderValues>(BorderValues.Single);
        var table = new Table(
            new TableProperties(new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableBorders(new TopBorder { Val = border, Size = 4 }, new LeftBorder { Val = border, Size = 4 },
                    new BottomBorder { Val = border, Size = 4 }, new RightBorder { Val = border, Size = 4 },
                    new InsideHorizontalBorder { Val = border, Size = 4 }, new InsideVerticalBorder { Val = border, Size = 4 })),
            new TableGrid(Enumerable.Range(0, width).Select(_ => new GridColumn())));
        for (var storey = 0; storey <= grid.Max(c => c.Row); storey++)
        {
            var row = new TableRow(new TableRowProperties(new TableHeader()));
            for (var column = 0; column < width;)
            {
                var cell = grid.First(c =>
                    c.Column <= column && column < c.Column + c.Columns && c.Row <= storey && storey < c.Row + c.Rows);
                row.Append(Head(cell, cell.Row == storey));
                column += cell.Columns;
            }
            table.Append(row);
        }
        foreach (var row in PrintedReport.Rows(report)) table.Append(Row(report, row, row.IsHead));
        table.Append(Row(report, report.Total, bold: true));
        return table;
    }

    private static TableCell Head(PlacedCell cell, bool begins)
    {
        var properties = new TableCellProperties();
        if (cell.Columns > 1) properties.Append(new GridSpan { Val = cell.Columns });
        if (cell.Rows > 1) properties.Append(new VerticalMerge { Val = begins ? MergedCellValues.Restart : MergedCellValues.Continue });
        properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        return new TableCell(properties, Line(begins ? cell.Title : "", 16, bold: true, JustificationValues.Center));
    }

    private static TableRow Row(ReportResult report, ReportRow row, bool bold)
    {
        var cells = ReportColumns.FixedTexts(report.Declaration, row).Select(t => new TableCell(Line(t, 16, bold)));
        return new TableRow(cells.Concat(row.Values.Select((_, i) =>
            new TableCell(Line(PrintedReport.Value(row, i), 16, bold, JustificationValues.Right)))));
    }

    /// <param name="text">One line; tabs stay tabs.</param>
    /// <param name="size">In half points.</param>
    /// <param name="bold">Bold type.</param>
    /// <param name="at">Alignment; left when not told.</param>
    private static Paragraph Line(string text, int size = 18, bool bold = false, JustificationValues? at = null)
    {
        var run = new Run(new RunProperties(new RunFonts { Ascii = Font, HighAnsi = Font, ComplexScript = Font }));
        if (bold) run.RunProperties!.Append(new Bold());
        run.RunProperties!.Append(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) });
        foreach (var (part, i) in text.Split('\t').Select((p, i) => (p, i)))
        {
            if (i > 0) run.Append(new TabChar());
            run.Append(new Text(part) { Space = SpaceProcessingModeValues.Preserve });
        }
        return new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "20", After = "20" },
            new Justification { Val = at ?? JustificationValues.Left }), run);
    }
}
