namespace HealthWarehouse.Web.Rooms.Openings;

/// <summary>Times of openings as they stand in the database, UTC.</summary>
internal static class OpeningTimes
{
    public static DateTimeOffset Of(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
