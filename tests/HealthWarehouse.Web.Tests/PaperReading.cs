using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace HealthWarehouse.Web.Tests;

/// <summary>Reads a printed paper back, letter by letter, and says what an eye would stumble over.</summary>
internal static class PaperReading
{
    /// <summary>Letters over one another, and letters outside the page; empty when the paper can be read.</summary>
    public static IReadOnlyList<string> Faults(PdfDocument paper) => [.. paper.GetPages().SelectMany(p => Outside(p).Concat(Overlaps(p)))];

    public static string Text(Page page) => string.Join(' ', page.GetWords().Select(w => w.Text));

    public static string Text(PdfDocument paper) => string.Join(' ', paper.GetPages().Select(Text));

    private static IEnumerable<string> Outside(Page page) => page.Letters.Where(l => l.Value.Trim().Length > 0)
        .Where(l => l.BoundingBox.Left < 8 || l.BoundingBox.Right > page.Width - 8 || l.BoundingBox.Bottom < 8
            || l.BoundingBox.Top > page.Height - 8).Select(l => $"trang {page.Number}: '{l.Value}' ra ngoài trang");

    /// <summary>
    /// From left to right, each letter or digit against those that begin before it ends; a slanted letter may lean over a hyphen.
    /// </summary>
    private static IEnumerable<string> Overlaps(Page page)
    {
        var letters = page.Letters.Where(l => l.Value.Any(char.IsLetterOrDigit)).OrderBy(l => l.BoundingBox.Left).ToArray();
        for (var i = 0; i < letters.Length; i++)
            for (var j = i + 1; j < letters.Length && letters[j].BoundingBox.Left < letters[i].BoundingBox.Right; j++)
                if (Cover(letters[i], letters[j]))
                    yield return $"trang {page.Number}: '{letters[i].Value}' đè lên '{letters[j].Value}' ở "
                        + $"({letters[j].BoundingBox.Left:0}, {letters[j].BoundingBox.Bottom:0})";
    }

    /// <summary>Whether letters share more than a third of the smaller one: neighbours may touch.</summary>
    private static bool Cover(Letter one, Letter other)
    {
        var (a, b) = (one.BoundingBox, other.BoundingBox);
        var width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Top, b.Top) - Math.Max(a.Bottom, b.Bottom);
        return width > 0 && height > 0 && width * height > Math.Min(a.Width * a.Height, b.Width * b.Height) / 3;
    }
}
