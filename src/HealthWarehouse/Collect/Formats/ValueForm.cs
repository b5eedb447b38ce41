using System.Buffers;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>Who wrote a value: people, who may mean thousands by a dot and days by a number, or software, which does not.</summary>
internal enum Hand { People, Software }

/// <summary>
/// A value in its form; null: there is none. <c>Rule</c>: what says what had to be assumed, or what is lost.
/// </summary>
internal readonly record struct Formed(string? Text, string? Rule = null);

/// <summary>
/// Brings values to the one form their type has in messages: days yyyyMMdd, minutes yyyyMMddHHmm, numbers with a decimal point, flags 0 and
/// 1. What cannot be brought is given as it came, for the binder to tell.
/// </summary>
internal static class ValueForm
{
    private const int LongestPlain = 30;

    /// <summary>What stands in codes that a spreadsheet took for something else, and what alone stands in a list of days.</summary>
    private static readonly SearchValues<byte> Odder = SearchValues.Create("-/ +.,"u8), DaysAlone = SearchValues.Create("0123456789;"u8);

    private static readonly string[] MinuteForms =
    [
        "d/M/yyyy H:mm", "d/M/yyyy H:mm:ss", "d-M-yyyy H:mm", "d-M-yyyy H:mm:ss", "H:mm d/M/yyyy", "H:mm:ss d/M/yyyy", "yyyy-MM-dd H:mm",
        "yyyy-MM-dd H:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss",
        "d/M/yyyy h:mm tt", "d/M/yyyy h:mm:ss tt",
    ];

    private static readonly string[] ZonedForms =
        ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK"];

    private static readonly string[] MonthForms = ["M/yyyy", "M-yyyy", "M.yyyy", "yyyy-M", "yyyy/M"];

    private static readonly HashSet<string> Yes = ["1", "TRUE", "CO", "X", "V", "YES", "Y", "DUNG"],
        No = ["0", "FALSE", "KHONG", "NO", "N", "SAI"];

    private static readonly TimeSpan Local = TimeSpan.FromHours(7);

    /// <summary>Whether a value has its form already, as nearly all have.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> value, FieldType type) => type switch
    {
        FieldType.Text or FieldType.Texts or FieldType.Codes => value[0] is not ((byte)'#' or (byte)'='),
        FieldType.Code => value[0] is not (byte)'#' && (value.Length > LongestPlain || value.IndexOfAny(Odder) < 0),
        FieldType.Integer or FieldType.Number => IsNumber(value),
        FieldType.Day => value.Length == 8 && IsDigits(value),
        FieldType.Minute => value.Length == 12 && IsDigits(value),
        FieldType.Moment => value.Length is 8 or 12 && IsDigits(value),
        FieldType.Partial => value.Length is 4 or 8 or 12 or 14 && IsDigits(value),
        FieldType.Days => value.IndexOfAnyExcept(DaysAlone) < 0,
        _ => value is [(byte)'0' or (byte)'1'],
    };

    /// <summary>Digits, perhaps with a point and decimals that nobody takes for thousands.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> value)
    {
        if (value[0] == '-') value = value[1..];
        var point = value.IndexOf((byte)'.');
        return point < 0 ? IsDigits(value)
            : point > 0 && value.Length - point is not (1 or 4) && IsDigits(value[..point]) && IsDigits(value[(point + 1)..]);
    }

    private static bool IsDigits(ReadOnlySpan<byte> value) => !value.IsEmpty && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    /// <summary>
    /// Writes the two commonest days, 31/12/2025 and 2025-12-31, as yyyyMMdd; false where it is neither.
    /// </summary>
    public static bool TryDay(ReadOnlySpan<byte> value, Span<byte> day)
    {
        if (value.Length != 10) return false;
        if (value[2] == '/' && value[5] == '/')
        {
            value[6..].CopyTo(day);
            value[3..5].CopyTo(day[4..]);
            value[..2].CopyTo(day[6..]);
        }
        else if (value[4] == '-' && value[7] == '-')
        {
            value[..4].CopyTo(day);
            value[5..7].CopyTo(day[4..]);
            value[8..].CopyTo(day[6..]);
        }
        else return false;
        return PartialDate.TryParse(day[..8], out var read) && read.Precision is DatePrecision.Day;
    }

