using System.IO.Compression;
using System.IO.Hashing;
using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>
/// The parts of a workbook by name. What the zip says of itself is not believed but checked, and no part unpacks beyond measure: by all
/// parts together, and by how much larger a part is than its packing.
/// </summary>
internal sealed class BookParts
{
    private const long MostUnpacked = 512L << 20, Large = 16L << 20, MostTimes = 400;

    /// <summary>What may be unpacked in all, a part as often as it is asked for: sheets may be many and stand in the same part.</summary>
    private const long MostRead = 8 * MostUnpacked;
    private const int MostParts = 10_000, LongestKind = 100;

    private readonly Dictionary<string, ZipArchiveEntry> _parts = new(StringComparer.OrdinalIgnoreCase);
    private long _unpacked;

    public BookParts(Stream content)
    {
        content.Position = 0;
        var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (zip.Entries.Count > MostParts) throw new SheetException(FileKinds.Broken);
        foreach (var entry in zip.Entries) _parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        if (_parts.Values.Any(p => p.IsEncrypted)) throw new SheetException("Tệp nén có mật khẩu: hãy bỏ mật khẩu rồi gửi lại.");
        if (_parts.Values.Sum(p => p.Length) > MostUnpacked || _parts.Values.Any(p => p.Length > Large
            && p.Length > MostTimes * Math.Max(p.CompressedLength, 1)))
            throw TooLarge();
    }

    private static SheetException TooLarge() => new("Sổ tính mở ra quá lớn (hơn 512 MB, hoặc nén quá mức thường). Hãy lưu riêng trang " +
        "cần gửi thành CSV UTF-8.");

    private void Count(int read)
    {
        if ((_unpacked += read) > MostRead) throw TooLarge();
    }

    /// <summary>The refusal for a zip without a workbook.</summary>
    public SheetException NoWorkbook()
    {
        var mimetype = new char[LongestKind];
        if (Open("mimetype") is { } part)
            using (var text = new StreamReader(part)) text.ReadBlock(mimetype);
        return new(FileKinds.Zip(_parts.Keys, new(mimetype)));
    }

    public bool Has(string name) => _parts.ContainsKey(name);

    /// <summary>A part unpacked; null when there is none. Whoever reads it to its end knows that it is whole.</summary>
    public Stream? Open(string name) =>
        _parts.TryGetValue(name, out var entry) ? new Watched(entry.Open(), entry.Length, entry.Crc32, Count) : null;

    /// <summary>A part as XML without entities; null when there is none.</summary>
    public XmlReader? Xml(string name) =>
        Open(name) is not { } part ? null : XmlReader.Create(part, new()
        {
            DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = MostUnpacked, CloseInput = true, IgnoreComments = true,
            IgnoreProcessingInstructions = true, XmlResolver = null,
        });

    private sealed class Watched(Stream inner, long length, uint checksum, Action<int> count) : Stream
    {
        private readonly Crc32 _sum = new();
        private long _read;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _read += read;
            if (_read > length || (read == 0 && buffer.Length > 0 && (_read < length || _sum.GetCurrentHashAsUInt32() != checksum)))
                throw new InvalidDataException();
            _sum.Append(buffer[..read]);
            count(read);
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
