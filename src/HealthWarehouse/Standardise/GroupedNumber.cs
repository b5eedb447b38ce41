namespace HealthWarehouse.Standardise;

/// <summary>
/// How an amount is written. Plain: with a decimal point at most, as the act wants. Grouped: thousands set apart beyond doubt. Ambiguous:
/// 40.000 may be forty or forty thousand.
/// </summary>
internal enum Grouping { Plain, Grouped, Ambiguous }

/// <summary>Amounts as people and spreadsheets write them: 1.234.567, 1,234,567.50, 1 000.</summary>
internal static class GroupedNumber
{
    private const int LongestText = 40;
    private static ReadOnlySpan<byte> Separators => "., '"u8;

    /// <summary>
    /// Tells the form; for <see cref="Grouping.Grouped"/> the digits with a decimal point stand in <paramref name="plain"/>.
    /// </summary>
    public static Grouping Read(ReadOnlySpan<byte> text, Span<byte> plain, out int length)
    {
        length = 0;
        if (text.Length > LongestText || text.IndexOfAny(Separators) < 0) return Grouping.Plain;
        var digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        var (grouper, groups, decimals) = ((byte)0, 0, -1);
        var run = 0;
        for (var i = 0; i <= digits.Length; i++)
        {
            var c = i < digits.Length ? digits[i] : (byte)0;
            if (c is >= (byte)'0' and <= (byte)'9') { run++; continue; }
            if (decimals >= 0) return c == 0 && run > 0 ? Taken(text, grouper, plain, out length) : Grouping.Plain;
            if (groups == 0 ? run is 0 or > 3 || (digits[0] == '0' && c != 0) : run != 3) return Grouping.Plain;
            if (c == 0) break;
            if (!Separators.Contains(c)) return Grouping.Plain;
            if (groups > 0 && c != grouper)
            {
                if (c is not ((byte)'.' or (byte)',')) return Grouping.Plain;
                decimals = i;
            }
            grouper = groups == 0 ? c : grouper;
            groups++;
            run = 0;
        }
        return groups == 1 && (grouper is (byte)'.' or (byte)',') ? Grouping.Ambiguous : Taken(text, grouper, plain, out length);
    }

    private static Grouping Taken(ReadOnlySpan<byte> text, byte grouper, Span<byte> plain, out int length)
    {
        length = 0;
        foreach (var c in text)
            if (c != grouper) plain[length++] = c is (byte)',' ? (byte)'.' : c;
        return Grouping.Grouped;
    }
}
