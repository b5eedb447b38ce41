namespace HealthWarehouse.Concepts;

/// <summary>How much of a date is known.</summary>
public enum DatePrecision { Year = 1, Month = 2, Day = 3, Minute = 4 }

/// <summary>
/// A date whose day, month or time may be unknown, as birth dates arrive in messages of hospitals:
/// <c>yyyyMMddHHmm</c> where unknown parts are zeros (QĐ 4750/QĐ-BYT, NGAY_SINH). Never a DateTime.
/// </summary>
public readonly record struct PartialDate(int Year, int Month, int Day, int Hour, int Minute, DatePrecision Precision)
{
    /// <summary>The first day this date can be.</summary>
    public DateOnly Earliest => new(Year, Math.Max(Month, 1), Math.Max(Day, 1));

    /// <summary>The last day this date can be.</summary>
    public DateOnly Latest => Precision switch
    {
        DatePrecision.Year => new DateOnly(Year, 12, 31),
        DatePrecision.Month => new DateOnly(Year, Month, DateTime.DaysInMonth(Year, Month)),
        _ => Earliest,
    };

    /// <summary>
    /// First day of the birth month, or of the birth year where the month is unknown: all the warehouse keeps of a birth date.
    /// </summary>
    public DateOnly MonthStart => new(Year, Math.Max(Month, 1), 1);

    /// <summary>
    /// Completed years on <paramref name="day"/>; with an unknown month, the difference of the years (the usual statistical rule). Null
    /// before birth.
    /// </summary>
    public int? YearsOn(DateOnly day)
    {
        var years = day.Year - Year;
        if (Precision > DatePrecision.Year
            && (day.Month, Precision > DatePrecision.Month ? day.Day : 31).CompareTo((Month, Math.Max(Day, 1))) < 0)
            years--;
        return years < 0 ? null : years;
    }

    /// <summary>Days of life on <paramref name="day"/>; null where the day of birth is unknown or later.</summary>
    public int? DaysOn(DateOnly day) =>
        Precision >= DatePrecision.Day && day >= Earliest ? day.DayNumber - Earliest.DayNumber : null;

    /// <summary>
    /// Reads 4, 6, 8, 12 or 14 digits; seconds are checked and dropped. Zeros stand for unknown parts only from the right: a known day
    /// needs a known month, a known time a known day.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> digits, out PartialDate date)
    {
        date = default;
        Span<byte> padded = stackalloc byte[14];
        padded.Fill((byte)'0');
        if (digits.Length is not (4 or 6 or 8 or 12 or 14)) return false;
        foreach (var c in digits) if (!char.IsAsciiDigit((char)c)) return false;
        digits.CopyTo(padded);

        int year = Number(padded[..4]), month = Number(padded[4..6]), day = Number(padded[6..8]), hour = Number(padded[8..10]),
            minute = Number(padded[10..12]), second = Number(padded[12..]);
        if (year is < 1800 or > 2999 || month > 12 || hour > 23 || minute > 59 || second > 59) return false;
        if ((month == 0 && day != 0) || (day == 0 && (hour, minute, second) != (0, 0, 0))) return false;
        if (day > 0 && day > DateTime.DaysInMonth(year, month)) return false;

        var precision = month == 0 ? DatePrecision.Year : day == 0 ? DatePrecision.Month : hour == 0 && minute == 0
            ? DatePrecision.Day : DatePrecision.Minute;
        date = new(year, month, day, precision == DatePrecision.Minute ? hour : 0, precision == DatePrecision.Minute ? minute : 0,
            precision);
        return true;
    }

    public static bool TryParse(string? text, out PartialDate date)
    {
        date = default;
        return text is { Length: <= 14 } && TryParse(System.Text.Encoding.ASCII.GetBytes(text), out date);
    }

    /// <summary>As received: twelve digits, zeros for what is unknown.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}{Month:00}{Day:00}{Hour:00}{Minute:00}");

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var n = 0;
        foreach (var c in digits) n = n * 10 + (c - '0');
        return n;
    }
}
