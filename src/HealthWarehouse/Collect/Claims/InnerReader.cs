using System.Buffers;
using System.Text;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Reads one inner document to rows: an element with leaf children is a row, its leaves are the cells. Which row element and which
/// cells are expected is not known here; that is the contract's, applied by Standardise.
/// </summary>
internal ref struct InnerReader
{
    private static readonly SearchValues<byte> AfterName = SearchValues.Create(" \t\r\n/>"u8);
    private readonly XmlLimits _limits;
    private readonly SourceTable _table;
    private readonly int _length;
    private byte[] _text;
    private int _end, _at;
    private readonly List<SourceCell> _pending = [];
    private readonly List<Level> _levels = [];

    /// <summary>An open element: its name as written, of which the first <c>Prefix</c> bytes are a prefix, and its value so far.</summary>
    private struct Level
    {
        public int NameStart, NameLength, Prefix, FirstCell, ValueStart, ValueLength;
        public bool HasChildren;
    }

    private InnerReader(SourceTable table, byte[] text, int length, XmlLimits limits)
    {
        (_table, _text, _length, _end, _limits) = (table, text, length, length, limits);
    }

    /// <summary>
    /// Takes over the rented <paramref name="text"/>: it goes back to the pool with the table, or here when the document cannot be read.
    /// </summary>
    public static SourceTable? Read(string kind, byte[] text, int length, XmlLimits limits, out SourceProblem? problem)
    {
        (text, length, var sound, var flaw) = Decode(text, length);
        problem = flaw switch
        {
            XmlFlaw.None => null,
            XmlFlaw.NotUtf8 => new("R01-encoding", kind, Unusable: true),
            _ => At(kind, XmlChars.Words(flaw), LastTag(text.AsSpan(0, sound)), text, sound),
        };
        if (problem is null)
        {
            var reader = new InnerReader(new SourceTable(kind, text), text, length, limits);
            problem = reader.Run();
            text = reader._text;
            if (problem is null)
            {
                reader._table.Text = text;
                return reader._table;
            }
        }
        ArrayPool<byte>.Shared.Return(text);
        return null;
    }

    private SourceProblem? Run()
    {
        var document = _text.AsSpan(0, _length);
        var tokens = new XmlTokens(document, last: true) { Position = Beginning(document) };
        var declarationAt = tokens.Position;
        var rootSeen = false;
        while (true)
        {
            _at = tokens.Position;
            switch (tokens.Next())
            {
                case XmlToken.Start:
                    if (_levels.Count == 0 && rootSeen) return Broken("có hai phần tử gốc");
                    if (_levels.Count == _limits.MaxDepth) return Broken($"lồng quá {_limits.MaxDepth} cấp");
                    rootSeen = true;
                    Open(_at + 1, tokens.FullName.Length, tokens.FullName.Length - tokens.Name.Length);
                    if (tokens.SelfClosing && Close() is { } full) return full;
                    break;
                case XmlToken.End:
                    if (_levels.Count == 0) return Broken("thẻ đóng thừa");
                    var open = document.Slice(_levels[^1].NameStart, _levels[^1].NameLength);
                    if (!tokens.FullName.SequenceEqual(open)) return Broken($"thẻ <{XmlText.Shown(open)}> không được đóng đúng");
                    if (Close() is { } over) return over;
                    break;
                case XmlToken.Text:
                    if (Value(document, tokens) is { } problem) return Broken(problem);
                    break;
                case XmlToken.Declaration:
                    if (_at != declarationAt) return Broken("khai báo <?xml?> không đứng đầu tài liệu");
                    break;
                case XmlToken.EndOfData:
                    return _levels.Count > 0 ? Broken("tài liệu bị cắt ngang") : rootSeen ? null : Broken("không có phần tử nào");
                case XmlToken.Doctype:
                    return Broken("có khai báo DOCTYPE; DTD và thực thể không được phép");
                case XmlToken.Broken:
                    return Broken(tokens.Problem!);
            }
        }
    }

    /// <summary>A byte order mark, and white space that an indented NOIDUNGFILE leaves before the declaration, are passed over.</summary>
    private static int Beginning(ReadOnlySpan<byte> document)
    {
        var mark = document.StartsWith("\uFEFF"u8) ? 3 : 0;
        return mark + Math.Max(0, document[mark..].IndexOfAnyExcept(" \t\r\n"u8));
    }

    /// <summary>With the place in the inner document, where the token begins that breaks it, and the element it stands in.</summary>
    private readonly SourceProblem Broken(string problem) => At(_table.Kind, problem,
        _levels.Count > 0 && !problem.StartsWith("thẻ <", StringComparison.Ordinal)
            ? _text.AsSpan(_levels[^1].NameStart, _levels[^1].NameLength) : default, _text, _at);

    private static SourceProblem At(string kind, string problem, ReadOnlySpan<byte> element, byte[] text, int place) =>
        new("R01-not-well-formed", kind, new BrokenFile(element.IsEmpty ? problem : $"{problem}, trong <{XmlText.Shown(element)}>",
            text.AsSpan(0, place).Count((byte)'\n') + 1, place, null).ToString(), Unusable: true);

    /// <summary>The name of the last tag that opens before the end of a text that may be broken anywhere.</summary>
    private static ReadOnlySpan<byte> LastTag(ReadOnlySpan<byte> text)
    {
        for (var at = text.LastIndexOf((byte)'<'); at >= 0; at = text[..at].LastIndexOf((byte)'<'))
            if (text[(at + 1)..] is [var first, ..] and not [(byte)'/' or (byte)'!' or (byte)'?', ..] && first > (byte)' ')
                return text[(at + 1)..] is var name && name.IndexOfAny(AfterName) is var end and >= 0 ? name[..end] : name;
        return default;
    }

    private readonly SourceProblem TooLarge(int limit, string of) =>
        new("R01-too-large", _table.Kind, Limit: string.Create(CultureInfo.GetCultureInfo("vi-VN"), $"{limit:N0} {of}"), Unusable: true);

    private readonly void Open(int nameStart, int nameLength, int prefix)
    {
        if (_levels.Count > 0)
        {
            var parent = _levels[^1];
            parent.HasChildren = true;
            _levels[^1] = parent;
        }
        _levels.Add(new() { NameStart = nameStart, NameLength = nameLength, Prefix = prefix, FirstCell = _pending.Count });
    }

    private readonly SourceProblem? Close()
    {
        var level = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        var (nameStart, nameLength) = (level.NameStart + level.Prefix, level.NameLength - level.Prefix);
        if (!level.HasChildren)
        {
            if (_levels.Count > 0) _pending.Add(new(nameStart, nameLength, level.ValueStart, level.ValueLength));
            return _pending.Count + _table.CellCount > _limits.MaxValues ? TooLarge(_limits.MaxValues, "giá trị") : null;
        }
        if (_pending.Count == level.FirstCell) return null;          // a container of rows, no cells of its own
        if (_table.Rows.Count == _limits.MaxRows) return TooLarge(_limits.MaxRows, "dòng");
        var first = _table.CellCount;
        for (var i = level.FirstCell; i < _pending.Count; i++) _table.Add(_pending[i]);
        _pending.RemoveRange(level.FirstCell, _pending.Count - level.FirstCell);
        _table.Close(nameStart, nameLength, first);
        return null;
    }

    private string? Value(ReadOnlySpan<byte> document, XmlTokens tokens)
    {
        var text = tokens.Text;
        if (_levels.Count == 0) return tokens.Verbatim || text.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? "có chữ ngoài phần tử gốc" : null;
        if (text.IsEmpty) return null;
        var level = _levels[^1];
        if (level.HasChildren) return text.IndexOfAnyExcept(" \t\r\n"u8) >= 0 ? "chữ và phần tử lẫn lộn" : null;
        if (!tokens.Escaped && level.ValueLength == 0)
        {
            document.Overlaps(text, out var at);
            (level.ValueStart, level.ValueLength) = (at, text.Length);
        }
        else
        {
            // Pieces (text around CDATA) and unescaped text are put together behind the document.
            var grows = level.ValueLength > 0 && level.ValueStart + level.ValueLength == _end && level.ValueStart >= _length;
            Room((grows ? 0 : level.ValueLength) + text.Length);
            if (!grows) level.ValueStart = Move(level.ValueStart, level.ValueLength);
            var written = tokens.Escaped ? XmlText.Unescape(text, _text.AsSpan(_end)) : Copy(text);
            if (written < 0) return XmlText.UnknownReference;
            _end += written;
            level.ValueLength = _end - level.ValueStart;
        }
        _levels[^1] = level;
        return null;
    }

    /// <summary>Copies the beginning of a value behind the document, where it can go on.</summary>
    private int Move(int start, int length)
    {
        _text.AsSpan(start, length).CopyTo(_text.AsSpan(_end));
        _end += length;
        return _end - length;
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

    /// <summary>Documents that say UTF-8 or nothing are taken as they are; a UTF-16 byte order mark is turned to UTF-8.</summary>
    private static (byte[] Text, int Length, int Sound, XmlFlaw Flaw) Decode(byte[] text, int length)
    {
        var bigEndian = text.AsSpan(0, length) is [0xFE, 0xFF, ..];
        if (bigEndian || text.AsSpan(0, length) is [0xFF, 0xFE, ..])
        {
            try
            {
                var utf8 = Encoding.Convert(new UnicodeEncoding(bigEndian, byteOrderMark: true, throwOnInvalidBytes: true), Encoding.UTF8,
                    text, 2, length - 2);
                ArrayPool<byte>.Shared.Return(text);
                text = ArrayPool<byte>.Shared.Rent(utf8.Length);
                utf8.CopyTo(text, 0);
                length = utf8.Length;
            }
            catch (DecoderFallbackException)
            {
                return (text, length, 0, XmlFlaw.NotUtf8);
            }
        }
        var sound = XmlChars.Sound(text.AsSpan(0, length), last: true, out var flaw);
        return (text, length, sound, flaw);
    }
}
