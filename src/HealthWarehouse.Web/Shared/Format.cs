namespace HealthWarehouse.Web.Shared;

/// <summary>Numbers and times as a Vietnamese official writes them; only here, at the edge.</summary>
internal static class Format
{
    public static readonly CultureInfo Vietnamese = CultureInfo.GetCultureInfo("vi-VN");

    /// <summary>Stands for a value hidden because it counts too few, or would tell others that do.</summary>
    public const string Veiled = "…";

    /// <summary>What the mark stands for.</summary>
    public const string VeilWords = "… : số bị ẩn vì quá nhỏ, hoặc vì sẽ làm lộ một số quá nhỏ; không phải số 0 và không phải chưa rõ.";

    private static readonly TimeSpan Hanoi = TimeSpan.FromHours(7);

    /// <summary>1.234 or 1.234,5; unknown is a dash.</summary>
    public static string Number(decimal? value) => value is { } v ? v.ToString(v == Math.Truncate(v) ? "N0" : "#,##0.##", Vietnamese) : "–";

    public static string Number(long? value) => Number((decimal?)value);

    public static string Money(decimal? value) => value is { } v ? $"{v.ToString("#,##0.##", Vietnamese)} đ" : "–";

    /// <summary>A figure in its unit, short enough for a tile: 1,25 tỷ đ, 87,4%, 12.345.</summary>
    public static string Figure(decimal? value, string unit) => (value, unit) switch
    {
        (null, _) => "–",
        ({ } v, "đồng") =>
            Math.Abs(v) switch { >= 1_000_000_000 => $"{Short(v / 1_000_000_000)} tỷ đ", >= 1_000_000 =>
            $"{Short(v / 1_000_000)} triệu đ", _ => $"{v.ToString("N0", Vietnamese)} đ" },
        ({ } v, "%") => Percent(v),
        ({ } v, _) => Number(Math.Abs(v) >= 1000 ? Math.Round(v) : Math.Round(v, 2)),
    };

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
