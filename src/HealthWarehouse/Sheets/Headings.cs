using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Sheets;

/// <summary>
/// Headings a table may have: the last line they stand in, and the words over each column. A column answers to its words, then to them
/// without what stands in brackets (units), then, where headings stand in two rows, to those of the lower row that no other column has.
/// </summary>
public sealed partial class Headings
{
    /// <summary>Lines in which headings are looked for.</summary>
    public const int Looked = 20;

    /// <summary>Longer texts are no headings, and are not searched for brackets.</summary>
    private const int Longest = 500;

    private readonly Dictionary<string, int> _places = [];

    private Headings(SheetLine[] lines)
    {
        Line = lines[^1].Number;
        Cells = lines[^1].Cells;
        var words = lines.Select(l => Words(l.Cells)).ToArray();
        Names = [.. Enumerable.Range(0, lines.Max(l => l.Cells.Length)).Select(c => Joined(words, c))];
        for (var c = 0; c < Names.Count; c++)
            if (Names[c] is { } name) _places.TryAdd(VietnameseText.Fold(name), c);
        for (var c = 0; c < Names.Count; c++)
            if (Names[c] is { } name) _places.TryAdd(VietnameseText.Fold(Bracketed().Replace(name, " ")), c);
        if (lines.Length == 1) return;
        foreach (var (name, c) in Cells.Select((cell, c) => (Name: cell.Text is { Length: <= Longest } t ? VietnameseText.Fold(t) : "", c))
            .GroupBy(n => n.Name).Where(g => g.Count() == 1).Select(g => g.First()))
            _places.TryAdd(name, c);
    }

    /// <summary>The last line the headings stand in; rows follow.</summary>
    public int Line { get; }

    /// <summary>The cells of that line.</summary>
    public Cell[] Cells { get; }

    public IReadOnlyList<string?> Names { get; }

    /// <summary>The column that answers to a name, whatever its capitals and accents; -1 when none does.</summary>
    public int PlaceOf(string name) => PlaceOfFolded(VietnameseText.Fold(name));

    /// <summary>The same of a name already folded.</summary>
    public int PlaceOfFolded(string name) => name.Length == 0 ? -1 : _places.GetValueOrDefault(name, -1);

    /// <summary>
    /// Everything among the first lines of a sheet that could be headings: each line, then each with the one above it. Titles above and
    /// merged cells are no matter: whoever knows which names to look for takes the candidate that has them.
    /// </summary>
    public static IEnumerable<Headings> Candidates(IReadOnlyList<SheetLine> head)
    {
        foreach (var line in head) yield return new([line]);
        for (var i = 1; i < head.Count; i++)
            if (head[i].Number == head[i - 1].Number + 1 && Over(head[i - 1].Cells, head[i].Cells))
                yield return new([head[i - 1], head[i]]);
    }

    /// <summary>
    /// The row of numbers that forms have below their headings: (1), (2), (3) or A, B, 1, 2, each once and in order.
    /// </summary>
    public bool IsNumbering(SheetLine line)
    {
        if (line.Number != Line + 1) return false;
        var (count, last) = (0, "");
        foreach (var cell in line.Cells)
        {
            if (cell.Text is not { } text) continue;
            if (Numbered().Match(text) is not { Success: true } match || !Follows(last, match.Groups[1].Value)) return false;
            (count, last) = (count + 1, match.Groups[1].Value);
        }
        return count >= 3;
    }

    private static bool Follows(string last, string next) =>
        next is "1" or "A" ? last.Length == 0 || (next == "1" && char.IsAsciiLetterUpper(last[0]))
            : last.Length > 0 && (char.IsAsciiLetterUpper(next[0]) ? next[0] == last[0] + 1
            : int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                && next == (n + 1).ToString(CultureInfo.InvariantCulture));

    /// <summary>
    /// Two rows of headings: the upper one reaches over columns of the lower, or the lower says what the upper leaves out.
    /// </summary>
    private static bool Over(Cell[] upper, Cell[] lower) =>
        upper.Any(c => c.Is(Odd.Across)) || lower.Any(c => c.Is(Odd.Merged))
            || lower.Where((c, i) => c.Text is not null && (i >= upper.Length || upper[i].Text is null)).Any();

    private static string? Joined(string?[][] lines, int column)
    {
        var words = lines.Select(l => l.ElementAtOrDefault(column)).OfType<string>().Distinct().ToArray();
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    /// <summary>The words of a line by column: a heading merged over several columns is said of each.</summary>
    private static string?[] Words(Cell[] cells)
    {
        var words = new string?[cells.Length];
        for (var c = 0; c < cells.Length; c++)
            words[c] = cells[c].Text is { } text ? text.Length <= Longest ? text : null
                : c > 0 && cells[c].Is(Odd.Across) ? words[c - 1] : null;
        return words;
    }

    [GeneratedRegex(@"\s*[(\[][^)\]]*[)\]]\s*")] private static partial Regex Bracketed();
    [GeneratedRegex(@"^[(\[]?([A-Z]|\d{1,3})[)\]]?$")] private static partial Regex Numbered();
}
