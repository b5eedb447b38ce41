using System.IO.Compression;
using System.Text;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect;

/// <summary>One file of a delivery, decoded to UTF-8; <c>Name</c> is its place in an archive, null for a plain file.</summary>
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

    public static IEnumerable<ContentPart> Open(Stream content, XmlLimits limits)
    {
        var peeked = new PeekStream(content);
        var start = peeked.Peek(4);
        if (start.Span.StartsWith("PK\x03\x04"u8) || start.Span.StartsWith("PK\x05\x06"u8))
        {
            foreach (var part in Zip(content, limits)) yield return part;
            yield break;
        }
        if (start.Span is [0x1F, 0x8B, ..])
        {
            var packed = new CountingStream(peeked);
            using var gzip = new GZipStream(packed, CompressionMode.Decompress);
            using var bounded = new BoundedStream(gzip, new UnpackedBudget(limits), () => packed.Count, null);
            yield return new(null, Decode(bounded, null));
            yield break;
        }
        yield return new(null, Decode(peeked, null));
    }

    private static IEnumerable<ContentPart> Zip(Stream content, XmlLimits limits)
    {
        if (!content.CanSeek) throw new BadContainerException("tệp zip không đọc được");
        content.Position = 0;
        ZipArchive zip;
        try
        {
            zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException)
        {
            throw new BadContainerException("tệp zip bị hỏng hoặc bị cắt ngang");
        }
        using (zip)
        {
            if (zip.Entries.Count > limits.MaxParts) throw new BadContainerException($"tệp zip có quá {limits.MaxParts} tệp");
            var budget = new UnpackedBudget(limits);
            foreach (var entry in zip.Entries.Where(e => e.Name.Length > 0))
            {
                if (entry.IsEncrypted) throw new BadContainerException("tệp trong zip đặt mật khẩu", entry.FullName);
                using var opened = OpenEntry(entry);
                using var bounded = new BoundedStream(opened, budget, () => entry.CompressedLength, entry.FullName);
                yield return new(entry.FullName, Decode(bounded, entry.FullName));
            }
        }
    }

    private static Stream OpenEntry(ZipArchiveEntry entry)
    {
        try
        {
            return entry.Open();
        }
        catch (InvalidDataException)
        {
            throw new BadContainerException("tệp trong zip bị hỏng hoặc dùng cách nén lạ", entry.FullName);
        }
    }

    /// <summary>UTF-8 as it is; other encodings told by a byte order mark or the XML declaration are transcoded, strictly.</summary>
    private static Stream Decode(Stream content, string? part)
    {
        var peeked = content as PeekStream ?? new PeekStream(content);
        var start = peeked.Peek(256).Span;
        if (start.StartsWith("PK\x03\x04"u8) || start is [0x1F, 0x8B, ..]) throw new BadContainerException("tệp nén lồng trong tệp nén không được nhận", part);
        var encoding = Encodings.Of(start, part);
        return encoding is null ? peeked : Encoding.CreateTranscodingStream(peeked, encoding, new UTF8Encoding(false, true));
    }
}
