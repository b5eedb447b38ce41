using System.Buffers.Text;
using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Demo.Messages;

/// <summary>Writes a message: the envelope around its records, each table packed as the sender's software packs it.</summary>
internal sealed class EnvelopeWriter(Envelope names)
{
    private const int LineLength = 76;
    private readonly Utf8Writer _file = new(), _table = new();

    public byte[] Write(FileDraft draft, Style style)
    {
        _file.Clear();
        if (style.Bom) _file.Write("\uFEFF"u8);
        var root = draft.WrongRoot ?? names.Root;
        _file.Write($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root}><THONGTINDONVI><{names.Facility}>"
            + $"{draft.WrongFacility ?? draft.Facility}</{names.Facility}></THONGTINDONVI><THONGTINHOSO>");
        _file.Write($"<{names.Made}>{Made(draft.Made, style)}</{names.Made}><{names.Count}>"
            + $"{(draft.WrongCount ?? draft.Records.Count).ToString(CultureInfo.InvariantCulture)}</{names.Count}><{names.List}>");
        foreach (var record in draft.Records) Record(record, style);
        _file.Write($"</{names.List}></THONGTINHOSO><CHUKYDONVI/></{root}>");
        return _file.Written[..(draft.Truncated ? _file.Length * 3 / 5 : _file.Length)].ToArray();
    }

    private void Record(Draft record, Style style)
    {
        _file.Write($"<{names.Record}>");
        var parts = style.Shuffle
            ? record.Parts.OrderByDescending(p => p.Layout.Code, StringComparer.Ordinal) : record.Parts.AsEnumerable();
        foreach (var part in parts)
        {
            _file.Write($"<{names.File}><{names.Kind}>{part.WrongKind ?? part.Layout.Code}</{names.Kind}><{names.Content}>");
            if (part.Damage is not Damage.Empty) Content(part, record.Base64 ? style with { Packing = Packing.Base64 } : style);
            _file.Write($"</{names.Content}></{names.File}>");
            if (style.Indent) _file.Write("\n"u8);
        }
        _file.Write($"</{names.Record}>");
    }

    private void Content(PartDraft part, Style style)
    {
        if (style.Packing is Packing.Nested)
        {
            TableWriter.Write(_file, part, style, declaration: false);
            return;
        }
        _table.Clear();
        TableWriter.Write(_table, part, style, declaration: true);
        switch (style.Packing)
        {
            case Packing.Cdata:
                _file.Write("<![CDATA["u8);
                _file.Write(_table.Written);
                _file.Write("]]>"u8);
                break;
            case Packing.Escaped:
                _file.WriteEscaped(Encoding.UTF8.GetString(_table.Written));
                break;
            default:
                Base64Content(part, style);
                break;
        }
    }

    private void Base64Content(PartDraft part, Style style)
    {
        var table = part.Damage is Damage.Encoding ? Latin(_table.Written) : _table.Written;
        var at = _file.Length;
        if (style.LineBreaks)
            for (var from = 0; from < table.Length; from += LineLength / 4 * 3)
            {
                Encode(table.Slice(from, Math.Min(LineLength / 4 * 3, table.Length - from)));
                _file.Write("\r\n"u8);
            }
        else Encode(table);
        if (part.Damage is Damage.Base64) _file.Overwrite(at + 40, (byte)'*');
    }

    private void Encode(ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, _file.Room(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _file.Grow(written);
    }

    /// <summary>The text in one byte a character, as an old program would save it: no UTF-8 any more.</summary>
    private static byte[] Latin(ReadOnlySpan<byte> utf8) =>
        Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(utf8).Replace('ư', 'ý').Replace('ơ', 'õ') + "ã");

    private static string Made(DateTime made, Style style) =>
        made.ToString(style.DateDigits switch { 8 => "yyyyMMdd", 12 => "yyyyMMddHHmm", _ => "yyyyMMddHHmmss" },
            CultureInfo.InvariantCulture);
}
