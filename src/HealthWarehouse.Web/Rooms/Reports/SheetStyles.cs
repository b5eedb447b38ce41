using DocumentFormat.OpenXml.Spreadsheet;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>Cell styles of the printed layout, in the order of ReportSheet.Style.</summary>
internal static class SheetStyles
{
    public static Stylesheet Make() => new(
        new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "#,##0;-#,##0;\"–\"" }),
        new Fonts(Font(11), Font(14, bold: true), Font(11, bold: true), Font(10, italic: true)),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE8EEF7" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border(), Box()),
        new CellFormats(
            Format(0), Format(1, HorizontalAlignmentValues.Center), Format(2, HorizontalAlignmentValues.Center),
            Format(2, HorizontalAlignmentValues.Center, fill: 2, border: 1), Format(0, HorizontalAlignmentValues.Left, border: 1),
                Format(0, HorizontalAlignmentValues.Right, border: 1, number: 164),
            Format(2, HorizontalAlignmentValues.Left, fill: 2, border: 1),
                Format(2, HorizontalAlignmentValues.Right, fill: 2, border: 1, number: 164), Format(3)));

    private static Font Font(double size, bool bold = false, bool italic = false)
    {
        var font = new Font();
        if (bold) font.Append(new Bold());
        if (italic) font.Append(new Italic());
        font.Append(new FontSize { Val = size }, new FontName { Val = "Times New Roman" });
        return font;
    }

    private static Border Box() => new(
        new LeftBorder(new Color { Auto = true }) { Style = BorderStyleValues.Thin },
            new RightBorder(new Color { Auto = true }) { Style = BorderStyleValues.Thin },
        new TopBorder(new Color { Auto = true }) { Style = BorderStyleValues.Thin },
            new BottomBorder(new Color { Auto = true }) { Style = BorderStyleValues.Thin }, new DiagonalBorder());

    private static CellFormat Format(uint font, HorizontalAlignmentValues? horizontal = null, uint fill = 0, uint border = 0,
        uint number = 0) =>
        new(new Alignment { Horizontal = horizontal ?? HorizontalAlignmentValues.General, Vertical = VerticalAlignmentValues.Center,
            WrapText = true })
        { FontId = font, FillId = fill, BorderId = border, NumberFormatId = number, ApplyAlignment = true, ApplyFont = true,
            ApplyFill = true, ApplyBorder = true, ApplyNumberFormat = number > 0 };
}
