namespace HealthWarehouse.Web.Shared;

/// <summary>How a figure stands against its target.</summary>
public enum Status { None, Good, Warn, Bad }

/// <summary>What a status is called.</summary>
internal static class Statuses
{
    public static string Word(Status status) => status switch
    {
        Status.Good => "đạt", Status.Warn => "cần chú ý", Status.Bad => "không đạt", _ => "không có mục tiêu",
    };
}
