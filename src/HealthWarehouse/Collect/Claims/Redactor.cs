using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Writes a delivery again without some of its records: what stood between their tags becomes white space, so that every other record is
/// read as before, at the same place. Packed files come out unpacked (a zip stays a zip), other encodings as UTF-8, as the reader sees
/// them.
/// </summary>
public sealed partial class Redactor(Envelope envelope, XmlLimits limits)
{
    private const int DeclarationBytes = 256;

    /// <summary>Writes what <paramref name="open"/> gives to <paramref name="target"/> without the records of these numbers.</summary>
    public void Write(Func<Stream> open, IReadOnlySet<int> records, Stream target)
    {
        var blanks = Blanks(open, records);
        using var content = open();
        using var parts = Containers.Open(content, limits).GetEnumerator();
        ZipArchive? zip = null;
        for (var part = 0; parts.MoveNext(); part++)
        {
            if (parts.Current.Name is not { } name)
            {
                Copy(parts.Current.Content, blanks[part], target);
                continue;
            }
            zip ??= new(target, ZipArchiveMode.Create, leaveOpen: true);
            using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
            Copy(parts.Current.Content, blanks[part], entry);
        }
        zip?.Dispose();
    }

    /// <summary>Stretches to blank, file by file.</summary>
    private List<List<(long Start, long End)>> Blanks(Func<Stream> open, IReadOnlySet<int> records)
    {
        var blanks = new List<List<(long, long)>>();
        using var content = open();
        var before = 0;
        foreach (var part in Containers.Open(content, limits))
        {
            using var reader = new EnvelopeReader(part.Content, envelope, limits, part.Name, before);
            var here = new List<(long, long)>();
            foreach (var record in reader.Read())
                using (record)
                    if (records.Contains(record.Number)) here.AddRange(Body(record));
            if (reader.Broken is { } broken) throw new InvalidDataException($"Tệp lưu trữ không đọc được để huỷ: {broken}");
            before += reader.Records;
            blanks.Add(here);
        }
        return blanks;
    }

    private static IEnumerable<(long, long)> Body(RawRecord record) =>
        record.BodyEnd > 0 ? [(record.BodyStart, record.BodyEnd)] : record.Files.Where(f => f.Content.End > f.Content.Start)
            .Select(f => (f.Content.Start, f.Content.End));

    private static void Copy(Stream part, List<(long Start, long End)> blanks, Stream target)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var at = 0L;
            for (var read = part.ReadAtLeast(buffer, DeclarationBytes, throwOnEndOfStream: false); read > 0; read = part.Read(buffer))
            {
                var span = buffer.AsSpan(0, read);
                if (at == 0) NoEncoding(span);
                foreach (var (start, end) in blanks)
                    if (start < at + read && end > at) span[(int)Math.Max(0, start - at)..(int)Math.Min(read, end - at)].Fill((byte)' ');
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

    /// <summary>It is UTF-8 now, whatever the declaration said.</summary>
    private static void NoEncoding(Span<byte> start)
    {
        var head = Encoding.Latin1.GetString(start[..Math.Min(start.Length, DeclarationBytes)]);
        if (Declared().Match(head).Groups[1] is { Success: true } said) start.Slice(said.Index, said.Length).Fill((byte)' ');
    }

    [GeneratedRegex(@"^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?(\sencoding\s*=\s*[""'][^""']*[""'])")] private static partial Regex Declared();
}
