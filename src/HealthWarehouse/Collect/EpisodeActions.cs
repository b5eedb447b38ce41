using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect;

/// <summary>
/// Cancel or restore of an episode, or the choice of one of its records (<c>Record</c>, by its key) as the version that counts, with its
/// reason. It is a message like any other: archived, in the ledger, loaded in its turn.
/// <c>RequestId</c> makes two requests that read alike two messages.
/// </summary>
public sealed record EpisodeAction(EpisodeActionKind Action, string FacilityCode, string EpisodeCode, string Reason, string RequestId,
    long? Record = null)
{
    /// <summary>Contract these messages are kept under in the ledger.</summary>
    public const string Contract = "episode-action";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Declaration.Strict);

    /// <summary>Null when the content is not such a message.</summary>
    public static EpisodeAction? Read(Stream content)
    {
        try
        {
            return JsonSerializer.Deserialize<EpisodeAction>(content, Declaration.Strict) is { } action
                ? action with { FacilityCode = VietnameseText.Clean(action.FacilityCode),
                    EpisodeCode = VietnameseText.Clean(action.EpisodeCode) } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

public enum EpisodeActionKind { Cancel, Restore, Use }
