using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace HealthWarehouse.Web.Sheets;

/// <summary>
/// The one writer of spreadsheets. Rows go out as they come, whatever their number; names of elements carry no prefix, which some readers
/// cannot take; every cell has its type, and text is never a formula.
/// </summary>
internal sealed partial class SheetWriter : IAsyncDisposable
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>Most characters of a cell.</summary>
    private const int LongestText = 32_767;

    /// <summary>Days before are not those of the calendar in a spreadsheet, which knows a 29 February 1900: they stand as text.</summary>
    private static readonly DateOnly FirstDay = new(1900, 3, 1);
    private readonly ZipArchive _zip;
    private readonly Stream _part;
    private readonly XmlWriter _xml;
    private readonly SheetPlan _plan;
    private readonly List<string> _merged = [];
    private readonly Dictionary<int, string?> _headings = [];
    private int _row;

    private SheetWriter(ZipArchive zip, Stream part, XmlWriter xml, SheetPlan plan) => (_zip, _part, _xml, _plan) = (zip, part, xml, plan);

    /// <summary>Begins a book of one sheet; it is whole when the writer is disposed. The target stays open.</summary>
    public static async Task<SheetWriter> Begin(Stream target, SheetPlan plan)
    {
        var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8);
        await Put(zip, "[Content_Types].xml", SheetParts.ContentTypes(plan));
        await Put(zip, "_rels/.rels", SheetParts.Relations);
        await Put(zip, "docProps/core.xml", SheetParts.Properties(plan));
        await Put(zip, "xl/workbook.xml", SheetParts.Workbook(plan));
        await Put(zip, "xl/_rels/workbook.xml.rels", SheetParts.BookRelations(plan));
        await Put(zip, "xl/styles.xml", SheetStyles.Xml);
        if (plan.Help is { } help)
        {
            await Put(zip, "xl/worksheets/_rels/sheet1.xml.rels", SheetParts.SheetRelations);
            await Put(zip, "xl/comments1.xml", help.Notes());
            await Put(zip, "xl/drawings/vmlDrawing1.vml", help.Frames());
        }
        var part = await zip.CreateEntry("xl/worksheets/sheet1.xml").OpenAsync();
        var writer = new SheetWriter(zip, part, XmlWriter.Create(part, new() { Async = true, Encoding = new UTF8Encoding(false) }), plan);
        await writer.Open();
        return writer;
    }

    /// <summary>One row; a cell is put right of the one before.</summary>
    public async Task Row(IEnumerable<SheetCell> cells, double? height = null)
    {
        _row++;
        await Start("row");
        await Attribute("r", _row);
        if (height is { } points)
        {
            await Attribute("ht", points);
            await Attribute("customHeight", 1);
        }
        var column = 1;
        foreach (var cell in cells)
        {
            if (_row == _plan.HeadTo && _plan.Help is not null) _headings[column - 1] = cell.Value as string;
            if (cell.Down > 0 && (cell.Across > 1 || cell.Down > 1))
                _merged.Add($"{Column(column)}{_row}:{Column(column + cell.Across - 1)}{_row + cell.Down - 1}");
            await Cell(column++, cell.Value, cell.Look);
            for (var further = 1; further < cell.Across; further++) await Cell(column++, null, cell.Look);
        }
        await _xml.WriteEndElementAsync();
    }

    /// <summary>A row that is one cell over all columns.</summary>
    public Task Wide(string text, SheetLook look, double? height = null) => Row([new(text, look, _plan.Widths.Count)], height);

    public Task Blank() => Row([]);

    public async ValueTask DisposeAsync()
    {
        await _xml.WriteEndElementAsync();   // sheetData
        if (_plan.IsList)
        {
            await Start("autoFilter");
            await Attribute("ref", $"A{_plan.HeadTo}:{Column(_plan.Widths.Count)}{Math.Max(_row, _plan.HeadTo)}");
            await _xml.WriteEndElementAsync();
        }
        if (_merged.Count > 0)
        {
            await Start("mergeCells");
            foreach (var place in _merged) await _xml.WriteRawAsync($"<mergeCell ref=\"{place}\"/>");
            await _xml.WriteEndElementAsync();
        }
        await _xml.WriteRawAsync(_plan.Help?.Rules() ?? "");
        await _xml.WriteRawAsync(SheetParts.Page);
        if (_plan.Help is not null) await _xml.WriteRawAsync(SheetParts.NotesOfSheet);
        await _xml.WriteEndDocumentAsync();
        await _xml.DisposeAsync();
        await _part.DisposeAsync();
        if (_plan.Help is { HasLists: true } help)
            await Put(_zip, "xl/worksheets/sheet2.xml", help.Lists(_plan.Widths, _headings.GetValueOrDefault));
        await _zip.DisposeAsync();
    }

    private async Task Open()
    {
        await _xml.WriteStartDocumentAsync(standalone: true);
        await Start("worksheet");
        await _xml.WriteRawAsync(SheetParts.View(_plan));
        await Start("cols");
        foreach (var (width, i) in _plan.Widths.Select((w, i) => (w, i + 1)))
            await _xml.WriteRawAsync(string.Create(CultureInfo.InvariantCulture,
                $"<col min=\"{i}\" max=\"{i}\" width=\"{width}\"{Style(i)} customWidth=\"1\"/>"));
        await _xml.WriteEndElementAsync();
        await Start("sheetData");
    }

    private async Task Cell(int column, object? value, SheetLook look)
    {
        if (value is DateOnly day && day < FirstDay) value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (value is DateTime time && DateOnly.FromDateTime(time) < FirstDay)
            value = time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var kind = KindOf(value);
        await Start("c");
        await Attribute("r", $"{Column(column)}{_row}");
        await Attribute("s", SheetStyles.Of(look, kind));
        if (kind is SheetKind.Text or SheetKind.Guarded)
        {
            await Attribute("t", "inlineStr");
            await Start("is");
            await Start("t");
            await _xml.WriteAttributeStringAsync("xml", "space", "http://www.w3.org/XML/1998/namespace", "preserve");
            await _xml.WriteStringAsync(Sayable((string)value!));
            await _xml.WriteEndElementAsync();
            await _xml.WriteEndElementAsync();
        }
        else if (kind is not SheetKind.Nothing)
        {
            await Start("v");
            await _xml.WriteStringAsync(Convert.ToString(value switch
            {
                DateOnly known => known.ToDateTime(default).ToOADate(),
                DateTime known => known.ToOADate(),
                _ => value,
            }, CultureInfo.InvariantCulture)!);
            await _xml.WriteEndElementAsync();
        }
        await _xml.WriteEndElementAsync();
    }

    private static SheetKind KindOf(object? value) => value switch
    {
        null or "" => SheetKind.Nothing,
        string text => text.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] || text[0] is '\t' or '\r'
            ? SheetKind.Guarded : SheetKind.Text,
        int or long => SheetKind.Whole,
        double number when !double.IsFinite(number) => SheetKind.Nothing,
        decimal or double => SheetKind.Broken,
        DateOnly => SheetKind.Day,
        DateTime => SheetKind.Time,
        _ => throw new ArgumentException($"A cell holds no {value.GetType().Name}."),
    };

    /// <summary>
    /// What XML cannot say (control characters, halves of characters) stands as U+FFFD; what a spreadsheet would read as the number of a
    /// character (_x0041_) is marked as text; no cell holds more than a spreadsheet takes.
    /// </summary>
    private static string Sayable(string text)
    {
        if (text.Length > LongestText) text = text[..(LongestText - 1)] + "…";
        return Numbered().Replace(string.Concat(text.EnumerateRunes()
            .Select(r => r.Value > 0xFFFF || XmlConvert.IsXmlChar((char)r.Value) ? $"{r}" : "\uFFFD")), "_x005F_");
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")] private static partial Regex Numbered();

    private Task Start(string name) => _xml.WriteStartElementAsync(null, name, Main);

    private Task Attribute(string name, object value) =>
        _xml.WriteAttributeStringAsync(null, name, null, Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>How cells look that nobody has filled yet.</summary>
    private string Style(int column) => _plan.Help is not { } help ? ""
        : string.Create(CultureInfo.InvariantCulture, $" style=\"{SheetStyles.Of(SheetLook.Body, help.Columns[column - 1].Kind)}\"");

    /// <summary>Letters of a column: 1 is A, 27 is AA.</summary>
    internal static string Column(int number) =>
        number <= 26 ? $"{(char)('A' + number - 1)}" : $"{Column((number - 1) / 26)}{(char)('A' + (number - 1) % 26)}";

    private static async Task Put(ZipArchive zip, string name, string xml)
    {
        await using var part = new StreamWriter(await zip.CreateEntry(name).OpenAsync(), new UTF8Encoding(false));
        await part.WriteAsync(xml);
    }
}
