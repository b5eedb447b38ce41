using HealthWarehouse.Report;
using SkiaSharp;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// A report as PDF in the printed layout: A3 across, the head repeated on every page, places for signatures. Lengths in points.
/// </summary>
internal sealed class ReportPdf : IDisposable
{
    private const float Width = 1190.55f, Height = 841.89f, Margin = 30, Inner = Width - 2 * Margin, Pad = 2.5f, HeadLine = 26,
        Line = 10.5f, Bottom = Height - Margin;
    private static readonly Lazy<SKTypeface> Serif = new(() => Face("DejaVuSerifCondensed")),
        SerifBold = new(() => Face("DejaVuSerifCondensed-Bold"));
    private readonly SKFont _plain = new(Serif.Value, 8), _bold = new(SerifBold.Value, 8), _title = new(SerifBold.Value, 13),
        _under = new(Serif.Value, 10);
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true },
        _border = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 0.4f };
    private readonly ReportResult _report;
    private readonly SKDocument _document;
    private readonly IReadOnlyList<PlacedCell> _grid;
    private readonly float[] _widths;
    private SKCanvas _page;
    private float _y = Margin;
    private int _pages;

    private ReportPdf(ReportResult report, Stream target)
    {
        _report = report;
        _grid = ReportColumns.Grid(report.Declaration);
        var first = new float[] { 38, 190, 90 }.Take(ReportColumns.FixedTitles(report.Declaration).Count).ToArray();
        _widths = [.. first, .. report.Columns.Select(_ => (Inner - first.Sum()) / report.Columns.Count)];
        _document = SKDocument.CreatePdf(target, new SKDocumentPdfMetadata { Title = report.Declaration.Title, Author = "Kho Y tế" });
        _page = NewPage();
    }

    public static async Task Write(ReportResult report, Stream target)
    {
        using var buffer = new MemoryStream();
        using (var pdf = new ReportPdf(report, buffer)) pdf.Print();
        buffer.Position = 0;
        await buffer.CopyToAsync(target);
    }

    public void Dispose()
    {
        _document.Dispose();
        foreach (var used in new IDisposable[] { _plain, _bold, _title, _under, _ink, _border }) used.Dispose();
    }

    private void Print()
    {
        foreach (var line in PrintedReport.Act(_report).Split('\n')) Words(line, _plain);
        Words(PrintedReport.Title(_report), _title, centred: true, height: 18);
        Words(PrintedReport.Scope(_report), _under, centred: true, height: 14);
        Words(PrintedReport.Fresh(_report), _plain, height: 16);
        Head();
        foreach (var row in PrintedReport.Rows(_report)) Row(row, row.IsHead ? _bold : _plain);
        Row(_report.Total, _bold);
        _y += Line;
        foreach (var note in PrintedReport.Notes(_report)) Words(note, _plain);
        if (_y + 70 > Bottom) _page = NewPage();
        var part = Inner / PrintedReport.Signatures.Length;
        foreach (var (who, i) in PrintedReport.Signatures.Select((w, i) => (w, i)))
            _page.DrawText(who, Margin + (i + 0.5f) * part, _y + 18, SKTextAlign.Center, _bold, _ink);
        _document.EndPage();
        _document.Close();
    }

    private SKCanvas NewPage()
    {
        if (_pages > 0) _document.EndPage();
        var page = _document.BeginPage(Width, Height);
        page.DrawText($"{++_pages}", Width - Margin, Bottom + 16, SKTextAlign.Right, _plain, _ink);
        _y = Margin;
        return page;
    }

    private void Head()
    {
        foreach (var cell in _grid)
        {
            var box = SKRect.Create(Left(cell.Column), _y + cell.Row * HeadLine, _widths.Skip(cell.Column).Take(cell.Columns).Sum(),
                cell.Rows * HeadLine);
            _page.DrawRect(box, _border);
            var lines = Wrap(cell.Title, _bold, box.Width - 2 * Pad);
            for (var i = 0; i < lines.Count; i++) _page.DrawText(lines[i], box.MidX, box.MidY + (i - (lines.Count - 1) / 2f) * 9 + 3,
                SKTextAlign.Center, _bold, _ink);
        }
        _y += (_grid.Max(c => c.Row) + 1) * HeadLine;
    }

    private void Row(ReportRow row, SKFont font)
    {
        var texts = ReportColumns.FixedTexts(_report.Declaration, row).Select((t, i) => Wrap(t, font, _widths[i] - 2 * Pad)).ToArray();
        var height = texts.Max(t => t.Count) * Line + 2 * Pad;
        if (_y + height > Bottom)
        {
            _page = NewPage();
            Head();
        }
        for (var c = 0; c < _widths.Length; c++)
        {
            var box = SKRect.Create(Left(c), _y, _widths[c], height);
            _page.DrawRect(box, _border);
            if (c >= texts.Length)
                _page.DrawText(PrintedReport.Value(row, c - texts.Length), box.Right - Pad, box.Top + Pad + 0.8f * Line, SKTextAlign.Right,
                    font, _ink);
            else for (var i = 0; i < texts[c].Count; i++) _page.DrawText(texts[c][i], box.Left + Pad, box.Top + Pad + (i + 0.8f) * Line,
                SKTextAlign.Left, font, _ink);
        }
        _y += height;
    }

    private void Words(string text, SKFont font, bool centred = false, float height = Line + 1)
    {
        foreach (var line in Wrap(text, font, Inner))
        {
            if (_y + height > Bottom) _page = NewPage();
            _page.DrawText(line, centred ? Width / 2 : Margin, _y + height * 0.75f, centred ? SKTextAlign.Center : SKTextAlign.Left, font,
                _ink);
            _y += height;
        }
    }

    private float Left(int column) => Margin + _widths.Take(column).Sum();

    private static List<string> Wrap(string text, SKFont font, float width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (lines[^1].Length > 0 && font.MeasureText(longer) > width) lines.Add(word);
            else lines[^1] = longer;
        }
        return lines;
    }

    /// <summary>A face of the font the client build brings along.</summary>
    private static SKTypeface Face(string name) =>
        SKTypeface.FromFile(Path.Combine(AppContext.BaseDirectory, "wwwroot", "dist", $"{name}.ttf"));
}
