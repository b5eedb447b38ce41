using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>
/// Writes one sheet of a workbook again without some of its lines: what is read of the others stays as it is, at its place. Nothing else
/// of the book comes along: no other sheets, texts, names or macros.
/// </summary>
internal sealed partial class BookCopy(SharedStrings strings, MergedRanges merged, IReadOnlySet<int> without, string mark)
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006/",
        Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    private sealed record Copied(string? Type, string? Style, string? Text, bool Formula);

    /// <summary>First cells of ranges whose first line goes: the lines below say the same and have it of their own now.</summary>
    private readonly Dictionary<int, (int Bottom, Copied Cell)> _handed = [];
    private readonly MergedRange[] _broken = [.. merged.Ranges.Where(r => without.Contains(r.Top))];

    /// <summary>Writes the book around the sheet, whose part is <paramref name="sheet"/>.</summary>
    public void Write(Stream target, Sheet named, bool from1904, Stream? styles, XmlReader sheet)
    {
        using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        Put(zip, "[Content_Types].xml", $"<Types xmlns=\"{Package}content-types\">" +
            "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>" +
            $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/>" +
            $"<Override PartName=\"/xl/sheet1.xml\" ContentType=\"{Types}.worksheet+xml\"/>" +
            $"<Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}.styles+xml\"/>" +
            $"<Override PartName=\"/xl/strings.xml\" ContentType=\"{Types}.sharedStrings+xml\"/></Types>");
        Put(zip, "_rels/.rels", Relations(("r1", "officeDocument", "xl/workbook.xml")));
        Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><workbookPr date1904=\"{(from1904 ? 1 : 0)}\"/>" +
            $"<sheets><sheet name=\"{System.Security.SecurityElement.Escape(named.Name)}\" sheetId=\"1\" r:id=\"r1\"{named.State switch
            {
                SheetState.Hidden => " state=\"hidden\"",
                SheetState.VeryHidden => " state=\"veryHidden\"",
                _ => "",
            }}/></sheets></workbook>");
        Put(zip, "xl/_rels/workbook.xml.rels", Relations(("r1", "worksheet", "sheet1.xml"), ("r2", "styles", "styles.xml"),
            ("r3", "sharedStrings", "strings.xml")));
        Put(zip, "xl/strings.xml", $"<sst xmlns=\"{Main}\"/>");
        if (styles is null) Put(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"/>");
        else
            using (var part = zip.CreateEntry("xl/styles.xml").Open()) styles.CopyTo(part);
        using var rows = zip.CreateEntry("xl/sheet1.xml").Open();
        using var xml = XmlWriter.Create(rows, new() { Encoding = new UTF8Encoding(false) });
        Sheet(sheet, xml);
    }

    private void Sheet(XmlReader from, XmlWriter to)
    {
        var (number, column, inside) = (0, -1, false);
        to.WriteStartElement("worksheet", Main);
        var hidden = new List<(string Min, string Max)>();
        while (from.Read())
        {
            var name = from.LocalName;
            if (from.NodeType is XmlNodeType.EndElement)
            {
                if (name == "sheetData") break;
                if (name == "row" && inside) Close(number, to);
            }
            else if (from.NodeType is not XmlNodeType.Element) continue;
            else if (name == "c" && inside) column = Cell(from, number, column + 1, to);
            else if (name == "row" && inside)
            {
                number = int.TryParse(from.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0
                    ? told : number + 1;
                column = -1;
                Open(number, Workbook.IsTrue(from.GetAttribute("hidden")), to);
                if (from.IsEmptyElement) Close(number, to);
            }
            else if (name == "col" && Workbook.IsTrue(from.GetAttribute("hidden")) && from.GetAttribute("min") is { } min
                && from.GetAttribute("max") is { } max) hidden.Add((min, max));
            else if (name == "sheetData")
            {
                inside = !from.IsEmptyElement;
                Columns(hidden, to);
                to.WriteStartElement("sheetData", Main);
                if (!inside) break;
            }
        }
        to.WriteEndElement();
        Merges(to);
        to.WriteEndElement();
    }

    private static void Columns(List<(string Min, string Max)> hidden, XmlWriter to)
    {
        if (hidden.Count == 0) return;
        to.WriteStartElement("cols", Main);
        foreach (var (min, max) in hidden)
        {
            to.WriteStartElement("col", Main);
            to.WriteAttributeString("min", min);
            to.WriteAttributeString("max", max);
            to.WriteAttributeString("hidden", "1");
            to.WriteEndElement();
        }
        to.WriteEndElement();
    }

    private readonly HashSet<int> _own = [];

    private void Open(int number, bool hidden, XmlWriter to)
    {
        _own.Clear();
        to.WriteStartElement("row", Main);
        to.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        if (hidden) to.WriteAttributeString("hidden", "1");
        if (without.Contains(number)) Write(0, number, new("inlineStr", null, mark, false), to);
    }

    private int Cell(XmlReader from, int number, int next, XmlWriter to)
    {
        var column = from.GetAttribute("r") is { } told && Place.Of(told) is { } place ? place.Column : next;
        if (from.IsEmptyElement) return column;
        var (type, style) = (from.GetAttribute("t"), from.GetAttribute("s"));
        var (text, formula) = CellText.Read(from);
        if (column >= SheetRows.MostColumns || (string.IsNullOrEmpty(text) && !formula)) return column;
        if (type == "s" && text is not null && strings.At(text) is { } shared) (type, text) = ("inlineStr", shared);
        var cell = new Copied(type, style, text, formula);
        foreach (var range in _broken.Where(r => r.Top == number && r.Left == column)) _handed[column] = (range.Bottom, cell);
        if (without.Contains(number)) return column;
        _own.Add(column);
        Write(column, number, cell, to);
        return column;
    }

    private void Close(int number, XmlWriter to)
    {
        if (!without.Contains(number))
            foreach (var (column, (bottom, cell)) in _handed)
                if (number <= bottom && !_own.Contains(column)) Write(column, number, cell, to);
        to.WriteEndElement();
    }

    private static void Write(int column, int number, Copied cell, XmlWriter to)
    {
        to.WriteStartElement("c", Main);
        to.WriteAttributeString("r", $"{Place.Letters(column)}{number}");
        if (cell.Style is { } style) to.WriteAttributeString("s", style);
        if (cell.Type is { } type) to.WriteAttributeString("t", type);
        if (cell.Formula) to.WriteElementString("f", Main, "");
        if (cell.Type == "inlineStr")
        {
            to.WriteStartElement("is", Main);
            Text("t", cell.Text ?? "", to);
            to.WriteEndElement();
        }
        else if (cell.Text is { } text) Text("v", text, to);
        to.WriteEndElement();
    }

    private static void Text(string name, string text, XmlWriter to)
    {
        to.WriteStartElement(name, Main);
        to.WriteAttributeString("xml", "space", null, "preserve");
        to.WriteString(Escaped().Replace(text, m => string.Create(CultureInfo.InvariantCulture, $"_x{(int)m.Value[0]:X4}_")));
        to.WriteEndElement();
    }

    private void Merges(XmlWriter to)
    {
        var kept = merged.Ranges.Except(_broken).ToArray();
        if (kept.Length == 0) return;
        to.WriteStartElement("mergeCells", Main);
        foreach (var range in kept)
        {
            to.WriteStartElement("mergeCell", Main);
            to.WriteAttributeString("ref", $"{Place.Letters(range.Left)}{range.Top}:{Place.Letters(range.Right)}{range.Bottom}");
            to.WriteEndElement();
        }
        to.WriteEndElement();
    }

    private static string Relations(params (string Id, string Kind, string Target)[] relations) =>
        $"<Relationships xmlns=\"{Package}relationships\">" + string.Concat(relations.Select(r =>
            $"<Relationship Id=\"{r.Id}\" Type=\"{Office}/{r.Kind}\" Target=\"{r.Target}\"/>")) + "</Relationships>";

    private static void Put(ZipArchive zip, string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        part.Write(xml);
    }

    /// <summary>What XML cannot say, and an underscore that could be taken for its sign.</summary>
    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F]|_(?=x[0-9A-Fa-f]{4}_)")] private static partial Regex Escaped();
}
