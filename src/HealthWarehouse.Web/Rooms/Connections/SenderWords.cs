using HealthWarehouse.Collect;
using HealthWarehouse.Guard.Systems;

namespace HealthWarehouse.Web.Rooms.Connections;

/// <summary>Senders and credentials in words.</summary>
internal static class SenderWords
{
    public static string Facilities(Sender sender) => sender.AllowedFacilities switch
    {
        null => "Mọi cơ sở",
        { Count: 0 } => "Không gửi",
        { Count: > 4 } many => $"{string.Join(", ", many.Take(4))} và {many.Count - 4} cơ sở khác",
        var few => string.Join(", ", few),
    };

    public static string State(Credential credential, DateTimeOffset now) =>
        credential.EndedAt is not null ? $"Đã ngừng ({credential.EndedBy})" : credential.EndsAt <= now ? "Hết hạn" : "Đang dùng";
}
