using System.Text;

namespace HealthWarehouse.Web.Sheets;

/// <summary>What a value is, which decides how a spreadsheet writes it; in the order of the formats.</summary>
internal enum SheetKind { Nothing, Text, Guarded, Whole, Broken, Day, Time }

/// <summary>The formats of all sheets: every look with every kind of value.</summary>
internal static class SheetStyles
{
    public static int Of(SheetLook look, SheetKind kind) => (int)look * Kinds.Length + (int)kind;

    private static readonly (string Font, int Fill, int Border, string? Align)[] Looks =
    [
        (Font(11), 0, 0, "left"), (Font(14, "<b/>"), 0, 0, "center"), (Font(11), 0, 0, "center"), (Font(11, "<b/>"), 0, 0, "center"),
        (Font(10, "<i/>"), 0, 0, "left"), (Font(11, "<b/>"), 2, 1, "center"), (Font(9, colour: "FF56606F"), 2, 1, "center"),
        (Font(11), 0, 1, null), (Font(11, "<b/>"), 2, 1, null),
        (Font(11, "<b/>", "FF9A3412"), 2, 1, "center"),
    ];

    /// <summary>
    /// Number format and side of each kind. Text is marked as text, so that it stays what it is when somebody edits it; what a spreadsheet
    /// would run is marked once more.
    /// </summary>
    private static readonly (int Format, string Align, bool Quoted)[] Kinds =
        [(0, "left", false), (49, "left", false), (49, "left", true), (3, "right", false), (164, "right", false), (165, "center", false),
            (166, "center", false)];

    /// <summary>The part of the book that holds them.</summary>
    public static string Xml { get; } = Make();

    private static string Make()
    {
        var xml = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="3">
            <numFmt numFmtId="164" formatCode="#,##0.0#"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/>
            <numFmt numFmtId="166" formatCode="dd/mm/yyyy\ hh:mm"/></numFmts>
            """);
        xml.Append(CultureInfo.InvariantCulture, $"<fonts count=\"{Looks.Length}\">{string.Concat(Looks.Select(l => l.Font))}</fonts>");
        xml.Append("""
            <fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF7"/></patternFill></fill></fills>
            <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left style="thin"/><right style="thin"/>
            <top style="thin"/><bottom style="thin"/><diagonal/></border></borders>
            <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
            """);
        xml.Append(CultureInfo.InvariantCulture, $"<cellXfs count=\"{Looks.Length * Kinds.Length}\">");
        foreach (var (look, font) in Looks.Select((l, i) => (l, i)))
            foreach (var kind in Kinds)
                xml.Append(CultureInfo.InvariantCulture, $"""
                    <xf numFmtId="{kind.Format}" fontId="{font}" fillId="{look.Fill}" borderId="{look.Border}" xfId="0"{(kind.Quoted
                    ? " quotePrefix=\"1\"" : "")} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">
                    <alignment horizontal="{look.Align ?? kind.Align}" vertical="center" wrapText="1"/></xf>
                    """);
        return xml.Append("""
            </cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
            """).ToString();
    }

    private static string Font(int size, string kind = "", string? colour = null) =>
        $"<font>{kind}<sz val=\"{size.ToString(CultureInfo.InvariantCulture)}\"/>"
            + $"{(colour is null ? "" : $"<color rgb=\"{colour}\"/>")}<name val=\"Times New Roman\"/></font>";
}
