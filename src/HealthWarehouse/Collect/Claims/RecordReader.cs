using System.Buffers;
using System.Buffers.Text;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Unpacks a raw record: base64 (with or without line breaks), escaped, CDATA or plain XML inside NOIDUNGFILE, each to rows of named
/// values.
/// </summary>
internal static class RecordReader
{
    public static SourceRecord Read(RawRecord raw, XmlLimits limits)
    {
        var record = new SourceRecord(raw.Number, raw.Offset, raw.Part) { Head = raw.Head };
        if (raw.Files.Count == 0) record.Problems.Add(new("R01-empty-record", null, Unusable: true));
        if (raw.TooManyFiles) record.Problems.Add(new("R01-too-many-files", null, Limit: $"{limits.MaxFiles}", Unusable: true));
        foreach (var file in raw.Files)
        {
            var table = Unpack(file, limits, out var problem);
            if (problem is not null) record.Problems.Add(problem);
            if (table is not null) record.Tables.Add(table);
        }
        return record;
    }

    private static SourceTable? Unpack(RawFile file, XmlLimits limits, out SourceProblem? problem)
    {
        problem = null;
        if (file.Content.TooLarge)
        {
            problem = new("R01-too-large", file.Kind,
                Limit: file.Content.Limit == limits.MaxContent
                ? $"{limits.MaxContent >> 20} MiB" : $"phần còn lại của {limits.MaxRecord >> 20} MiB một hồ sơ", Unusable: true);
            return null;
        }
        var content = Trim(file.Content.Bytes);
        if (file.Content.Problem is { } mixed) problem = new("R01-content", file.Kind, mixed, Unusable: true);
        else if (content.IsEmpty) problem = new("R01-empty-content", file.Kind);
        if (problem is not null) return null;

        // The text is kept in rented memory, with room behind it for unescaped values.
        var plain = content[0] == '<' || content.StartsWith("\uFEFF<"u8);
        var text = ArrayPool<byte>.Shared.Rent(plain ? content.Length : Base64.GetMaxDecodedFromUtf8Length(content.Length) + 4);
        int length;
        if (plain)
        {
            content.CopyTo(text);
            length = content.Length;
        }
        else if (Base64.DecodeFromUtf8(content, text, out _, out length) != OperationStatus.Done)
        {
            ArrayPool<byte>.Shared.Return(text);
            problem = new("R01-base64", file.Kind, Unusable: true);
            return null;
        }
        return InnerReader.Read(file.Kind, text, length, limits, out problem);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> bytes) => bytes.Trim(" \t\r\n"u8);
}
