using System.Text.RegularExpressions;

namespace HealthWarehouse.Web.Shared;

/// <summary>Numbers and times as a Vietnamese official writes them; only here, at the edge.</summary>
internal static partial class Format
{
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>Stands for a value hidden because it counts too few, or would tell others that do.</summary>
    public const string Veiled = "…";

    /// <summary>What the mark stands for.</summary>
    public const string VeilWords =
        "… : số bị ẩn vì quá nhỏ, vì sẽ làm lộ một số quá nhỏ, hoặc vì thuộc ngăn hạn chế; không phải số 0 và không phải chưa rõ.";

    private static readonly TimeSpan Hanoi = TimeSpan.FromHours(7);

    /// <summary>1.234 or 1.234,5; unknown is a dash.</summary>
    public static string Number(decimal? value) => value is { } v ? v.ToString(v == Math.Truncate(v) ? "N0" : "#,##0.##", Vietnamese) : "–";

    public static string Number(long? value) => Number((decimal?)value);

    public static string Money(decimal? value) => value is { } v ? $"{v.ToString("#,##0.##", Vietnamese)} đ" : "–";

    /// <summary>A figure and its unit apart, the unit small beside it; % and ‰ touch the figure.</summary>
    public static (string Value, string Unit, bool IsClose) Parts(decimal? value, string unit) => (value, unit) switch
    {
        (null, _) => ("–", "", false),
        ({ } v, "đồng") when Math.Abs(v) >= 1_000_000_000 => (Short(v / 1_000_000_000), "tỷ đồng", false),
        ({ } v, "đồng") when Math.Abs(v) >= 1_000_000 => (Short(v / 1_000_000), "triệu đồng", false),
        ({ } v, "%" or "‰") => (v.ToString("#,##0.0", Vietnamese), unit, true),
        ({ } v, _) => (v.ToString(v == Math.Truncate(v) || Math.Abs(v) >= 1000 ? "N0" : "N1", Vietnamese), unit, false),
    };

    /// <summary>
    /// Words within a sentence: the first letter small, but not that of an abbreviation, a code, or a name of its own, which has capitals
    /// further on: Phường Ngọc Trà.
    /// </summary>
    public static string Lower(string words) =>
        words.Length < 2 || char.IsUpper(words[1]) || char.IsDigit(words[1]) || Name().IsMatch(words)
        ? words : $"{char.ToLower(words[0], Vietnamese)}{words[1..]}";

    [GeneratedRegex(@"\s\p{Lu}\p{Ll}")] private static partial Regex Name();

    /// <summary>Words at the head of a line: the first letter large.</summary>
    public static string Lead(string words) => words.Length == 0 ? words : $"{char.ToUpper(words[0], Vietnamese)}{words[1..]}";

    /// <summary>A member of a dimension as it is written: a month 11/2026, a disease with its code.</summary>
    public static string Member(string dimension, Analyse.Member member) => (dimension, member) switch
    {
        ("month", { Code: { Length: 7 } month }) => $"{month[5..]}/{month[..4]}",
        ("category" or "icd" or "any_icd", { Code: { } code }) when code != member.Name => $"{code} {member.Name}",
        _ => member.Name,
    };

    /// <summary>A figure in a column of one precision.</summary>
    public static string Cell(decimal? value, int decimals) => value is { } v ? v.ToString($"N{decimals}", Vietnamese) : "–";

    /// <summary>The one precision of a column: none for counts and money, one decimal for what has fractions.</summary>
    public static int Decimals(string unit, IEnumerable<decimal?> values) =>
        unit != "đồng" && values.Any(v => v is { } x && x != Math.Truncate(x)) ? 1 : 0;

    /// <summary>A figure in a table: as long as it is, money without fractions.</summary>
    public static string Cell(decimal? value, string unit) => Number(value is { } v ? Math.Round(v, unit == "đồng" ? 0 : 2) : null);

    private static string Short(decimal value) => value.ToString(Math.Abs(value) >= 100 ? "#,##0" : "#,##0.##", Vietnamese);

    public static string Percent(decimal? value) => value is { } v ? $"{v.ToString("#,##0.#", Vietnamese)}%" : "–";

    public static string Date(DateOnly? day) => day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>A local time of a message, as written there.</summary>
    public static string Time(DateTime? local) => local?.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture) ?? "–";

    /// <summary>An instant, in the time of Việt Nam.</summary>
    public static string Time(DateTimeOffset? instant) =>
        instant?.ToOffset(Hanoi).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture) ?? "–";

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} byte",
        < 1 << 20 => $"{(bytes / 1024m).ToString("#,##0.#", Vietnamese)} KB",
        < 1 << 30 => $"{(bytes / 1048576m).ToString("#,##0.#", Vietnamese)} MB",
        _ => $"{(bytes / 1073741824m).ToString("#,##0.##", Vietnamese)} GB",
    };
}
