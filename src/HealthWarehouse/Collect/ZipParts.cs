using System.Buffers.Binary;
using System.IO.Compression;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect;

/// <summary>
/// The files of a zip. Names are only shown, never used as paths; sizes and checksums the archive tells are not believed but checked.
/// </summary>
internal static class ZipParts
{
    private const string Damaged = "tệp zip bị hỏng hoặc bị cắt ngang";
    private const int LongestName = 200, EndRecord = 22, LongestComment = ushort.MaxValue;

    public static IEnumerable<ContentPart> Open(Stream content, XmlLimits limits)
    {
        if (!content.CanSeek) throw new BadContainerException("tệp zip không đọc được");
        if (DirectorySize(content) > limits.MaxParts * 1024L) throw TooManyParts(limits);
        content.Position = 0;
        using var zip = Guarded(() => new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true), Damaged, null);
        var entries = Guarded(() => zip.Entries, Damaged, null);
        if (entries.Count > limits.MaxParts) throw TooManyParts(limits);
        var budget = new UnpackedBudget(limits, () => content.Length);
        foreach (var entry in entries.Where(e => e.Name.Length > 0 && !Junk.Is(e.FullName)))
        {
            var name = Shown(entry.FullName);
            if (entry.IsEncrypted) throw new BadContainerException("tệp trong zip đặt mật khẩu", name);
            using var opened = Guarded(entry.Open, "tệp trong zip bị hỏng hoặc dùng cách nén lạ", name);
            using var bounded = new BoundedStream(opened, budget, () => entry.CompressedLength, name);
            yield return new(name, new CheckedStream(bounded, entry.Length, entry.Crc32, name));
        }
    }

    private static BadContainerException TooManyParts(XmlLimits limits) => new($"tệp zip có quá {limits.MaxParts} tệp");

    private static T Guarded<T>(Func<T> step, string problem, string? part)
    {
        try
        {
            return step();
        }
        catch (InvalidDataException)
        {
            throw new BadContainerException(problem, part);
        }
    }

    /// <summary>Bytes of the list of files at the end, which is read into memory as a whole; 0 when there is none.</summary>
    private static long DirectorySize(Stream content)
    {
        var tail = new byte[(int)Math.Min(content.Length, EndRecord + LongestComment)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + EndRecord > tail.Length) return 0;
        var start = (long)BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        // told elsewhere: only zips beyond 4 GiB have a reason to
        if (start == uint.MaxValue) return content.Length > start ? 0 : long.MaxValue;
        return content.Length - Math.Min(start, content.Length);
    }

    private static string Shown(string name) =>
        new string([.. name.Take(LongestName).Select(c => char.IsControl(c) ? '\uFFFD' : c)]) + (name.Length > LongestName ? "…" : "");
}
