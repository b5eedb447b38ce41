using System.Buffers;
using System.Text;
using System.Text.Unicode;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Reads one inner document to rows: an element with leaf children is a row, its leaves are the cells. Which row element and which
/// cells are expected is not known here; that is the contract's, applied by Standardise.
/// </summary>
internal ref struct InnerReader
{
    private readonly XmlLimits _limits;
    private readonly SourceTable _table;
    private readonly int _length;
    private byte[] _text;
    private int _end;
    private readonly List<SourceCell> _pending = [];
    private readonly List<Level> _levels = [];

    private struct Level
    {
        public int NameStart, NameLength, FirstCell, ValueStart, ValueLength;
        public bool HasChildren;
    }

    private InnerReader(SourceTable table, byte[] text, int length, XmlLimits limits)
    {
        (_table, _text, _length, _end, _limits) = (table, text, length, length, limits);
    }

    /// <summary>Takes over the rented <paramref name="text"/>: it goes back to the pool with the table, or here when the document cannot be read.</summary>
    public static SourceTable? Read(string kind, byte[] text, int length, XmlLimits limits, out SourceProblem? problem)
    {
        (text, length) = Utf8(text, length);
        var document = text.AsSpan(0, length);
        problem = length < 0 || !Utf8Valid(document) ? new("R01-encoding", kind, Unusable: true)
            : XmlText.HasForbidden(document) ? new("R01-not-well-formed", kind, "có ký tự điều khiển", Unusable: true) : null;
        if (problem is null)
        {
            var reader = new InnerReader(new SourceTable(kind, text), text, length, limits);
            if (reader.Run() is not { } broken)
            {
                reader._table.Text = reader._text;
                return reader._table;
            }
            text = reader._text;
            problem = new("R01-not-well-formed", kind, broken, Unusable: true);
        }
        ArrayPool<byte>.Shared.Return(text);
        return null;
    }

    private string? Run()
    {
        var tokens = new XmlTokens(_text.AsSpan(0, _length), last: true);
        if (_text.AsSpan(0, _length).StartsWith("\uFEFF"u8)) tokens.Position = 3;
        var document = _text.AsSpan(0, _length);
        var rootSeen = false;
        while (true)
        {
            switch (tokens.Next())
            {
                case XmlToken.Start:
                    if (_levels.Count == 0 && rootSeen) return "có hai phần tử gốc";
                    if (_levels.Count == _limits.MaxDepth) return $"lồng quá {_limits.MaxDepth} cấp";
                    rootSeen = true;
                    document.Overlaps(tokens.Name, out var at);
                    Open(at, tokens.Name.Length);
                    if (tokens.SelfClosing) Close();
                    break;
                case XmlToken.End:
                    if (_levels.Count == 0) return "thẻ đóng thừa";
                    var open = _levels[^1];
                    if (!tokens.Name.SequenceEqual(document.Slice(open.NameStart, open.NameLength)))
                        return $"thẻ <{Encoding.UTF8.GetString(document.Slice(open.NameStart, open.NameLength))}> không được đóng đúng";
                    Close();
                    break;
                case XmlToken.Text:
                    if (Value(document, tokens.Text, tokens.Verbatim) is { } problem) return problem;
                    break;
                case XmlToken.EndOfData:
                    return _levels.Count > 0 ? "tài liệu bị cắt ngang" : rootSeen ? null : "không có phần tử nào";
                case XmlToken.Doctype:
                    return "có khai báo DOCTYPE; DTD và thực thể không được phép";
                case XmlToken.Broken:
                    return tokens.Problem;
            }
        }
    }

    private readonly void Open(int nameStart, int nameLength)
    {
        if (_levels.Count > 0)
        {
            var parent = _levels[^1];
            parent.HasChildren = true;
            _levels[^1] = parent;
        }
        _levels.Add(new() { NameStart = nameStart, NameLength = nameLength, FirstCell = _pending.Count });
    }

    private readonly void Close()
    {
        var level = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        if (!level.HasChildren)
        {
            if (_levels.Count > 0) _pending.Add(new(level.NameStart, level.NameLength, level.ValueStart, level.ValueLength));
            return;
        }
        if (_pending.Count == level.FirstCell) return;          // a container of rows, no cells of its own
        var first = _table.CellCount;
        for (var i = level.FirstCell; i < _pending.Count; i++) _table.Add(_pending[i]);
        _pending.RemoveRange(level.FirstCell, _pending.Count - level.FirstCell);
        _table.Close(level.NameStart, level.NameLength, first);
    }

    private string? Value(ReadOnlySpan<byte> document, ReadOnlySpan<byte> text, bool verbatim)
    {
        if (text.IsEmpty) return null;
        var escaped = !verbatim && text.IndexOf((byte)'&') >= 0;
        if (_levels.Count == 0) return text.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? "có chữ ngoài phần tử gốc" : null;
        var level = _levels[^1];
        if (level.HasChildren)
            return text.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? "chữ và phần tử lẫn lộn" : null;
        if (!escaped && level.ValueLength == 0)
        {
            document.Overlaps(text, out var at);
            (level.ValueStart, level.ValueLength) = (at, text.Length);
        }
        else
        {
            // Pieces (text around CDATA) and unescaped text are put together behind the document.
            var start = _end;
            Room(level.ValueLength + text.Length);
            _text.AsSpan(level.ValueStart, level.ValueLength).CopyTo(_text.AsSpan(_end));
            _end += level.ValueLength;
            var written = escaped ? XmlText.Unescape(text, _text.AsSpan(_end)) : Copy(text);
            if (written < 0) return "có thực thể lạ (&...;)";
            _end += written;
            (level.ValueStart, level.ValueLength) = (start, _end - start);
        }
        _levels[^1] = level;
        return null;
    }

    private readonly int Copy(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_text.AsSpan(_end));
        return text.Length;
    }

    private void Room(int bytes)
    {
        if (_end + bytes <= _text.Length) return;
        var bigger = ArrayPool<byte>.Shared.Rent((_end + bytes) * 2);   // the old array is left to the collector: spans over it are alive
        _text.AsSpan(0, _end).CopyTo(bigger);
        _text = bigger;
    }

    /// <summary>Documents that say UTF-8 or nothing are taken as they are; a UTF-16 byte order mark is turned to UTF-8. Length -1: cannot be decoded.</summary>
    private static (byte[], int) Utf8(byte[] text, int length)
    {
        var encoding = text.AsSpan(0, length) switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => null,
        };
        if (encoding is null) return (text, length);
        try
        {
            var utf8 = Encoding.Convert(encoding, Encoding.UTF8, text, 2, length - 2);
            var rented = ArrayPool<byte>.Shared.Rent(utf8.Length);
            utf8.CopyTo(rented, 0);
            return (rented, utf8.Length);
        }
        catch (DecoderFallbackException)
        {
            return (text, -1);
        }
    }

    private static bool Utf8Valid(ReadOnlySpan<byte> document) => System.Text.Unicode.Utf8.IsValid(document);
}
