using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>
/// What a workbook holds, found by its relations (in either edition of the standard, with whatever prefixes) rather than by content types,
/// which writers often have wrong.
/// </summary>
internal sealed class Workbook
{
    private const int MostSheets = 1000;

    private readonly BookParts _parts;
    private readonly Dictionary<string, (string Kind, string Part)> _relations;
    private readonly NumberFormats _styles;
    private readonly SharedStrings _strings;
    private readonly Dictionary<string, MergedRanges> _merged = [];

    public Workbook(BookParts parts)
    {
        _parts = parts;
        var main = Relations("", "_rels/.rels").Values.Where(r => r.Kind == "officeDocument" && parts.Has(r.Part)).Select(r => r.Part)
            .FirstOrDefault("xl/workbook.xml");
        if (!parts.Has(main) || main.EndsWith(".bin", StringComparison.OrdinalIgnoreCase)) throw parts.NoWorkbook();
        var slash = main.LastIndexOf('/') + 1;
        _relations = Relations(main[..slash], $"{main[..slash]}_rels/{main[slash..]}.rels");
        Sheets = ReadBook(main);
        if (Sheets.Count == 0) throw parts.NoWorkbook();
        _styles = new(Part("styles") is { } styles ? parts.Xml(styles) : null);
        _strings = new(() => Part("sharedStrings") is { } strings ? parts.Xml(strings) : null);
        HasMacros = _relations.Values.Any(r => r.Kind is "vbaProject" or "xlMacrosheet");
    }

    public bool From1904 { get; private set; }

    public bool HasMacros { get; }

    public IReadOnlyList<Sheet> Sheets { get; }

    public IEnumerable<SheetLine> Lines(Sheet sheet)
    {
        var part = PartOf(sheet);
        return new SheetRows(_strings, _styles, From1904, Merged(part)).Read(_parts.Xml(part)!);
    }

    /// <summary>Writes a book of this sheet alone, with a mark where some of its lines stood.</summary>
    public void Copy(Sheet sheet, IReadOnlySet<int> without, string mark, Stream target)
    {
        var part = PartOf(sheet);
        using var styles = Part("styles") is { } named ? _parts.Open(named) : null;
        using var rows = _parts.Xml(part)!;
        new BookCopy(_strings, Merged(part), without, mark).Write(target, sheet, From1904, styles, rows);
    }

    private string PartOf(Sheet sheet) => sheet.Part is { } part && _parts.Has(part) ? part
        : throw new SheetException($"Sổ tính thiếu trang '{sheet.Name}': tệp hỏng. Hãy mở bằng Excel, cho sửa rồi lưu lại.");

    private MergedRanges Merged(string part)
    {
        if (!_merged.TryGetValue(part, out var merged))
            using (var content = _parts.Open(part)!) merged = _merged[part] = MergedRanges.Find(content);
        return merged;
    }

    private string? Part(string kind) =>
        _relations.Values.Where(r => r.Kind == kind && _parts.Has(r.Part)).Select(r => r.Part).FirstOrDefault();

    private List<Sheet> ReadBook(string main)
    {
        var sheets = new List<Sheet>();
        using var book = _parts.Xml(main)!;
        while (book.Read())
            if (book.NodeType is not XmlNodeType.Element) continue;
            else if (book.LocalName == "workbookPr") From1904 = IsTrue(book.GetAttribute("date1904"));
            else if (book.LocalName == "sheet" && book.GetAttribute("name") is { } name
                && (Relation(book) is { } id && _relations.TryGetValue(id, out var target) ? target : default) is var found
                && found.Kind is not ("chartsheet" or "dialogsheet" or "xlMacrosheet"))
            {
                if (sheets.Count == MostSheets)
                    throw new SheetException($"Sổ tính có hơn {MostSheets} trang: hãy lưu riêng trang cần gửi.");
                sheets.Add(new(name, book.GetAttribute("state") switch
                {
                    "hidden" => SheetState.Hidden,
                    "veryHidden" => SheetState.VeryHidden,
                    _ => SheetState.Shown,
                }) { Part = found.Part });
            }
        return sheets;
    }

    /// <summary>Relations of a part by their id: what kind, by the last word of its address, and to which part.</summary>
    private Dictionary<string, (string Kind, string Part)> Relations(string folder, string part)
    {
        var relations = new Dictionary<string, (string, string)>();
        using var xml = _parts.Xml(part);
        while (xml?.Read() == true)
            if (xml.NodeType is XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Id") is { } id
                && xml.GetAttribute("Target") is { } target && xml.GetAttribute("TargetMode") != "External")
                relations[id] = (xml.GetAttribute("Type")?.Split('/')[^1] ?? "", Resolve(folder, target));
        return relations;
    }

    /// <summary>
    /// Targets are relative to the folder of their part, or absolute; some writers mean absolute and leave out the slash.
    /// </summary>
    private string Resolve(string folder, string target)
    {
        target = Uri.UnescapeDataString(target.Replace('\\', '/'));
        if (target.StartsWith('/')) return target.TrimStart('/');
        var steps = new List<string>();
        foreach (var step in $"{folder}{target}".Split('/'))
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step is not ("." or ".." or "")) steps.Add(step);
        var resolved = string.Join('/', steps);
        return !_parts.Has(resolved) && _parts.Has(target) ? target : resolved;
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

    public static bool IsTrue(string? value) => value is "1" or "true";
}