    /// <summary>Reads a cell by its type.</summary>
    public static Formed Of(Cell cell, Field field, Hand hand, bool from1904 = false)
    {
        cell = cell.Clean();
        if (cell.Is(Odd.Lost)) return new(null, "F04-cell-lost");
        if (cell.Text is not { } text) return new(null, cell.Is(Odd.Formula) ? "F04-formula-empty" : null);
        if (hand is Hand.People && (cell.Is(Odd.Error) || CellReader.IsError(text))) return new(null, "F04-cell-error");
        return field.Type switch
        {
            FieldType.Integer or FieldType.Number => Number(cell, text, field, hand),
            FieldType.Day => Day(cell, text, hand, from1904),
            FieldType.Minute or FieldType.Moment => Minute(cell, text, hand, from1904),
            FieldType.Partial => Partial(cell, text, hand, from1904),
            FieldType.Days =>
                new(string.Join(';', text.Split(';').Select(d => Day(cell with { Text = d.Trim() }, d.Trim(), hand, from1904).Text))),
            FieldType.Flag => new(Flag(text)),
            FieldType.Code => Code(cell, text, hand),
            _ => new(text, hand is Hand.Software ? null : cell.Is(Odd.Day | Odd.LostDigits) ? "F03-code-damaged"
                : cell.Is(Odd.Number) && field.Seal is Compartment.Identity && text[0] != '0' ? "F03-code-as-number" : null),
        };
    }

    private static Formed Code(Cell cell, string text, Hand hand) =>
        hand is Hand.Software ? new(text) : CellReader.Code(cell) switch
        {
            { Problem: not null } => new(text, "F03-code-damaged"),
            { Assumed: not null } => new(text, "F03-code-as-number"),
            _ => new(text),
        };

    private static Formed Number(Cell cell, string text, Field field, Hand hand)
    {
        var read = CellReader.Number(cell);
        if (read.Text is not { } number || (hand is Hand.Software && read.Assumed == CellReader.Grouped)) return new(text);
        // three decimals of an amount would be taken for thousands
        if (field.IsMoney && number.Length > 4 && number[^4] == '.') number += '0';
        return new(number, hand is Hand.Software ? null : read.Assumed switch
        {
            CellReader.Grouped => "F01-grouped",
            CellReader.Scientific => "F01-scientific",
            CellReader.Percent => "F01-percent",
            _ => null,
        });
    }

    private static Formed Day(Cell cell, string text, Hand hand, bool from1904)
    {
        if (IsDigits(text) && text.Length is 4 or 6 or 8 or 12 or 14) return new(text);
        if (Zoned(text) is { } moment) return new(Digits(moment, 8));
        var read = CellReader.Day(cell, from1904);
        if (read.Text is not { } day || (hand is Hand.Software && read.Assumed is not null)) return new(text);
        return new(day.Replace("-", "", StringComparison.Ordinal), read.Assumed is null ? null : "F02-day-serial");
    }

    private static Formed Minute(Cell cell, string text, Hand hand, bool from1904)
    {
        if (IsDigits(text) && text.Length is 8 or 12 or 14) return new(text.Length == 14 ? text[..12] : text);
        if (Zoned(text) is { } moment) return new(Digits(moment, 12));
        if (DateTime.TryParseExact(text, MinuteForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var minute))
            return new(Digits(minute, 12));
        if (hand is Hand.People && cell.Is(Odd.Number) && double.TryParse(text, CultureInfo.InvariantCulture, out var serial)
            && serial is >= 20_000 and < 80_000)
            return new(Digits(DateTime.FromOADate(serial + (from1904 ? CellReader.From1900To1904 : 0)), 12), "F02-day-serial");
        return Day(cell, text, hand, from1904);
    }

    private static Formed Partial(Cell cell, string text, Hand hand, bool from1904)
    {
        if (DateTime.TryParseExact(text, MonthForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return new(Digits(month, 6));
        return Day(cell, text, hand, from1904);
    }

    /// <summary>A moment with its zone, in the time of here.</summary>
    private static DateTime? Zoned(string text) =>
        text.Length > 16 && (text[^1] is 'Z' or 'z' || text[^3] == ':' && text[^6] is '+' or '-')
            && DateTimeOffset.TryParseExact(text, ZonedForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToOffset(Local).DateTime : null;

    private static string Flag(string text)
    {
        if (text is "✓" or "✔" or "☑" or "√") return "1";
        var folded = VietnameseText.Fold(text);
        return Yes.Contains(folded) ? "1" : No.Contains(folded) ? "0" : text;
    }

    private static bool IsDigits(string text) => text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static string Digits(DateTime time, int length) =>
        time.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)[..length];
}
