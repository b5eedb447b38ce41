using System.Security;

namespace HealthWarehouse.Web.Sheets;

/// <summary>The parts of a book that are the same, or nearly, whatever its rows hold.</summary>
internal static class SheetParts
{
    private const string Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n",
        Package = "http://schemas.openxmlformats.org/package/2006", Office = "http://schemas.openxmlformats.org/officeDocument/2006",
        Types = "application/vnd.openxmlformats";

    public static string ContentTypes(SheetPlan plan) => $"""
        {Head}<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="{Types}-package.relationships+xml"/>
        <Default Extension="xml" ContentType="application/xml"/>{(plan.Help is null ? "" : HelpTypes)}{(
        plan.Help is { HasLists: true } ? ListTypes : "")}
        <Override PartName="/docProps/core.xml" ContentType="{Types}-package.core-properties+xml"/>
        <Override PartName="/xl/workbook.xml" ContentType="{Types}-officedocument.spreadsheetml.sheet.main+xml"/>
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Types}-officedocument.spreadsheetml.worksheet+xml"/>
        <Override PartName="/xl/styles.xml" ContentType="{Types}-officedocument.spreadsheetml.styles+xml"/></Types>
        """;

    private const string HelpTypes = $"""
        <Default Extension="vml" ContentType="{Types}-officedocument.vmlDrawing"/>
        <Override PartName="/xl/comments1.xml" ContentType="{Types}-officedocument.spreadsheetml.comments+xml"/>
        """;

    private const string ListTypes = $"""
        <Override PartName="/xl/worksheets/sheet2.xml" ContentType="{Types}-officedocument.spreadsheetml.worksheet+xml"/>
        """;

    /// <summary>What leads from the sheet to its notes.</summary>
    public const string SheetRelations = $"""
        {Head}<Relationships xmlns="{Package}/relationships">
        <Relationship Id="rId1" Type="{Office}/relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/>
        <Relationship Id="rId2" Type="{Office}/relationships/comments" Target="../comments1.xml"/></Relationships>
        """;

    public const string NotesOfSheet = $"""<legacyDrawing xmlns:r="{Office}/relationships" r:id="rId1"/>""";

    public const string Relations = $"""
        {Head}<Relationships xmlns="{Package}/relationships">
        <Relationship Id="rId1" Type="{Office}/relationships/officeDocument" Target="xl/workbook.xml"/>
        <Relationship Id="rId2" Type="{Package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
        """;

    public static string BookRelations(SheetPlan plan) => $"""
        {Head}<Relationships xmlns="{Package}/relationships">
        <Relationship Id="rId1" Type="{Office}/relationships/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="{Office}/relationships/styles" Target="styles.xml"/>{(plan.Help is not { HasLists: true } ? ""
        : $"""<Relationship Id="rId3" Type="{Office}/relationships/worksheet" Target="worksheets/sheet2.xml"/>""")}</Relationships>
        """;

    /// <summary>A3 across, as wide as the page and as long as it must be; page and pages at the foot.</summary>
    public const string Page = """
        <pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.2" footer="0.2"/><pageSetup paperSize="8"
        orientation="landscape" fitToWidth="1" fitToHeight="0"/><headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter>
        """;

    public static string Properties(SheetPlan plan) => $"""
        {Head}<coreProperties xmlns="{Package}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title>{SecurityElement.Escape(plan.Title)}</dc:title><dc:creator>Kho Y tế</dc:creator></coreProperties>
        """;

    public static string Workbook(SheetPlan plan)
    {
        var sheet = Named(plan.Name);
        var quoted = SecurityElement.Escape($"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'");
        return string.Create(CultureInfo.InvariantCulture, $"""
            {Head}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{Office}/relationships">
            <sheets><sheet name="{SecurityElement.Escape(sheet)}" sheetId="1" r:id="rId1"/>{(plan.Help is not { HasLists: true } ? ""
            : $"""<sheet name="{SheetHelp.ListsName}" sheetId="2" r:id="rId3"/>""")}</sheets><definedNames>
            <definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!${plan.HeadFrom}:${plan.HeadTo}</definedName>
            </definedNames></workbook>
            """);
    }

    public static string View(SheetPlan plan) => string.Create(CultureInfo.InvariantCulture, $"""
        <sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="{plan.HeadTo}"
        topLeftCell="A{plan.HeadTo + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
        """);

    /// <summary>A name as sheets may have one: 31 characters, none of those with a meaning.</summary>
    private static string Named(string name)
    {
        var allowed = string.Concat(name.Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' || char.IsControl(c) ? ' ' : c));
        return allowed.Length > 31 ? allowed[..31].TrimEnd() : allowed;
    }
}
