using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// The tables of a delivery: a workbook, a CSV, or a gzip or zip of such. A workbook is a zip itself and comes as a stream that can be read
/// again; one that was packed is brought into memory for that.
/// </summary>
internal static class TableParts
{
    private const int MostPacked = 128 << 20;

    public static IEnumerable<ContentPart> Open(Stream content, XmlLimits limits)
    {
        if (!content.CanSeek) content = InMemory(content, null);
        if (FileKinds.IsZip(content) && FileKinds.IsBook(content))
        {
            yield return new(null, content);
            yield break;
        }
        content.Position = 0;
        foreach (var part in Containers.Unpack(content, limits))
        {
            var peeked = part.Content as PeekStream ?? new PeekStream(part.Content);
            var start = peeked.Peek(4);
            if (Containers.IsGzip(start.Span)) throw Containers.Nested(part.Name);
            if (!Containers.IsZip(start.Span)) yield return part with { Content = peeked };
            else if (InMemory(peeked, part.Name) is var book && FileKinds.IsBook(book)) yield return part with { Content = book };
            else throw Containers.Nested(part.Name);
        }
    }

    /// <summary>A workbook, of those that come out of <see cref="Open"/>.</summary>
    public static bool IsBook(ContentPart part) => part.Content.CanSeek;

    /// <summary>A stream that can be read again.</summary>
    public static Stream InMemory(Stream content, string? part)
    {
        var (memory, buffer) = (new MemoryStream(), new byte[1 << 16]);
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > MostPacked)
                throw new BadContainerException($"sổ tính trong tệp nén lớn hơn {MostPacked >> 20} MiB; hãy gửi riêng", part);
        }
        memory.Position = 0;
        return memory;
    }
}
