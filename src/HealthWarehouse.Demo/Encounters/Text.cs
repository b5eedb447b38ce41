namespace HealthWarehouse.Demo.Encounters;

/// <summary>Values as they are written in messages.</summary>
internal static class Text
{
    private static readonly string[] Numbers = [.. Enumerable.Range(0, 400).Select(n => n.ToString(CultureInfo.InvariantCulture))];

    /// <summary>yyyyMMddHHmm</summary>
    public static string Minute(DateTime at) => string.Create(12, at, static (text, at) =>
    {
        Digits(text[..4], at.Year);
        Digits(text[4..6], at.Month);
        Digits(text[6..8], at.Day);
        Digits(text[8..10], at.Hour);
        Digits(text[10..12], at.Minute);
    });

    /// <summary>yyyyMMdd</summary>
    public static string Day(DateOnly day) => string.Create(8, day, static (text, day) =>
    {
        Digits(text[..4], day.Year);
        Digits(text[4..6], day.Month);
        Digits(text[6..8], day.Day);
    });

    public static string Number(int number) =>
        (uint)number < (uint)Numbers.Length ? Numbers[number] : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Money and quantities: a point before the decimals, none when there are none.</summary>
    public static string Number(decimal number)
    {
        if (number != decimal.Truncate(number) || Math.Abs(number) >= int.MaxValue)
            return number.ToString("0.###", CultureInfo.InvariantCulture);
        return Number((int)number);
    }

    public static string? List(IReadOnlyCollection<string> items) => items.Count == 0 ? null : string.Join(';', items);

    private static void Digits(Span<char> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--, number /= 10) text[i] = (char)('0' + number % 10);
    }
}
