using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect.Claims;

/// <summary>Writes a delivery again without some of its records: what stood between their tags becomes white space.</summary>
public sealed class Redactor(Envelope envelope, XmlLimits limits)
{
    private int _before;

    /// <summary>Writes what <paramref name="open"/> gives to <paramref name="target"/> without the records of these numbers.</summary>
    public void Write(Func<Stream> open, IReadOnlySet<int> records, Stream target)
    {
        _before = 0;
        BlankedCopy.Write(open, content => Containers.Open(content, limits), part => Blanks(part, records), target);
    }

    /// <summary>Stretches of a file to blank.</summary>
    private List<Blank> Blanks(ContentPart part, IReadOnlySet<int> records)
    {
        using var reader = new EnvelopeReader(part.Content, envelope, limits, part.Name, _before);
        var blanks = new List<Blank>();
        foreach (var record in reader.Read())
            using (record)
                if (records.Contains(record.Number)) blanks.AddRange(Body(record));
        if (reader.Broken is { } broken) throw new InvalidDataException($"Tệp lưu trữ không đọc được để huỷ: {broken}");
        _before += reader.Records;
        return blanks;
    }

    private static IEnumerable<Blank> Body(RawRecord record) => record.BodyEnd > 0 ? [new(record.BodyStart, record.BodyEnd)]
        : record.Files.Where(f => f.Content.End > f.Content.Start).Select(f => new Blank(f.Content.Start, f.Content.End));
}
