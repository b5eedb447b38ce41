using System.Buffers;

namespace HealthWarehouse.Collect.Xml;

/// <summary>Reads XML tokens from a stream of any length through one window of memory, counting bytes and lines for the place of a break.</summary>
internal sealed class XmlWindow(Stream stream, XmlLimits limits) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private readonly XmlNesting _nesting = new(limits.MaxDepth);
    private int _from, _start, _end;
    private bool _last, _inCData, _rootSeen;
    private (int Start, int Length) _name, _text;
    private bool _pendingEnd;

    /// <summary>Bytes before the token just read.</summary>
    public long Offset { get; private set; }

    /// <summary>Line of the token just read, from 1.</summary>
    public int Line { get; private set; } = 1;

    public string? Problem { get; private set; }

    public int Depth => _nesting.Depth;

    public bool Verbatim { get; private set; }

    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_name.Start, _name.Length);

    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_text.Start, _text.Length);

    /// <summary>The bytes of the token just read, as they stand in the file.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_from, _start - _from);

    /// <summary>Next token; NeedMore and Skipped are dealt with inside, an empty element gives a Start and an End.</summary>
    public XmlToken Read()
    {
        Advance();
        if (_pendingEnd)
        {
            _pendingEnd = false;
            _nesting.Close(Name);
            return XmlToken.End;
        }
        while (true)
        {
            var window = _buffer.AsSpan(_start, _end - _start);
            var tokens = new XmlTokens(window, _last, _inCData);
            var token = tokens.Next();
            if (token == XmlToken.NeedMore)
            {
                if (!Fill()) return Break("một thẻ dài quá giới hạn");
                continue;
            }
            _start += tokens.Position;
            _inCData = tokens.InCData;
            if (token is XmlToken.Start or XmlToken.End) _name = Place(window, tokens.Name);
            if (token is XmlToken.Text) (_text, Verbatim) = (Place(window, tokens.Text), tokens.Verbatim);
            if (token is XmlToken.Skipped)
            {
                Advance();
                continue;
            }
            return Judge(token, tokens.SelfClosing, tokens.Problem);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private XmlToken Judge(XmlToken token, bool selfClosing, string? problem)
    {
        switch (token)
        {
            case XmlToken.Start:
                if (_nesting.Depth == 0 && _rootSeen) return Break("có hai phần tử gốc");
                _rootSeen = true;
                if (!_nesting.Open(Name)) return Break($"lồng quá {limits.MaxDepth} cấp");
                _pendingEnd = selfClosing;
                return token;
            case XmlToken.End:
                var open = _nesting.Current;
                return _nesting.Close(Name) ? token : Break(open.Length == 0 ? "thẻ đóng thừa" : $"thẻ <{open}> không được đóng đúng");
            case XmlToken.Text when _nesting.Depth == 0 && Text.IndexOfAnyExcept(" \t\r\n"u8) >= 0:
                return Break(_rootSeen ? "có chữ sau phần tử gốc" : "tệp không bắt đầu bằng XML");
            case XmlToken.EndOfData when !_rootSeen:
                return Break("tệp rỗng");
            case XmlToken.EndOfData when _nesting.Depth > 0:
                return Break($"tệp bị cắt ngang trong <{_nesting.Current}>");
            case XmlToken.Doctype:
                return Break("có khai báo DOCTYPE; DTD và thực thể không được phép");
            case XmlToken.Broken:
                return Break(problem!);
            default:
                return token;
        }
    }

    private void Advance()
    {
        Line += Raw.Count((byte)'\n');
        Offset += _start - _from;
        _from = _start;
    }

    private XmlToken Break(string problem)
    {
        Problem = problem;
        return XmlToken.Broken;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_end, _start, _from) = (_end - _start, 0, 0);
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length > limits.MaxToken) return false;
            var bigger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _end).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = bigger;
        }
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _last = read == 0;
        return true;
    }

    private (int, int) Place(ReadOnlySpan<byte> window, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return (_from, 0);
        window.Overlaps(part, out var at);
        return (_from + at, part.Length);
    }
}

/// <summary>Bounds that keep a hostile file from eating the machine; sizes in bytes.</summary>
public sealed record XmlLimits
{
    public static readonly XmlLimits Default = new();

    public int MaxDepth { get; init; } = 64;

    /// <summary>Longest tag.</summary>
    public int MaxToken { get; init; } = 1 << 20;

    /// <summary>Largest NOIDUNGFILE, as received.</summary>
    public int MaxContent { get; init; } = 64 << 20;

    /// <summary>Most bytes an archive may unpack to.</summary>
    public long MaxUnpacked { get; init; } = 8L << 30;

    /// <summary>Most unpacked bytes per packed byte, once 16 MiB are unpacked.</summary>
    public int MaxRatio { get; init; } = 250;

    /// <summary>Most files in one archive.</summary>
    public int MaxParts { get; init; } = 20_000;
}
