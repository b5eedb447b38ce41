namespace HealthWarehouse.Web.Rooms.Records;

/// <summary>Addresses of archived records, down to the element.</summary>
internal static class RecordLink
{
    public static string To(long record, string purpose, string? table = null, int? row = null, string? element = null) =>
        string.Create(CultureInfo.InvariantCulture, $"ho-so/{record}?purpose={purpose}" +
            $"{(table is null ? "" : $"&at={Anchor(table, row ?? 1, element)}#{Anchor(table, row ?? 1, element)}")}");

    /// <summary>Anchor of an element in the page, XML2-3-SO_LUONG; of a row without an element.</summary>
    public static string Anchor(string table, int row, string? element) =>
        string.Create(CultureInfo.InvariantCulture, $"{table}-{row}{(element is null ? "" : $"-{element}")}");
}
