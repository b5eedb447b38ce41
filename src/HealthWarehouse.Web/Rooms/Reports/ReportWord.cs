using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using HealthWarehouse.Report;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// A report as a Word document in the printed layout: A3 across, letterhead and signatures as Nghị định 30/2020/NĐ-CP lays them out, the
/// head repeated on every page, the last rows on the page of the signatures, pages numbered from the second on.
/// </summary>
internal static class ReportWord
{
    private const string Font = "Times New Roman";
    private const int Width = 23811 - 2 * Margin, Margin = 850;

    public static Task Write(ReportResult report, Letterhead letter, Stream target)
    {
        var buffer = new MemoryStream();
        using (var document = WordprocessingDocument.Create(buffer, WordprocessingDocumentType.Document))
        {
            document.PackageProperties.Title = PrintedReport.FullTitle(report);
            document.PackageProperties.Creator = letter.Agency.Name;
            var main = document.AddMainDocumentPart();
            var numbers = main.AddNewPart<HeaderPart>();
            numbers.Header = new Header(PageNumber());
            main.Document = new Document(new Body(Letter(report, letter), Line("", 12),
                Centred(PrintedReport.Title(report), 28, bold: true),
                Centred($"{PrintedReport.Period(report)} · {PrintedReport.Scope(report)}", 26),
                Centred(PrintedReport.Fresh(report), 21, italic: true), Line("", 12), Table(report, letter), Line("", 2),
                new SectionProperties(
                    new HeaderReference { Type = HeaderFooterValues.Default, Id = main.GetIdOfPart(numbers) },
                    new PageSize { Width = 23811, Height = 16838, Orient = PageOrientationValues.Landscape },
                    new PageMargin { Left = Margin, Right = Margin, Top = Margin, Bottom = Margin, Header = 400, Footer = 400,
                        Gutter = 0 },
                    new TitlePage())));
        }
        buffer.Position = 0;
        return buffer.CopyToAsync(target);
    }

    /// <summary>In the middle of the upper margin; the first page has none.</summary>
    private static Paragraph PageNumber() => new(new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
        new SimpleField(new Run(new RunProperties(new RunFonts { Ascii = Font, HighAnsi = Font }, new FontSize { Val = "26" }),
            new Text("2"))) { Instruction = " PAGE " });

    /// <summary>Agency left, nation right; lines below both as the decree has them.</summary>
    private static Table Letter(ReportResult report, Letterhead letter) => Bare(Cell(
        Centred(letter.GoverningBody, 26), Centred(letter.Name, 26, bold: true), Rule(2200), Centred(letter.Number, 26),
        Centred(PrintedReport.Number(report), 26, bold: true), Centred(PrintedReport.Act(report), 21, italic: true)),
        Cell(Centred(Letterhead.Nation, 26, bold: true), Centred(Letterhead.Motto, 26, bold: true), Rule(3300),
            Centred(letter.PlaceAndDay, 26, italic: true)));

    private static Table Signatures(Letterhead letter) => Bare([.. letter.Signers.Select(s => Cell(
        Centred(s.Title.ToUpper(Shared.Format.Vietnamese), 26, bold: true), Centred(s.Hint, 21, italic: true),
        Line("", 26), Line("", 26), Line("", 26)))]);

    /// <summary>A row of equal cells without borders, never cut at the end of a page.</summary>
    private static Table Bare(params TableCell[] cells)
    {
        foreach (var cell in cells)
            cell.PrependChild(new TableCellProperties(new TableCellWidth { Width = $"{Width / cells.Length}",
                Type = TableWidthUnitValues.Dxa }));
        return new(new TableProperties(new TableWidth { Width = $"{Width}", Type = TableWidthUnitValues.Dxa },
            new TableLayout { Type = TableLayoutValues.Fixed }),
            new TableGrid(cells.Select(_ => new GridColumn { Width = $"{Width / cells.Length}" })),
            new TableRow([new TableRowProperties(new CantSplit()), .. cells]));
    }

    private static TableCell Cell(params Paragraph[] lines) => new(lines.Cast<OpenXmlElement>());

