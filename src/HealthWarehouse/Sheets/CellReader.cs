using System.Text.RegularExpressions;

namespace HealthWarehouse.Sheets;

/// <summary>
/// What a cell says once read: text in the one form values of its kind have, or why it says nothing usable, and what had to be assumed.
/// </summary>
public readonly record struct CellValue(string? Text, string? Problem = null, string? Assumed = null);

/// <summary>
/// The one place that reads a cell as text, code, number or day. What is beyond doubt is read without a word; what could have meant
/// something else is read in the way offices most often mean it, and told; what a spreadsheet destroyed is not read.
/// </summary>
public static partial class CellReader
{
    public const string Grouped = "Dấu chấm hoặc phẩy hiểu là ngăn hàng nghìn", Scientific = "Số viết kiểu khoa học",
        Percent = "Ô hiển thị phần trăm, lấy số gốc", Serial = "Ngày ghi bằng số của bảng tính", CodeAsNumber = "Mã ghi ở dạng số";

    /// <summary>Days from the first day of the one calendar to that of the other.</summary>
    internal const int From1900To1904 = 1462;

    private static readonly string[] DayForms =
    [
        "yyyy-MM-dd", "yyyyMMdd", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy", "yyyy/M/d", "d/M/yyyy HH:mm:ss", "d/M/yyyy H:mm",
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss",
    ];

    private static readonly string[] MonthFirst = ["M/d/yyyy", "M-d-yyyy", "M/d/yyyy H:mm"];

    /// <summary>The text of a cell, unless there is something in it that stands for none.</summary>
    public static CellValue Text(Cell cell) =>
        cell.Is(Odd.Lost) ? new(null, "ô mất nội dung vì tệp hỏng")
        : cell.Text is not { } text
            ? cell.Is(Odd.Formula) ? new(null, "công thức chưa được tính (mở tệp bằng Excel rồi lưu lại)") : default
        : cell.Is(Odd.Error) || IsError(text) ? new(null, $"ô ghi lỗi của bảng tính '{text}'") : new(text);

    /// <summary>A code; one that a spreadsheet took for a day or a long number is no code any more.</summary>
    public static CellValue Code(Cell cell) =>
        Text(cell) is not { Text: { } text } read ? Text(cell)
        : IsDamaged(cell) ? new(null, $"'{text}' là mã bị bảng tính làm hỏng")
        : cell.Is(Odd.Number) && text is not ['0', >= '0' and <= '9', ..] ? read with { Assumed = CodeAsNumber } : read;

    /// <summary>A number, as digits with a decimal point.</summary>
    public static CellValue Number(Cell cell)
    {
        if (Text(cell) is not { Text: { } text }) return Text(cell);
        if (cell.Is(Odd.Day)) return new(null, $"'{text}' là ngày, không phải là số");
        if (cell.Is(Odd.Number) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var kept))
            return new(Plain(kept), null, cell.Is(Odd.LostDigits) ? Scientific : cell.Is(Odd.Percent) ? Percent : null);
        if (Groups().Match(text) is { Success: true } match && !(match.Groups[1].Value is "0" && match.Groups["more"].Length == 0))
        {
            var group = match.Groups["group"].Value;
            var number = decimal.TryParse(Normal(text, group), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture, out var grouped) ? Plain(grouped) : null;
            var sure = match.Groups["more"].Length > 0 || match.Groups["point"].Success || group is not ("." or ",");
            return number is null ? NoNumber(text) : new(number, null, sure ? null : Grouped);
        }
        return Simple().IsMatch(text) && decimal.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture,
            out var simple) ? new(Plain(simple), null, text.Contains('E', StringComparison.OrdinalIgnoreCase) ? Scientific : null)
            : NoNumber(text);
    }

    /// <summary>A day, as yyyy-MM-dd.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="from1904">The workbook counts its days from 1904.</param>
    public static CellValue Day(Cell cell, bool from1904 = false)
    {
        if (Text(cell) is not { Text: { } text }) return Text(cell);
        if (DateTime.TryParseExact(text, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(Of(day));
        // A workbook keeps days as numbers from 1900; these are 1954 to 2119.
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is >= 20_000
            and < 80_000) return new(Of(DateTime.FromOADate(serial + (from1904 ? From1900To1904 : 0))), null, Serial);
        return new(null, DateTime.TryParseExact(text, MonthFirst, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? $"'{text}' viết tháng trước ngày (viết 31/12/2025)"
            : $"'{text}' không phải là ngày (viết 31/12/2025, 20251231 hoặc 2025-12-31)");
    }

    public static bool IsError(string text) => text.StartsWith('#') && Error().IsMatch(text);

    /// <summary>A code that a spreadsheet took for a day or a number: 01-May of 1-5, 2E+21 of a long number.</summary>
    public static bool IsDamaged(Cell cell) =>
        cell.Is(Odd.Day | Odd.LostDigits) || (cell.Text is { Length: <= 30 } text && Damaged().IsMatch(text));

    private static CellValue NoNumber(string text) => new(null, $"'{text}' không phải là số");

    private static string Normal(string text, string group) =>
        text.Replace(group, "", StringComparison.Ordinal).Replace(',', '.');

    private static string Of(DateTime day) => DateOnly.FromDateTime(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Plain(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>Groups of three set apart by one sign, then perhaps another sign and decimals.</summary>
    [GeneratedRegex(@"^[+-]?(\d{1,3})(?<group>[.,' ])\d{3}(?<more>(?:\k<group>\d{3})*)(?:(?!\k<group>)(?<point>[.,])\d+)?$")]
    private static partial Regex Groups();

    [GeneratedRegex(@"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?$")] private static partial Regex Simple();

    [GeneratedRegex(@"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|####*)$",
        RegexOptions.CultureInvariant)] private static partial Regex Error();

    [GeneratedRegex(@"^(\d{1,2}[-/ ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})([-/ ]?\d{2,4})?" +
        @"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})[-/ ]\d{1,4}" +
        @"|\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?|\d{1,2}/\d{1,2}/\d{2,4}|\d+([.,]\d+)?E[+-]\d+)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Damaged();
}
