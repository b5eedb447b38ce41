using System.Security;
using System.Text;

namespace HealthWarehouse.Web.Sheets;

/// <summary>Help with one column of a sheet to fill in: a note on its heading, values to choose from, the kind of what is typed.</summary>
internal sealed record ColumnHelp(string? Note, IReadOnlyList<string>? Choices = null, SheetKind Kind = SheetKind.Text);

/// <summary>
/// Help for whoever fills a sheet in: notes on the headings of a line, and below it values to choose from, kept on a sheet of their own
/// because a rule takes no more than 255 characters. Columns keep what is typed as what it is: a code does not lose its zeros.
/// </summary>
internal sealed class SheetHelp(int headings, IReadOnlyList<ColumnHelp> columns)
{
    public const string ListsName = "Danh mục";
    private const int LastRow = 20_000;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Head = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + "\n";

    private readonly (ColumnHelp Help, int Column)[] _chosen =
        [.. columns.Select((c, i) => (c, i + 1)).Where(c => c.c.Choices is { Count: > 0 })];

    public IReadOnlyList<ColumnHelp> Columns => columns;

    public bool HasLists => _chosen.Length > 0;

    /// <summary>What may be chosen in which column; empty where nothing is.</summary>
    public string Rules()
    {
        if (!HasLists) return "";
        var xml = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<dataValidations count=\"{_chosen.Length}\">");
        foreach (var ((help, column), place) in _chosen.Select((c, i) => (c, SheetWriter.Column(i + 1))))
            xml.Append(CultureInfo.InvariantCulture, $"""
                <dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" errorStyle="warning"
                errorTitle="Ngoài danh sách" error="Giá trị này không có trong trang Danh mục. Vẫn giữ?"
                sqref="{SheetWriter.Column(column)}{headings + 1}:{SheetWriter.Column(column)}{LastRow}"><formula1>'{ListsName}'!${
                place}$2:${place}${help.Choices!.Count + 1}</formula1></dataValidation>
                """);
        return xml.Append("</dataValidations>").ToString();
    }

    /// <summary>The sheet of the values that may be chosen, a column a list.</summary>
    public string Lists(IReadOnlyList<double> widths, Func<int, string?> title)
    {
        var xml = new StringBuilder($"{Head}<worksheet xmlns=\"{Main}\"><cols>");
        for (var i = 0; i < _chosen.Length; i++)
            xml.Append(CultureInfo.InvariantCulture,
                $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{Math.Max(24, widths[_chosen[i].Column - 1])}\" customWidth=\"1\"/>");
        xml.Append("</cols><sheetData>");
        for (var row = 0; row <= _chosen.Max(c => c.Help.Choices!.Count); row++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var i = 0; i < _chosen.Length; i++)
                if ((row == 0 ? title(_chosen[i].Column - 1) : _chosen[i].Help.Choices!.ElementAtOrDefault(row - 1)) is { } text)
                    xml.Append(CultureInfo.InvariantCulture, $"""
                        <c r="{SheetWriter.Column(i + 1)}{row + 1}" s="{SheetStyles.Of(row == 0 ? SheetLook.Head : SheetLook.Body,
                        SheetKind.Text)}" t="inlineStr"><is><t xml:space="preserve">{SecurityElement.Escape(text)}</t></is></c>
                        """);
            xml.Append("</row>");
        }
        return xml.Append("</sheetData></worksheet>").ToString();
    }

    /// <summary>The notes on the headings.</summary>
    public string Notes()
    {
        var xml = new StringBuilder($"{Head}<comments xmlns=\"{Main}\"><authors><author>Kho Y tế</author></authors><commentList>");
        foreach (var (note, column) in Noted)
            xml.Append(CultureInfo.InvariantCulture, $"""
                <comment ref="{SheetWriter.Column(column)}{headings}" authorId="0"><text><r><t xml:space="preserve">{
                SecurityElement.Escape(note)}</t></r></text></comment>
                """);
        return xml.Append("</commentList></comments>").ToString();
    }

    /// <summary>Where the notes are shown: a spreadsheet looks for their frames here.</summary>
    public string Frames()
    {
        var xml = new StringBuilder("""
            <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
            xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="note" coordsize="21600,21600" o:spt="202"
            path="m,l,21600r21600,l21600,xe"/>
            """);
        foreach (var (note, column) in Noted)
            xml.Append(CultureInfo.InvariantCulture, $"""
                <v:shape type="#note" style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:textbox/>
                <x:ClientData ObjectType="Note"><x:Anchor>{column},15,{headings - 1},2,{column + 3},15,{
                headings + 2 + note.Length / 40},4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{headings - 1}</x:Row><x:Column>{
                column - 1}</x:Column></x:ClientData></v:shape>
                """);
        return xml.Append("</xml>").ToString();
    }

    private IEnumerable<(string Note, int Column)> Noted =>
        columns.Select((c, i) => (c.Note, i + 1)).Where(c => c.Note is not null).Select(c => (c.Note!, c.Item2));
}
