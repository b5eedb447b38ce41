using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>Instants of the desk's records, UTC text that sorts, and days of Việt Nam.</summary>
public static class Moments
{
    private const string Form = "yyyy-MM-dd HH:mm:ss.ffffff";
    private static readonly TimeSpan Hanoi = TimeSpan.FromHours(7);

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset Of(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The local day of an instant.</summary>
    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Hanoi).DateTime);

    public static DateOnly Today(this TimeProvider clock) => Day(clock.GetUtcNow());

    /// <summary>The instant a local day begins.</summary>
    public static DateTimeOffset Begin(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Hanoi);

    /// <summary>The number after so many of a year.</summary>
    internal static string Number(string year, long before) => $"{year}{(before + 1).ToString("0000", CultureInfo.InvariantCulture)}";

    /// <summary>Only the desk keeps its books, whatever page or program asks.</summary>
    internal static void RequireDesk(this Viewer viewer)
    {
        if (!viewer.May(Right.Privacy)) throw new NotAllowedException("Chỉ cán bộ bảo vệ dữ liệu được làm việc này.");
    }
}
