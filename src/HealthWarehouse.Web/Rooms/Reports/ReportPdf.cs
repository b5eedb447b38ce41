using HealthWarehouse.Report;
using HealthWarehouse.Web.Shared;
using SkiaSharp;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>
/// A report as PDF in the printed layout: A3 across, letterhead and signatures as Nghị định 30/2020/NĐ-CP lays them out, the head of the
/// table repeated on every page, the last rows on the page of the signatures. Lengths in points.
/// </summary>
internal sealed class ReportPdf : IDisposable
{
    private const float Width = 1190.55f, Height = 841.89f, Margin = 42, Inner = Width - 2 * Margin, Bottom = Height - Margin,
        Leading = 1.22f, SignatureRoom = 96;
    private readonly SKFont _small = PaperFaces.Italic(10.5f), _words = PaperFaces.Regular(13), _strong = PaperFaces.Bold(13),
        _title = PaperFaces.Bold(14), _motto = PaperFaces.Bold(13), _slanted = PaperFaces.Italic(13);
    private readonly SKPaint _ink = new() { Color = SKColors.Black, IsAntialias = true },
        _line = new() { Color = SKColors.Black, Style = SKPaintStyle.Stroke, StrokeWidth = 0.7f };
    private readonly ReportResult _report;
    private readonly Letterhead _letter;
    private readonly SKDocument _document;
    private readonly PaperTable _table;
    private SKCanvas _page;
    private float _y = Margin;
    private int _pages;

    private ReportPdf(ReportResult report, Letterhead letter, Stream target)
    {
        (_report, _letter) = (report, letter);
        _table = new(report, Inner);
        _document = SKDocument.CreatePdf(target, new SKDocumentPdfMetadata { Title = PrintedReport.FullTitle(report),
            Author = letter.Agency.Name, Creator = "Kho Y tế" });
        _page = NewPage();
    }

    public static async Task Write(ReportResult report, Letterhead letter, Stream target)
    {
        using var buffer = new MemoryStream();
        using (var pdf = new ReportPdf(report, letter, buffer)) pdf.Print();
        buffer.Position = 0;
        await buffer.CopyToAsync(target);
    }

    public void Dispose()
    {
        _document.Dispose();
        foreach (var used in new IDisposable[] { _small, _words, _strong, _title, _motto, _slanted, _ink, _line, _table }) used.Dispose();
    }

    private void Print()
    {
        Letter();
        Words(PrintedReport.Title(_report), _title, centred: true);
        Words($"{PrintedReport.Period(_report)} · {PrintedReport.Scope(_report)}", _words, centred: true);
        Words(PrintedReport.Fresh(_report), _small, centred: true);
        _y += 6;
        _y = _table.Head(_page, Margin, _y);
        for (var row = 0; row < _table.Count; row++)
        {
            if (_y + Kept(row) > Bottom)
            {
                _page = NewPage();
                _y = _table.Head(_page, Margin, _y);
            }
            _y = _table.Row(_page, row, Margin, _y);
        }
        _y += 6;
        foreach (var note in PrintedReport.Notes(_report)) Words(note, _small);
        Signatures();
        _document.EndPage();
        _document.Close();
    }

    /// <summary>
    /// How much must fit below where a row begins: the row itself; a sum with the first row under it; the last rows with notes and
    /// signatures.
    /// </summary>
    private float Kept(int row)
    {
        var last = Math.Max(0, _table.Count - PrintedReport.KeptWithSignatures);
        var kept = row < last ? _table.HeightOf(row) + (_table.IsSum(row) ? _table.HeightOf(row + 1) : 0)
            : Enumerable.Range(row, _table.Count - row).Sum(_table.HeightOf) + 6 + SignatureRoom
                + PrintedReport.Notes(_report).Sum(n => PaperLines.Of(n, _small, Inner).Count * _small.Size * Leading);
        // What is higher than a page is begun where it stands: waiting for a page would not help.
        return Math.Min(kept, Bottom - Margin - _table.HeadHeight);
    }

    /// <summary>Agency left, nation right, lines under both; number, place and day below; the form and its act under the number.</summary>
    private void Letter()
    {
        const float left = Margin + Inner * 0.2f, right = Margin + Inner * 0.76f, step = 17;
        Centred(_letter.GoverningBody, _words, left, _y + step);
        Centred(_letter.Name, _strong, left, _y + 2 * step);
        Under(left, _strong.MeasureText(_letter.Name) * 0.4f, _y + 2 * step);
        Centred(_letter.Number, _words, left, _y + 3.4f * step);
        Centred(Letterhead.Nation, _strong, right, _y + step);
        Centred(Letterhead.Motto, _motto, right, _y + 2 * step);
        Under(right, _motto.MeasureText(Letterhead.Motto), _y + 2 * step);
        Centred(_letter.PlaceAndDay, _slanted, right, _y + 3.4f * step);
        Centred(PrintedReport.Number(_report), _strong, left, _y + 4.6f * step);
        Centred(PrintedReport.Act(_report), _small, left, _y + 5.5f * step);
        _y += 6.4f * step;
    }

    private void Signatures()
    {
        _y += 12;
        var part = Inner / _letter.Signers.Count;
        foreach (var (signer, i) in _letter.Signers.Select((s, i) => (s, i)))
        {
            Centred(signer.Title.ToUpper(Format.Vietnamese), _strong, Margin + (i + 0.5f) * part, _y + 13);
            Centred(signer.Hint, _small, Margin + (i + 0.5f) * part, _y + 28);
        }
    }

    private SKCanvas NewPage()
    {
        if (_pages > 0) _document.EndPage();
        var page = _document.BeginPage(Width, Height);
        // The number of a page stands in the middle of the upper margin, from the second page on.
        if (++_pages > 1) page.DrawText($"{_pages}", Width / 2, Margin - 14, SKTextAlign.Center, _words, _ink);
        _y = Margin;
        return page;
    }

    private void Centred(string text, SKFont font, float middle, float baseline) =>
        _page.DrawText(text, middle, baseline, SKTextAlign.Center, font, _ink);

    private void Under(float middle, float width, float baseline) =>
        _page.DrawLine(middle - width / 2, baseline + 4.5f, middle + width / 2, baseline + 4.5f, _line);

    private void Words(string text, SKFont font, bool centred = false)
    {
        foreach (var line in PaperLines.Of(text, font, Inner))
        {
            if (_y + font.Size * Leading > Bottom) _page = NewPage();
            _page.DrawText(line, centred ? Width / 2 : Margin, _y + font.Size, centred ? SKTextAlign.Center : SKTextAlign.Left, font, _ink);
            _y += font.Size * Leading;
        }
    }
}
