using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace HealthWarehouse.Collect;

/// <summary>
/// Tells whether a file has come to its end, from its own bytes: XML whose root is closed, JSON whose first bracket is, a zip with its end
/// record (an XLSX too), a gzip whose length and checksum fit. What cannot be told, as of CSV, counts as not whole; whoever asks decides
/// how long to wait.
/// </summary>
internal static class Wholeness
{
    private const int Head = 4096, Tail = 70_000;

    public static bool IsWhole(Stream content)
    {
        if (content.Length == 0) return false;
        var start = Read(content, 0, Head);
        return start switch
        {
            [(byte)'P', (byte)'K', ..] => IsZip(content),
            [0x1F, 0x8B, ..] => IsGzip(content),
            _ when FirstOf(start) is '{' or '[' => IsJson(content),
            _ => IsXml(start, Read(content, Math.Max(0, content.Length - Head), Head)),
        };
    }

    private static bool IsZip(Stream content)
    {
        var tail = Read(content, Math.Max(0, content.Length - Tail), Tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        return end >= 0 && end + 22 <= tail.Length && end + 22 + (tail[end + 20] | tail[end + 21] << 8) <= tail.Length;
    }

    private static bool IsGzip(Stream content)
    {
        if (content.Length < 18) return false;
        var trailer = Read(content, content.Length - 8, 8);
        var (checksum, length, buffer) = (new Crc32(), 0L, new byte[1 << 16]);
        content.Position = 0;
        try
        {
            using var unpacked = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
            for (int read; (read = unpacked.Read(buffer)) > 0; length += read) checksum.Append(buffer.AsSpan(0, read));
        }
        catch (InvalidDataException)
        {
            return false;
        }
        return checksum.GetCurrentHashAsUInt32() == BitConverter.ToUInt32(trailer) && (uint)length == BitConverter.ToUInt32(trailer, 4);
    }

    /// <summary>Ends with the closing tag of the element it begins with. UTF-16 reads alike once its zeros are left out.</summary>
    private static bool IsXml(byte[] start, byte[] tail)
    {
        var (head, end) = (Letters(start), Letters(tail).TrimEnd());
        for (var at = head.IndexOf('<'); at >= 0 && at + 1 < head.Length; at = head.IndexOf('<', at + 1))
        {
            if (!char.IsAsciiLetter(head[at + 1]) && head[at + 1] != '_') continue;
            var name = new string([.. head.Skip(at + 1).TakeWhile(c => !char.IsWhiteSpace(c) && c is not ('>' or '/'))]);
            return end.EndsWith($"</{name}>", StringComparison.Ordinal)
                || (end.EndsWith("/>", StringComparison.Ordinal) && head.IndexOf('<', at + 1) < 0 && start.Length < Head);
        }
        return false;
    }

    /// <summary>The first letter that is no blank and no mark of the encoding.</summary>
    private static char FirstOf(byte[] start) =>
        Letters(start).FirstOrDefault(c => !char.IsWhiteSpace(c) && c is not ('\u00EF' or '\u00BB' or '\u00BF' or '\u00FE' or '\u00FF'));

    /// <summary>Every bracket that is opened outside texts is closed, the last of them by the last letter.</summary>
    private static bool IsJson(Stream content)
    {
        var (depth, isText, isMarked, buffer) = (0, false, false, new byte[1 << 16]);
        var last = (byte)0;
        content.Position = 0;
        for (int read; (read = content.Read(buffer)) > 0;)
            foreach (var b in buffer.AsSpan(0, read))
            {
                if (b is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t' or 0) continue;
                last = b;
                if (isMarked) isMarked = false;
                else if (isText) (isText, isMarked) = (b != '"', b == '\\');
                else if (b == '"') isText = true;
                else depth += b is (byte)'{' or (byte)'[' ? 1 : b is (byte)'}' or (byte)']' ? -1 : 0;
            }
        return depth == 0 && last is (byte)'}' or (byte)']';
    }

    private static string Letters(byte[] bytes) => Encoding.Latin1.GetString([.. bytes.Where(b => b != 0)]);

    private static byte[] Read(Stream content, long from, int most)
    {
        var bytes = new byte[Math.Min(most, content.Length - from)];
        content.Position = from;
        content.ReadExactly(bytes);
        return bytes;
    }
}
