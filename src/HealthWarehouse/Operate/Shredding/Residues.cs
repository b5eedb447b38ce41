using System.Text.Json;
using HealthWarehouse.Collect;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Operate.Shredding;

/// <summary>Residues of a delivery as a file of the archive.</summary>
internal static class Residues
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Content(IReadOnlyList<Residue> Residues, IReadOnlyList<DroppedToken> Dropped);

    /// <summary>Null when no record was taken out of the delivery.</summary>
    public static Redaction? Of(DeliveryContents contents, long delivery)
    {
        using var stream = contents.Residue(delivery);
        return stream is null ? null : JsonSerializer.Deserialize<Content>(stream, Json) is { } content
            ? new(content.Residues, content.Dropped) : null;
    }

    public static byte[] ToBytes(Redaction redaction) =>
        JsonSerializer.SerializeToUtf8Bytes(new Content(redaction.Residues, [.. redaction.Dropped]), Json);
}
