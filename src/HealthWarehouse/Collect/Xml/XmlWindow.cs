using System.Buffers;

namespace HealthWarehouse.Collect.Xml;

/// <summary>
/// Reads XML tokens from a stream of any length through one window of memory, counting bytes and lines for the place of a break.
/// </summary>
internal sealed class XmlWindow(Stream stream, XmlLimits limits) : IDisposable
{
    private readonly XmlNesting _nesting = new(limits.MaxDepth);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(limits.Window);
    private int _from, _start, _end, _filled;
    private bool _last, _inCData, _begun, _anyToken, _rootSeen, _pendingEnd;
    private XmlFlaw _flaw;
    private (int Start, int Length) _name, _fullName, _text;

    /// <summary>Bytes before the token just read.</summary>
    public long Offset { get; private set; }

    /// <summary>Line of the token just read, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>Why reading stopped; from then on every token is Broken.</summary>
    public string? Problem { get; private set; }

    public int Depth => _nesting.Depth;

    public bool Verbatim { get; private set; }

    /// <summary>The text holds references.</summary>
    public bool Escaped { get; private set; }

    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_name.Start, _name.Length);

    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_text.Start, _text.Length);

    /// <summary>The bytes of the token just read, as they stand in the file.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_from, _start - _from);

    /// <summary>Next token; NeedMore and Skipped are dealt with inside, an empty element gives a Start and an End.</summary>
    public XmlToken Read()
    {
        if (Problem is not null) return XmlToken.Broken;
        if (!_begun) Begin();
        Advance();
        if (_pendingEnd)
        {
            _pendingEnd = false;
            _nesting.Close(FullName);
            return XmlToken.End;
        }
        while (true)
        {
            var window = _buffer.AsSpan(_start, _end - _start);
            var tokens = new XmlTokens(window, _last && _flaw is XmlFlaw.None, _inCData);
            var token = tokens.Next();
            if (token == XmlToken.NeedMore)
            {
                if (Fill() is { } stopped) return Break(Inside(stopped));
                continue;
            }
            _start += tokens.Position;
            _inCData = tokens.InCData;
            if (token is XmlToken.Start or XmlToken.End) (_name, _fullName) = (Place(window, tokens.Name), Place(window, tokens.FullName));
            if (token is XmlToken.Text) (_text, Verbatim, Escaped) = (Place(window, tokens.Text), tokens.Verbatim, tokens.Escaped);
            if (token is XmlToken.Declaration && _anyToken) return Break("khai báo <?xml?> không đứng đầu tệp");
            _anyToken = true;
            if (token is not (XmlToken.Skipped or XmlToken.Declaration)) return Judge(token, tokens.SelfClosing, tokens.Problem);
            Advance();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> FullName => _buffer.AsSpan(_fullName.Start, _fullName.Length);

    private XmlToken Judge(XmlToken token, bool selfClosing, string? problem)
    {
        switch (token)
        {
            case XmlToken.Start:
                if (_nesting.Depth == 0 && _rootSeen) return Break("có hai phần tử gốc");
                _rootSeen = true;
                if (!_nesting.Open(FullName)) return Break($"lồng quá {limits.MaxDepth} cấp");
                _pendingEnd = selfClosing;
                return token;
            case XmlToken.End:
                if (_nesting.Close(FullName)) return token;
                return Break(_nesting.Depth == 0 ? "thẻ đóng thừa" : $"thẻ <{_nesting.Current}> không được đóng đúng");
            case XmlToken.Text when _nesting.Depth == 0 && (Verbatim || Text.IndexOfAnyExcept(" \t\r\n"u8) >= 0):
                return Break(_rootSeen ? "có chữ sau phần tử gốc" : "tệp không bắt đầu bằng XML");
            case XmlToken.EndOfData when !_rootSeen:
                return Break("tệp rỗng");
            case XmlToken.EndOfData when _nesting.Depth > 0:
                return Break($"tệp bị cắt ngang trong <{_nesting.Current}>");
            case XmlToken.Doctype:
                return Break("có khai báo DOCTYPE; DTD và thực thể không được phép");
            case XmlToken.Broken:
                return Break(Inside(problem!));
            default:
                return token;
        }
    }

    /// <summary>Passes over a byte order mark.</summary>
    private void Begin()
    {
        _begun = true;
        Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) _start = 3;
    }

    private void Advance()
    {
        Line += Raw.Count((byte)'\n');
        Offset += _start - _from;
        _from = _start;
    }

    private string Inside(string problem) => _nesting.Depth > 0 ? $"{problem}, trong <{_nesting.Current}>" : problem;

    private XmlToken Break(string problem)
    {
        Problem = problem;
        return XmlToken.Broken;
    }

    /// <summary>Brings in more of the file, checked for characters that may not be there; gives back why it cannot.</summary>
    private string? Fill()
    {
        if (_flaw is not XmlFlaw.None) return XmlChars.Words(_flaw);
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _filled - _start);
            (_end, _filled, _from, _start) = (_end - _start, _filled - _start, 0, 0);
        }
        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= limits.MaxToken) return $"một thẻ, chú thích hoặc chỉ thị dài quá {limits.MaxToken >> 10} KiB";
            var bigger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _filled).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = bigger;
        }
        _filled += stream.ReadAtLeast(_buffer.AsSpan(_filled), _buffer.Length - _filled, throwOnEndOfStream: false);
        _last = _filled < _buffer.Length;
        _end += XmlChars.Sound(_buffer.AsSpan(_end, _filled - _end), _last, out _flaw);
        return null;
    }

    private (int, int) Place(ReadOnlySpan<byte> window, ReadOnlySpan<byte> part)
    {
        if (part.IsEmpty) return (_from, 0);
        window.Overlaps(part, out var at);
        return (_from + at, part.Length);
    }
}