    private static Table Table(ReportResult report, Letterhead letter)
    {
        var grid = ReportColumns.Grid(report.Declaration);
        int[] widths = [.. Widths(report)];
        var border = new EnumValue<BorderValues>(BorderValues.Single);
        var table = new Table(
            new TableProperties(new TableWidth { Width = $"{Width}", Type = TableWidthUnitValues.Dxa },
                new TableBorders(new TopBorder { Val = border, Size = 4 }, new LeftBorder { Val = border, Size = 4 },
                    new BottomBorder { Val = border, Size = 4 }, new RightBorder { Val = border, Size = 4 },
                    new InsideHorizontalBorder { Val = border, Size = 4 }, new InsideVerticalBorder { Val = border, Size = 4 }),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 50, Type = TableWidthValues.Dxa },
                    new TableCellRightMargin { Width = 50, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = $"{w}" })));
        for (var storey = 0; storey <= grid.Max(c => c.Row); storey++)
        {
            var row = new TableRow(new TableRowProperties(new CantSplit(), new TableHeader()));
            foreach (var cell in grid.Where(c => c.Row <= storey && storey < c.Row + c.Rows).OrderBy(c => c.Column))
                row.Append(Head(cell, cell.Row == storey, widths.Skip(cell.Column).Take(cell.Columns).Sum()));
            table.Append(row);
        }
        var rows = PrintedReport.Rows(report);
        var last = rows.Count + 1 - PrintedReport.KeptWithSignatures;
        foreach (var (row, i) in rows.Select((r, i) => (r, i))) table.Append(Row(report, row, widths, row.IsHead, row.IsHead || i >= last));
        table.Append(Row(report, report.Total, widths, bold: true, keep: true), Closing(report, letter, widths.Length));
        return table;
    }

    /// <summary>
    /// Notes and places to sign as the last row, without borders: so every reader keeps them on the page of the rows before, under a head.
    /// </summary>
    private static TableRow Closing(ReportResult report, Letterhead letter, int columns)
    {
        var none = new EnumValue<BorderValues>(BorderValues.Nil);
        var cell = new TableCell(new TableCellProperties(
            new TableCellWidth { Width = $"{Width}", Type = TableWidthUnitValues.Dxa }, new GridSpan { Val = columns },
            new TableCellBorders(new LeftBorder { Val = none }, new BottomBorder { Val = none }, new RightBorder { Val = none })),
            Line("", 12));
        foreach (var note in PrintedReport.Notes(report)) cell.Append(Line(note, 21, italic: true));
        cell.Append(Line("", 12), Signatures(letter), Line("", 2));
        return new(new TableRowProperties(new CantSplit()), cell);
    }

    /// <summary>Names and codes of diseases take what code and figures leave.</summary>
    private static IEnumerable<int> Widths(ReportResult report)
    {
        var texts = ReportColumns.FixedTitles(report.Declaration).Count - 1;
        const int code = 650;
        var figure = Math.Min(1000, (Width - code) * 7 / 10 / report.Columns.Count);
        var left = Width - code - figure * report.Columns.Count;
        return [code, .. Enumerable.Repeat(left / texts, texts), .. Enumerable.Repeat(figure, report.Columns.Count)];
    }

    private static TableCell Head(PlacedCell cell, bool begins, int width)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = $"{width}", Type = TableWidthUnitValues.Dxa });
        if (cell.Columns > 1) properties.Append(new GridSpan { Val = cell.Columns });
        if (cell.Rows > 1) properties.Append(new VerticalMerge { Val = begins ? MergedCellValues.Restart : MergedCellValues.Continue });
        properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        return new TableCell(properties, Centred(begins ? cell.Title : "", 18, bold: true));
    }

    private static TableRow Row(ReportResult report, ReportRow row, int[] widths, bool bold, bool keep)
    {
        var texts = PrintedReport.Texts(report, row).Select(t => Line(t, 18, bold, keep: keep));
        var figures = row.Values.Select((_, i) => Line(PrintedReport.Value(row, i), 18, bold, at: JustificationValues.Right, keep: keep));
        return new TableRow([new TableRowProperties(new CantSplit()), .. texts.Concat(figures).Select((line, i) => new TableCell(
            new TableCellProperties(new TableCellWidth { Width = $"{widths[i]}", Type = TableWidthUnitValues.Dxa }), line))]);
    }

    private static Paragraph Centred(string text, int size, bool bold = false, bool italic = false) =>
        Line(text, size, bold, italic, JustificationValues.Center);

    /// <summary>A line in the middle of a half page, so many twips long.</summary>
    private static Paragraph Rule(int length)
    {
        var side = $"{(Width / 2 - length) / 2}";
        return new(new ParagraphProperties(new ParagraphBorders(new BottomBorder { Val = BorderValues.Single, Size = 6, Space = 0 }),
            new SpacingBetweenLines { Before = "0", After = "60", Line = "40", LineRule = LineSpacingRuleValues.Exact },
            new Indentation { Left = side, Right = side }));
    }

    /// <param name="text">One line.</param>
    /// <param name="size">In half points.</param>
    /// <param name="bold">Bold type.</param>
    /// <param name="italic">Slanted type.</param>
    /// <param name="at">Alignment; left when not told.</param>
    /// <param name="keep">On the page of what follows.</param>
    private static Paragraph Line(string text, int size, bool bold = false, bool italic = false,
        JustificationValues? at = null, bool keep = false)
    {
        var look = new RunProperties(new RunFonts { Ascii = Font, HighAnsi = Font, ComplexScript = Font });
        if (bold) look.Append(new Bold());
        if (italic) look.Append(new Italic());
        look.Append(new FontSize { Val = size.ToString(CultureInfo.InvariantCulture) });
        var layout = new ParagraphProperties();
        if (keep) layout.Append(new KeepNext());
        layout.Append(new SpacingBetweenLines { Before = "20", After = "20" }, new Justification { Val = at ?? JustificationValues.Left });
        return new Paragraph(layout, new Run(look, new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
    }
}
