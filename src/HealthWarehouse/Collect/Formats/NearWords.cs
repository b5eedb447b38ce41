using System.Text;

namespace HealthWarehouse.Collect.Formats;

/// <summary>Whether words of a heading may have been meant for others: a question to ask, never an answer.</summary>
internal static class NearWords
{
    private const int Longest = 80, ShortestNear = 5, LettersAFault = 6;

    /// <summary>A letter in six wrong, or all words of the shorter in the longer.</summary>
    public static bool IsNear(string one, string other)
    {
        if (one.Length is 0 or > Longest || other.Length is 0 or > Longest) return false;
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        if (shorter.Length >= ShortestNear && Faults(shorter, longer) <= Math.Max(1, shorter.Length / LettersAFault)) return true;
        var words = longer.Split(' ');
        return shorter.Length >= ShortestNear && shorter.Split(' ').All(words.Contains);
    }

    /// <summary>Whether words that are alike without marks have the same marks too, or none at all as they are often typed.</summary>
    public static bool HaveSameMarks(string words, string name)
    {
        var marked = words.Normalize(NormalizationForm.FormC).ToLowerInvariant();
        return marked.All(char.IsAscii) || name.All(char.IsAscii)
            || marked.Contains(name.Normalize(NormalizationForm.FormC).ToLowerInvariant(), StringComparison.Ordinal);
    }

    /// <summary>Words in one line, with single spaces.</summary>
    public static string Single(string words) =>
        string.Join(' ', words.Replace('\0', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Letters to be put in, left out or changed to make one of the other.</summary>
    private static int Faults(string one, string other)
    {
        Span<int> before = stackalloc int[other.Length + 1], now = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++) before[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= other.Length; j++)
                now[j] = Math.Min(Math.Min(now[j - 1], before[j]) + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
            now.CopyTo(before);
        }
        return before[other.Length];
    }
}
