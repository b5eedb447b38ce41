using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace HealthWarehouse.Collect.Formats;

/// <summary>Bytes of a file that are blanked; of JSON an empty object is left in their place.</summary>
internal readonly record struct Blank(long Start, long End, bool IsObject = false);

/// <summary>
/// Writes the files of a delivery again with stretches of them blanked, so that all else is read as before, at the same place. Packed files
/// come out unpacked (a zip stays a zip), other encodings as UTF-8, as the reader sees them.
/// </summary>
internal static partial class BlankedCopy
{
    private const int DeclarationBytes = 256;

    /// <summary>Writes what <paramref name="open"/> gives without what <paramref name="blanks"/> finds in each of its files.</summary>
    public static void Write(Func<Stream> open, Func<Stream, IEnumerable<ContentPart>> parts, Func<ContentPart, List<Blank>> blanks,
        Stream target)
    {
        var stretches = new Queue<List<Blank>>();
        using (var first = open())
            foreach (var part in parts(first)) stretches.Enqueue(blanks(part));
        using var content = open();
        Write(parts(content), (part, to) => Copy(part.Content, stretches.Dequeue(), to), target);
    }

    /// <summary>Writes each file as <paramref name="copy"/> does, into a zip where the delivery is one.</summary>
    public static void Write(IEnumerable<ContentPart> parts, Action<ContentPart, Stream> copy, Stream target)
    {
        ZipArchive? zip = null;
        foreach (var part in parts)
        {
            if (part.Name is not { } name)
            {
                copy(part, target);
                continue;
            }
            zip ??= new(target, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            copy(part, entry);
        }
        zip?.Dispose();
    }

    private static void Copy(Stream part, List<Blank> blanks, Stream target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var at = 0L;
            for (var read = part.ReadAtLeast(buffer, DeclarationBytes, throwOnEndOfStream: false); read > 0; read = part.Read(buffer))
            {
                var span = buffer.AsSpan(0, read);
                if (at == 0) NoEncoding(span);
                foreach (var blank in blanks) Fill(span, blank, at);
                target.Write(span);
                at += read;
            }
        }
        finally
        {
            Array.Clear(buffer);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Fill(Span<byte> span, Blank blank, long at)
    {
        if (blank.Start >= at + span.Length || blank.End <= at) return;
        span[(int)Math.Max(0, blank.Start - at)..(int)Math.Min(span.Length, blank.End - at)].Fill((byte)' ');
        if (!blank.IsObject) return;
        var isShort = blank.End - blank.Start < 2;
        Put(span, blank.Start - at, isShort ? (byte)'0' : (byte)'{');
        if (!isShort) Put(span, blank.Start + 1 - at, (byte)'}');
    }

    private static void Put(Span<byte> span, long at, byte b)
    {
        if (at >= 0 && at < span.Length) span[(int)at] = b;
    }

    /// <summary>It is UTF-8 now, whatever the declaration said.</summary>
    private static void NoEncoding(Span<byte> start)
    {
        var head = Encoding.Latin1.GetString(start[..Math.Min(start.Length, DeclarationBytes)]);
        if (Declared().Match(head).Groups[1] is { Success: true } said) start.Slice(said.Index, said.Length).Fill((byte)' ');
    }

    [GeneratedRegex(@"^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?(\sencoding\s*=\s*[""'][^""']*[""'])")] private static partial Regex Declared();
}
