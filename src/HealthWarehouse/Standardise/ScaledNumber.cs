namespace HealthWarehouse.Standardise;

/// <summary>
/// Numbers as messages write them: digits, a point, digits. Kept as a scaled 64-bit integer, the way DECIMAL(18,s) is kept.
/// </summary>
internal static class ScaledNumber
{
    private const long Limit = 999_999_999_999_999_999;

    /// <summary>Digits beyond the scale are rounded half away from zero, and told unless they are zeros.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out long scaled, out bool rounded)
    {
        (scaled, rounded) = (0, false);
        var negative = text is [(byte)'-', ..];
        if (negative || text is [(byte)'+', ..]) text = text[1..];
        if (text.IsEmpty || text.Length > 40) return false;

        int digits = 0, decimals = -1;
        var up = false;
        foreach (var c in text)
        {
            if (c == '.' && decimals < 0) { decimals = 0; continue; }
            if (c is < (byte)'0' or > (byte)'9') return false;
            digits++;
            if (decimals >= 0 && decimals++ >= scale)
            {
                if (decimals == scale + 1) up = c >= '5';
                rounded |= c != '0';
                continue;
            }
            if (scaled > Limit / 10) return false;
            scaled = scaled * 10 + (c - '0');
        }
        if (digits == 0) return false;
        for (var missing = scale - Math.Max(decimals, 0); missing > 0; missing--)
        {
            if (scaled > Limit / 10) return false;
            scaled *= 10;
        }
        if (up) scaled++;
        if (scaled > Limit) return false;
        if (negative) scaled = -scaled;
        return true;
    }
}
