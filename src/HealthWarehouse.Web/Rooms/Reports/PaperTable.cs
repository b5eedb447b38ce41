using HealthWarehouse.Report;
using SkiaSharp;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// The table of a printed form: columns as wide as what stands in them, in the largest type that lets all of them stand beside one another.
/// </summary>
internal sealed class PaperTable : IDisposable
{
    private const float Pad = 2.6f, Leading = 1.2f, Smallest = 8.6f, Largest = 10.5f;

    /// <summary>The least width of name and codes of diseases; what is left over goes to them.</summary>
    private static readonly float[] LeastWidths = [150, 96];

    private readonly ReportResult _report;
    private readonly IReadOnlyList<PlacedCell> _grid;
    private readonly ReportRow[] _rows;
    private readonly IReadOnlyList<string>[][] _texts;
    private readonly float[] _widths, _storeys, _heights;
    private readonly SKFont _plain, _bold;
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true },
        _border = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 0.4f };

    public PaperTable(ReportResult report, float width)
    {
        _report = report;
        _grid = ReportColumns.Grid(report.Declaration);
        _rows = [.. PrintedReport.Rows(report), report.Total];
        (_plain, _bold, _widths) = Fitted(width);
        _texts = [.. _rows.Select((r, i) => PrintedReport.Texts(report, r)
            .Select((t, c) => PaperLines.Of(t, FontOf(i), _widths[c] - 2 * Pad)).ToArray())];
        _heights = [.. _texts.Select(t => Lines(t.Max(l => l.Count)))];
        _storeys = Storeys();
    }

    /// <summary>Rows to print, the sum last.</summary>
    public int Count => _rows.Length;

    public float HeadHeight => _storeys.Sum();

    public float HeightOf(int row) => _heights[row];

    /// <summary>Whether a row is the sum of those under it.</summary>
    public bool IsSum(int row) => _rows[row].IsHead;

    /// <summary>Draws the head; gives the place below it.</summary>
    public float Head(SKCanvas page, float left, float top)
    {
        foreach (var cell in _grid)
        {
            var box = SKRect.Create(left + _widths.Take(cell.Column).Sum(), top + _storeys.Take(cell.Row).Sum(), Across(cell),
                _storeys.Skip(cell.Row).Take(cell.Rows).Sum());
            page.DrawRect(box, _border);
            var lines = PaperLines.Of(cell.Title, _bold, box.Width - 2 * Pad);
            var first = box.MidY - lines.Count * _bold.Size * Leading / 2;
            foreach (var (line, i) in lines.Select((l, i) => (l, i)))
                page.DrawText(line, box.MidX, first + Baseline(i), SKTextAlign.Center, _bold, _ink);
        }
        return top + HeadHeight;
    }

    /// <summary>Draws a row; gives the place below it.</summary>
    public float Row(SKCanvas page, int row, float left, float top)
    {
        var font = FontOf(row);
        for (var c = 0; c < _widths.Length; c++)
        {
            var box = SKRect.Create(left, top, _widths[c], _heights[row]);
            page.DrawRect(box, _border);
            if (c >= _texts[row].Length) Figure(page, PrintedReport.Value(_rows[row], c - _texts[row].Length), box, font);
            else foreach (var (line, i) in _texts[row][c].Select((l, i) => (l, i)))
                page.DrawText(line, box.Left + Pad, top + Pad + Baseline(i), SKTextAlign.Left, font, _ink);
            left += _widths[c];
        }
        return top + _heights[row];
    }

    /// <summary>A figure right in its box; one too long even for the smallest type is drawn smaller, never over its neighbour.</summary>
    private void Figure(SKCanvas page, string figure, SKRect box, SKFont font)
    {
        var room = (box.Width - 2 * Pad) / font.MeasureText(figure);
        using var smaller = room < 1 ? PaperFaces.Font(font.Typeface, font.Size * room) : null;
        page.DrawText(figure, box.Right - Pad, box.Top + Pad + Baseline(0), SKTextAlign.Right, smaller ?? font, _ink);
    }

    public void Dispose()
    {
        foreach (var used in new IDisposable[] { _plain, _bold, _ink, _border }) used.Dispose();
    }

    /// <summary>
    /// The largest type in which every figure and every word of the head fits its column, and what is left over. In the smallest one the
    /// columns share what there is, whatever they need.
    /// </summary>
    private (SKFont Plain, SKFont Bold, float[] Widths) Fitted(float width)
    {
        for (var size = Largest; ; size -= 0.1f)
        {
            var (plain, bold) = (PaperFaces.Regular(size), PaperFaces.Bold(size));
            var codes = _rows.Max(r => bold.MeasureText(PrintedReport.Texts(_report, r)[0])) + 2 * Pad;
            float[] least = [codes, .. LeastWidths.Take(ReportColumns.FixedTitles(_report.Declaration).Count - 1)];
            var needed = _report.Columns.Select((_, c) => Needed(c, least.Length, bold)).ToArray();
            if (least.Sum() + needed.Sum() <= width || size <= Smallest)
            {
                var figures = Math.Min(1, (width - least.Sum()) / needed.Sum());
                var spare = width - least.Sum() - needed.Sum() * figures;
                // A part of what is left over lets the columns of figures breathe, the rest makes names and codes wide.
                var texts = least.Select((w, i) => i == 0 ? w : w + spare * 0.6f / (least.Length - 1));
                return (plain, bold, [.. texts, .. needed.Select(n => n * figures + spare * 0.4f / needed.Length)]);
            }
            plain.Dispose();
            bold.Dispose();
        }
    }

    private float Needed(int column, int before, SKFont bold)
    {
        var words = _grid.Where(c => c.Column == before + column && c.Columns == 1).Max(c => PaperLines.Widest(c.Title, bold));
        var figures = _rows.Max(r => bold.MeasureText(PrintedReport.Value(r, column)));
        return Math.Max(words, figures) + 2 * Pad;
    }

    /// <summary>Heights of the rows of the head: what stands in one row decides first, then what reaches over several.</summary>
    private float[] Storeys()
    {
        var heights = new float[_grid.Max(c => c.Row + c.Rows)];
        foreach (var cell in _grid.OrderBy(c => c.Rows))
        {
            var lines = PaperLines.Of(cell.Title, _bold, Across(cell) - 2 * Pad).Count;
            var missing = Lines(lines) - heights.Skip(cell.Row).Take(cell.Rows).Sum();
            if (missing > 0) heights[cell.Row + cell.Rows - 1] += missing;
        }
        return heights;
    }

    private float Across(PlacedCell cell) => _widths.Skip(cell.Column).Take(cell.Columns).Sum();

    private float Lines(int count) => count * _plain.Size * Leading + 2 * Pad;

    private float Baseline(int line) => (line + 0.82f) * _plain.Size * Leading;

    private SKFont FontOf(int row) => row == _rows.Length - 1 || _rows[row].IsHead ? _bold : _plain;
}
