using System.Text.Json;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Collect;

/// <summary>
/// A whole delivery taken back, or given back, with its reason. It is a message like any other: archived, in the ledger, loaded in its
/// turn. <c>RequestId</c> makes two requests that read alike two messages.
/// </summary>
public sealed record DeliveryAction(DeliveryActionKind Action, Guid Delivery, string Reason, string RequestId)
{
    /// <summary>Contract these messages are kept under in the ledger.</summary>
    public const string Contract = "delivery-action";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Declaration.Strict);

    /// <summary>Null when the content is not such a message.</summary>
    public static DeliveryAction? Read(Stream content)
    {
        try
        {
            return JsonSerializer.Deserialize<DeliveryAction>(content, Declaration.Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public enum DeliveryActionKind { Cancel, Restore }

/// <summary>Messages of the house itself, which are of no declared contract.</summary>
public static class Actions
{
    /// <summary>Whether a contract is that of cancels and restores, of episodes or of deliveries.</summary>
    public static bool Are(string contract) => contract is EpisodeAction.Contract or DeliveryAction.Contract;
}
