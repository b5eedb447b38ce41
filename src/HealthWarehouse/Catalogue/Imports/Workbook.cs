using System.IO.Compression;
using System.Text;
using System.Xml;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// Reads the cells of an .xlsx as text, row by row. Only cells that are there cost anything, whatever width the sheet declares; days come
/// as yyyy-MM-dd by the workbook's own calendar, errors (#N/A) as they stand.
/// </summary>
internal sealed class Workbook
{
    /// <summary>Cells further to the right are not looked at: no list is so wide.</summary>
    private const int MostColumns = 1024;
    private const int From1900To1904 = 1462;

    private readonly ZipArchive _zip;
    private readonly long _most;
    private readonly Dictionary<string, string> _paths = [];
    private readonly List<string> _strings = [];
    private readonly HashSet<int> _dayStyles = [];

    public Workbook(Stream content, long most)
    {
        (_zip, _most) = (new(content, ZipArchiveMode.Read, leaveOpen: true), most);
        if (_zip.Entries.Sum(e => e.Length) > most) throw new ListFileException("Sổ tính mở ra quá lớn; danh mục không lớn như vậy.");
        ReadBook();
        ReadStyles();
        ReadStrings();
    }

    public bool From1904 { get; private set; }

    public IReadOnlyList<string?> Sheets => [.. _paths.Keys];

    public IEnumerable<SourceLine> Lines(string sheet)
    {
        using var xml = Open(_paths[sheet]) ?? throw new ListFileException($"Sổ tính thiếu trang '{sheet}'.");
        var number = 0;
        var cells = new List<string?>();
        while (xml.Read())
        {
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "row")
            {
                number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? told : number
                    + 1;
                cells.Clear();
                if (xml.IsEmptyElement) yield return new(number, []);
            }
            else if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "c") Cell(xml, cells);
            else if (xml.NodeType is XmlNodeType.EndElement && xml.LocalName == "row") yield return new(number, [.. cells]);
        }
    }

    private void Cell(XmlReader xml, List<string?> cells)
    {
        var column = xml.GetAttribute("r") is { } place ? ColumnOf(place) : cells.Count;
        var (type, style) = (xml.GetAttribute("t"), xml.GetAttribute("s"));
        var value = xml.IsEmptyElement ? null : Value(xml);
        if (column >= MostColumns || string.IsNullOrEmpty(value)) return;
        while (cells.Count <= column) cells.Add(null);
        cells[column] = type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < _strings.Count
                ? _strings[at] : null,
            "b" => value == "1" ? "TRUE" : "FALSE",
            "e" or "str" or "inlineStr" => value,
            "d" => value.Split('T')[0],
            _ => Number(value, style),
        };
    }

    /// <summary>Text of v, or of all t of an inline string.</summary>
    private static string Value(XmlReader xml)
    {
        var (text, depth, taken) = (new StringBuilder(), xml.Depth, false);
        while (xml.Read() && xml.Depth > depth)
            if (xml.NodeType is XmlNodeType.Element) taken = xml.LocalName is "v" or "t" && !xml.IsEmptyElement;
            else if (xml.NodeType is XmlNodeType.EndElement) taken = false;
            else if (taken
                && (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
                text.Append(xml.Value);
        return text.ToString();
    }

    private string Number(string value, string? style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return value;
        if (!int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || !_dayStyles.Contains(at) || number is < 1
            or > 2_900_000)
            return number.ToString("R", CultureInfo.InvariantCulture);
        return Days.Text(DateOnly.FromDateTime(DateTime.FromOADate(number + (From1904 ? From1900To1904 : 0))));
    }

    private static int ColumnOf(string place)
    {
        var column = 0;
        foreach (var c in place.TakeWhile(char.IsAsciiLetter)) column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
        return Math.Max(0, column - 1);
    }

    private void ReadBook()
    {
        var targets = new Dictionary<string, string>();
        using (var relations = Open("xl/_rels/workbook.xml.rels"))
            while (relations?.Read() == true)
                if (relations.NodeType is XmlNodeType.Element
                    && relations.LocalName == "Relationship" && relations.GetAttribute("Id") is { } id
                    && relations.GetAttribute("Target") is { } target)
                    targets[id] = target;
        using var book = Open("xl/workbook.xml") ?? throw new ListFileException("Không đọc được tệp: tệp hỏng hoặc không phải bảng tính.");
        while (book.Read())
            if (book.NodeType is not XmlNodeType.Element) continue;
            else if (book.LocalName == "workbookPr") From1904 = book.GetAttribute("date1904") is "1" or "true";
            else if (book.LocalName == "sheet" && book.GetAttribute("name") is { } name && Relation(book) is { } id
                && targets.TryGetValue(id, out var target))
                _paths[name] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
    }

    private static string? Relation(XmlReader sheet)
    {
        for (var i = 0; i < sheet.AttributeCount; i++)
        {
            sheet.MoveToAttribute(i);
            if (sheet.LocalName != "id" || sheet.NamespaceURI.Length == 0) continue;
            var id = sheet.Value;
            sheet.MoveToElement();
            return id;
        }
        sheet.MoveToElement();
        return null;
    }

    /// <summary>Which styles of cells show a day.</summary>
    private void ReadStyles()
    {
        using var xml = Open("xl/styles.xml");
        var (own, cells, at) = (new HashSet<int>(), false, 0);
        while (xml?.Read() == true)
            if (xml.LocalName == "cellXfs") cells = xml.NodeType is XmlNodeType.Element;
            else if (xml.NodeType is not XmlNodeType.Element) continue;
            else if (xml.LocalName == "numFmt" && IsDay(xml.GetAttribute("formatCode") ?? "")) own.Add(Id(xml));
            else if (xml.LocalName == "xf" && cells)
            {
                if (Id(xml) is var id
                    && (id is (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) || own.Contains(id)))
                    _dayStyles.Add(at);
                at++;
            }

        static int Id(XmlReader xml) =>
            int.TryParse(xml.GetAttribute("numFmtId"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
    }

    /// <summary>A format with days or years in it, outside of quotes and brackets.</summary>
    private static bool IsDay(string format)
    {
        var (quoted, bracketed) = (false, false);
        for (var i = 0; i < format.Length; i++)
            if (format[i] == '\\') i++;
            else if (format[i] == '"') quoted = !quoted;
            else if (format[i] is '[' or ']') bracketed = format[i] == '[';
            else if (!quoted && !bracketed && (format[i] is 'd' or 'D' or 'y' or 'Y')) return true;
        return false;
    }

    private void ReadStrings()
    {
        using var xml = Open("xl/sharedStrings.xml");
        while (xml?.Read() == true)
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "si") _strings.Add(xml.IsEmptyElement ? "" : Value(xml));
    }

    private XmlReader? Open(string path) =>
        _zip.Entries.FirstOrDefault(e => e.FullName.Equals(path, StringComparison.OrdinalIgnoreCase)) is not { } entry ? null
        : XmlReader.Create(entry.Open(),
            new() { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = _most, CloseInput = true, IgnoreComments = true,
            IgnoreProcessingInstructions = true });
}
