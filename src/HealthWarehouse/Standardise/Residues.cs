using System.Text.Json;

namespace HealthWarehouse.Standardise;

/// <summary>Residues of a delivery as a file of the archive.</summary>
public static class Residues
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Content(IReadOnlyList<Residue> Residues, IReadOnlyList<DroppedToken> Dropped);

    /// <summary>What such a file says; null of none: no record was taken out of the delivery.</summary>
    public static Redaction? Read(Stream? file)
    {
        using var stream = file;
        return stream is null ? null : JsonSerializer.Deserialize<Content>(stream, Json) is { } content
            ? new(content.Residues, content.Dropped) : null;
    }

    public static byte[] ToBytes(Redaction redaction) =>
        JsonSerializer.SerializeToUtf8Bytes(new Content(redaction.Residues, [.. redaction.Dropped]), Json);
}
