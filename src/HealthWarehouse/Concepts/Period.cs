using System.Text.Json.Serialization;

namespace HealthWarehouse.Concepts;

/// <summary>
/// A reporting period of the Vietnamese calendar (TT 23/2025/TT-BYT): month, quarter, six or nine months, year; whole days, end included.
/// </summary>
public sealed record Period
{
    private Period(string code, string name, DateOnly start, DateOnly end) => (Code, Name, Start, End) = (code, name, start, end);

    /// <summary><c>2026</c>, <c>2026-03</c>, <c>2026-Q1</c>, <c>2026-H1</c> (six months), <c>2026-H2</c>, <c>2026-9M</c>.</summary>
    public string Code { get; }

    /// <summary>As a Vietnamese official writes it: "Quý I năm 2026".</summary>
    public string Name { get; }

    public DateOnly Start { get; }

    /// <summary>Last day, included.</summary>
    public DateOnly End { get; }

    /// <summary>The same period one year earlier.</summary>
    [JsonIgnore]
    public Period LastYear =>
        Code.Contains(Until, StringComparison.Ordinal) ? Ending(End.AddMonths(-12), Months) : Of(Start.Year - 1, Code[4..].TrimStart('-'))!;

    /// <summary>Whole months it holds.</summary>
    [JsonIgnore]
    public int Months => (End.Year - Start.Year) * 12 + End.Month - Start.Month + 1;

    private const string Until = "~";

    /// <summary>So many whole months up to that of a day, for lines over time: <c>2025-11~2026-10</c>.</summary>
    public static Period Ending(DateOnly day, int months)
    {
        var (last, first) = (Month(day.Year, day.Month), new DateOnly(day.Year, day.Month, 1).AddMonths(1 - months));
        return new(string.Create(CultureInfo.InvariantCulture, $"{first:yyyy-MM}{Until}{last.Start:yyyy-MM}"),
            $"{months} tháng {first.ToString(first.Year == day.Year ? "MM" : "MM/yyyy", CultureInfo.InvariantCulture)}–{day:MM/yyyy}",
                first,
            last.End);
    }

    /// <summary>The period of the same length before this one; of nine or other odd numbers of months, that of last year.</summary>
    [JsonIgnore]
    public Period Previous => Code[4..] switch
    {
        _ when Code.Contains(Until, StringComparison.Ordinal) => Ending(Start.AddDays(-1), Months),
        "" => Of(Start.Year - 1, "")!,
        "-Q1" or "-Q2" or "-Q3" or "-Q4" => Of(Start.AddMonths(-3).Year, $"Q{(Start.AddMonths(-3).Month + 2) / 3}")!,
        "-H1" => Of(Start.Year - 1, "H2")!,
        "-H2" => Of(Start.Year, "H1")!,
        [_, _, _, _] or [.., 'M'] => LastYear,
        _ => Month(Start.AddMonths(-1).Year, Start.AddMonths(-1).Month),
    };

    /// <summary>From the first of January to the end of this period.</summary>
    [JsonIgnore]
    public Period SinceNewYear => Of(Start.Year, End.Month == 12 ? "" : $"{End.Month}M")!;

    /// <summary>The part of this period up to a day, when it does not end by then anyway; it keeps its code and says its days.</summary>
    public Period UpTo(DateOnly day) => day >= End || day < Start ? this
        : new(Code, Code.Contains(Until, StringComparison.Ordinal) ? DaysTo(day) : $"{Name} ({DaysTo(day)})", Start, day);

    /// <summary>The days from its first to one of its days: <c>01–29/11</c>, over months <c>01/01–29/11</c>.</summary>
    public string DaysTo(DateOnly day)
    {
        var first = Start.Year != day.Year ? "dd/MM/yyyy" : Start.Month != day.Month ? "dd/MM" : "dd";
        return $"{Start.ToString(first, CultureInfo.InvariantCulture)}–" +
            $"{day.ToString(first is "dd" ? "dd/MM" : first, CultureInfo.InvariantCulture)}";
    }

    /// <summary>
    /// The days of another period that stand where those of this one up to a day do; the whole of it when this one is over.
    /// </summary>
    public Period SameDays(Period other, DateOnly until)
    {
        var months = (Start.Year - other.Start.Year) * 12 + Start.Month - other.Start.Month;
        return until >= End ? other : other.UpTo(until.AddMonths(-months));
    }

    /// <summary>Begins and ends with a month.</summary>
    [JsonIgnore]
    public bool IsWholeMonths => Start.Day == 1 && End.AddDays(1).Day == 1;

    /// <summary>All days there are.</summary>
    public static readonly Period Ever = new("ever", "Từ trước đến nay", new(1900, 1, 1), new(2199, 12, 31));

    public static Period Month(int year, int month) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}"), $"Tháng {month} năm {year}", new(year, month, 1),
            new DateOnly(year, month, 1).AddMonths(1).AddDays(-1));

    public static bool TryParse(string? text, [NotNullWhen(true)] out Period? period)
    {
        period = null;
        var t = text?.Trim().ToUpperInvariant() ?? "";
        if (t.Split(Until) is [var from, var to] && TryParse(from, out var first) && TryParse(to, out var last)
            && first.Start <= last.Start && first.Months == 1 && last.Months == 1)
            period = Ending(last.End, (last.Start.Year - first.Start.Year) * 12 + last.Start.Month - first.Start.Month + 1);
        if (period is not null) return true;
        if (t.Length is < 4 or > 8 || !int.TryParse(t.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < 1900 or > 2199)
            return false;
        period = Of(year, t is [_, _, _, _, '-', _, ..] ? t[5..] : t[4..]);
        return period is not null;
    }

    private static Period? Of(int year, string rest) => rest switch
    {
        "" => Span(year, "", $"Năm {year}", 1, 12),
        "Q1" => Span(year, "-Q1", $"Quý I năm {year}", 1, 3),
        "Q2" => Span(year, "-Q2", $"Quý II năm {year}", 4, 6),
        "Q3" => Span(year, "-Q3", $"Quý III năm {year}", 7, 9),
        "Q4" => Span(year, "-Q4", $"Quý IV năm {year}", 10, 12),
        "H1" or "6M" => Span(year, "-H1", $"6 tháng đầu năm {year}", 1, 6),
        "H2" => Span(year, "-H2", $"6 tháng cuối năm {year}", 7, 12),
        [.., 'M'] when int.TryParse(rest.AsSpan(0, rest.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var months)
            && months is >= 1 and <= 11 => Span(year, $"-{months}M", $"{months} tháng đầu năm {year}", 1, months),
        _ when rest.Length <= 2 && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1
            and <= 12 => Month(year, month),
        _ => null,
    };

    public static Period Parse(string text) => TryParse(text, out var period) ? period
        : throw new RefusedException($"'{text}' không phải là kỳ báo cáo. Viết 2026, 2026-03, 2026-Q1, 2026-H1 hoặc 2026-9M.");

    public override string ToString() => Code;

    private static Period Span(int year, string suffix, string name, int first, int last) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{year:0000}{suffix}"), name, new(year, first, 1),
            new DateOnly(year, last, 1).AddMonths(1).AddDays(-1));
}
