using System.Text;

namespace HealthWarehouse.Sheets;

/// <summary>A merged range: lines and columns from and to, counted from one and from nought.</summary>
internal readonly record struct MergedRange(int Top, int Bottom, int Left, int Right);

/// <summary>
/// The merged ranges of a sheet. A sheet tells them after its rows, so they are looked for in its bytes before the rows are read; that the
/// part is whole is known then too.
/// </summary>
internal sealed class MergedRanges
{
    private const int Most = 200_000, Longest = 256;

    /// <summary>By the line they begin in.</summary>
    public required MergedRange[] Ranges { get; init; }

    public static MergedRanges Find(Stream part)
    {
        var (ranges, buffer, kept) = (new List<MergedRange>(), new byte[1 << 16], 0);
        for (int read; (read = part.Read(buffer, kept, buffer.Length - kept)) > 0 || kept > 0;)
        {
            var window = buffer.AsSpan(0, kept + read);
            var at = 0;
            // an element cut by the end of the window is looked at again with what follows
            for (int found; (found = window[at..].IndexOf("mergeCell "u8)) >= 0 && (read == 0 || window.Length - at - found >= Longest);)
            {
                at += found + 10;
                if (Of(window[at..Math.Min(window.Length, at + Longest)]) is { } range && ranges.Count < Most) ranges.Add(range);
            }
            if (read == 0) break;
            kept = Math.Min(window.Length - at, Longest);
            window[^kept..].CopyTo(buffer);
        }
        return new() { Ranges = [.. ranges.OrderBy(r => r.Top)] };
    }

    private static MergedRange? Of(ReadOnlySpan<byte> attributes)
    {
        var start = attributes.IndexOf("ref="u8) + 5;
        if (start < 5 || start > attributes.Length) return null;
        var end = attributes[start..].IndexOfAny((byte)'"', (byte)'\'');
        if (end < 0) return null;
        var corners = Encoding.ASCII.GetString(attributes[start..(start + end)]).Replace("$", "", StringComparison.Ordinal).Split(':');
        if (corners.Length != 2 || Place.Of(corners[0]) is not { } first || Place.Of(corners[1]) is not { } last) return null;
        return new(Math.Min(first.Line, last.Line), Math.Max(first.Line, last.Line),
            Math.Min(first.Column, last.Column), Math.Max(first.Column, last.Column));
    }
}

/// <summary>A place in a sheet: its column counted from nought, its line from one.</summary>
internal static class Place
{
    /// <summary>Letters of a column.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var n = column + 1; n > 0; n = (n - 1) / 26) letters = (char)('A' + (n - 1) % 26) + letters;
        return letters;
    }

    public static (int Column, int Line)? Of(ReadOnlySpan<char> text)
    {
        var (column, at) = (0, 0);
        for (; at < text.Length && at < 4 && char.IsAsciiLetter(text[at]); at++) column = column * 26 + (text[at] & 0x1F);
        return at > 0 && int.TryParse(text[at..], NumberStyles.None, CultureInfo.InvariantCulture, out var line) && line > 0
            ? (column - 1, line) : null;
    }
}
