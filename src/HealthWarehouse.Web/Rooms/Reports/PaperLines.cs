using System.Text.RegularExpressions;
using SkiaSharp;

namespace HealthWarehouse.Web.Rooms.Reports;

/// <summary>Cuts text into lines of a width: behind spaces and commas, and inside a word only where it is wider than a line.</summary>
internal static partial class PaperLines
{
    public static IReadOnlyList<string> Of(string text, SKFont font, float width)
    {
        var lines = new List<string> { "" };
        foreach (var piece in Pieces().Split(text).SelectMany(p => Fitting(p, font, width)))
        {
            if (lines[^1].Length > 0 && font.MeasureText((lines[^1] + piece).TrimEnd()) > width) lines.Add(piece.TrimStart());
            else lines[^1] += piece;
        }
        return [.. lines.Select(l => l.TrimEnd())];
    }

    /// <summary>The widest piece that may not be cut.</summary>
    public static float Widest(string text, SKFont font) => Pieces().Split(text).Max(p => font.MeasureText(p.TrimEnd()));

    private static IEnumerable<string> Fitting(string piece, SKFont font, float width)
    {
        while (piece.Length > 1 && font.MeasureText(piece.TrimEnd()) > width)
        {
            var cut = Math.Clamp(font.BreakText(piece, width), 1, piece.Length - 1);
            yield return piece[..cut];
            piece = piece[cut..];
        }
        yield return piece;
    }

    /// <summary>Behind a space, and behind a comma or semicolon that is none of a number.</summary>
    [GeneratedRegex(@"(?<= )|(?<=[,;])(?![\d ])")] private static partial Regex Pieces();
}
