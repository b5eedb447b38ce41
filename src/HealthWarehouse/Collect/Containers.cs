using System.IO.Compression;
using System.Text;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect;

/// <summary>One file of a delivery; <c>Name</c> is its place in an archive, null for a plain file.</summary>
internal sealed record ContentPart(string? Name, Stream Content);

/// <summary>The packing could not be opened, or would unpack to more than is allowed.</summary>
internal sealed class BadContainerException(string message, string? part = null) : Exception(message)
{
    public string? Part { get; } = part;
}

/// <summary>
/// Opens what a sender packed: plain XML, gzip of one file, zip of many. UTF-16 and declared eight-bit encodings are turned to UTF-8.
/// The unpacked size is bounded in all and against the packed size, so that a bomb is refused and costs no memory.
/// </summary>
internal static class Containers
{
    static Containers() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>XML, each file decoded.</summary>
    public static IEnumerable<ContentPart> Open(Stream content, XmlLimits limits) =>
        Unpack(content, limits, tellsItsEnd: true).Select(part => part with { Content = Decode(part.Content, part.Name) });

    /// <summary>The files as they were packed, in whatever encoding.</summary>
    /// <param name="content">The delivery.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="tellsItsEnd">What is inside shows itself whether it is cut, as XML does.</param>
    public static IEnumerable<ContentPart> Unpack(Stream content, XmlLimits limits, bool tellsItsEnd = false)
    {
        var peeked = new PeekStream(content);
        var start = peeked.Peek(4);
        if (IsZip(start.Span))
        {
            foreach (var part in ZipParts.Open(content, limits)) yield return part;
        }
        else if (IsGzip(start.Span))
        {
            var packed = new CountingStream(peeked);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            using var bounded = new BoundedStream(gzip, new UnpackedBudget(limits, () => packed.Count), () => packed.Count, null);
            yield return new(null, tellsItsEnd ? bounded : new GzipEnd(bounded, packed));
        }
        else yield return new(null, peeked);
    }

    /// <summary>UTF-8 as it is; other encodings told by a byte order mark or the XML declaration are transcoded, strictly.</summary>
    private static Stream Decode(Stream content, string? part)
    {
        var peeked = content as PeekStream ?? new PeekStream(content);
        var start = peeked.Peek(256).Span;
        if (IsZip(start) || IsGzip(start)) throw Nested(part);
        var encoding = Encodings.Of(start, part);
        return encoding is null ? peeked : Encoding.CreateTranscodingStream(peeked, encoding, new UTF8Encoding(false, true));
    }

    /// <summary>The refusal of packings inside packings.</summary>
    public static BadContainerException Nested(string? part) => new("tệp nén lồng trong tệp nén không được nhận", part);

    public static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8);

    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1F, 0x8B, ..];
}
