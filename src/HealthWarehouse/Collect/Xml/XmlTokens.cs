using System.Text;

namespace HealthWarehouse.Collect.Xml;

internal enum XmlToken { Start, End, Text, Skipped, Declaration, NeedMore, EndOfData, Doctype, Broken }

/// <summary>
/// Splits a window of UTF-8 XML into tokens without copying. It knows elements, text, CDATA, comments and processing
/// instructions; a DOCTYPE is only reported, never read; attributes are checked and passed over (no message uses them).
/// Text may come in several tokens when the window ends inside it.
/// </summary>
internal ref struct XmlTokens(ReadOnlySpan<byte> data, bool last, bool inCData = false)
{
    private static readonly System.Buffers.SearchValues<byte> NameEnd = System.Buffers.SearchValues.Create(" \t\r\n/>=<\"'&"u8);

    private static readonly System.Buffers.SearchValues<byte> NamePart = System.Buffers.SearchValues.Create(
        [.. Enumerable.Range(0, 256).Where(b => b >= 0x80 || char.IsAsciiLetterOrDigit((char)b) || b is '_' or '-' or '.')
            .Select(b => (byte)b)]);

    private readonly ReadOnlySpan<byte> _data = data;
    private readonly bool _last = last;

    /// <summary>Bytes of the window already taken.</summary>
    public int Position { get; set; }

    /// <summary>Name of the element, without a prefix.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Name of the element as written; start and end must have the same.</summary>
    public ReadOnlySpan<byte> FullName { get; private set; }

    /// <summary>Text as it stands; when <see cref="Escaped"/> it holds references to resolve.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    public bool Verbatim { get; private set; }

    public bool Escaped { get; private set; }

    public bool SelfClosing { get; private set; }

    /// <summary>The window ended inside a CDATA section.</summary>
    public bool InCData { get; private set; } = inCData;

    /// <summary>What is wrong, in words for the sender, when the token is Broken.</summary>
    public string? Problem { get; private set; }

    public XmlToken Next()
    {
        if (InCData) return CData();
        var rest = _data[Position..];
        if (rest.IsEmpty) return _last ? XmlToken.EndOfData : XmlToken.NeedMore;
        return rest[0] == '<' ? Markup(rest) : Characters(rest);
    }

    private XmlToken Characters(ReadOnlySpan<byte> rest)
    {
        (Verbatim, Escaped) = (false, false);
        var end = 0;
        for (; ; end++)
        {
            var step = rest[end..].IndexOfAny((byte)'<', (byte)'&', (byte)']');
            end = step < 0 ? rest.Length : end + step;
            if (step < 0 || rest[end] == '<') break;
            if (rest[end..].StartsWith("]]>"u8)) return Fail("']]>' đứng ngoài phần CDATA");
            if (!_last && IsCut(rest[end..])) break;
            Escaped |= rest[end] == '&';
        }
        if (end == 0) return XmlToken.NeedMore;
        Position += end;
        Text = rest[..end];
        return XmlToken.Text;
    }

    /// <summary>A reference, or what may be the forbidden "]]>", that goes on behind the window.</summary>
    private static bool IsCut(ReadOnlySpan<byte> rest) => rest[0] == '&'
        ? rest.Length < XmlText.LongestReference && rest.IndexOf((byte)';') < 0
        : rest.Length < 3 && rest.IndexOfAnyExcept((byte)']') < 0;

    private XmlToken CData()
    {
        var rest = _data[Position..];
        var end = rest.IndexOf("]]>"u8);
        if (end < 0 && _last) return Fail("phần CDATA không được đóng");
        var text = end >= 0 ? rest[..end] : rest[..Math.Max(0, rest.Length - 2)];
        if (end < 0 && text.IsEmpty) return XmlToken.NeedMore;
        Position += text.Length + (end >= 0 ? 3 : 0);
        InCData = end < 0;
        Text = text;
        (Verbatim, Escaped) = (true, false);
        return XmlToken.Text;
    }

    private XmlToken Markup(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 2) return Incomplete("dấu '<' đứng cuối tệp");
        return rest[1] switch
        {
            (byte)'/' => EndTag(rest),
            (byte)'!' => Declaration(rest),
            (byte)'?' => Instruction(rest),
            _ => StartTag(rest),
        };
    }

    private XmlToken Declaration(ReadOnlySpan<byte> rest)
    {
        if (rest.StartsWith("<!--"u8)) return Comment(rest);
        if (rest.StartsWith("<![CDATA["u8))
        {
            Position += 9;
            InCData = true;
            return CData();
        }
        if (rest.StartsWith("<!DOCTYPE"u8)) return XmlToken.Doctype;
        return rest.Length < 9 ? Incomplete("khai báo '<!' không được đóng") : Fail("khai báo '<!' không được phép");
    }

    private XmlToken Comment(ReadOnlySpan<byte> rest)
    {
        var dashes = rest[4..].IndexOf("--"u8);
        if (dashes < 0 || rest.Length == dashes + 6) return Incomplete("chú thích không được đóng");
        if (rest[dashes + 6] != '>') return Fail("'--' trong chú thích");
        Position += dashes + 7;
        return XmlToken.Skipped;
    }

    private XmlToken Instruction(ReadOnlySpan<byte> rest)
    {
        var end = rest[2..].IndexOf("?>"u8);
        if (end < 0) return Incomplete("chỉ thị xử lý không được đóng");
        var target = rest.Slice(2, end);
        if (target.IndexOfAny(" \t\r\n"u8) is var space and >= 0) target = target[..space];
        if (!IsName(target, out var prefix) || prefix > 0) return Fail("chỉ thị xử lý không có tên hợp lệ");
        Position += end + 4;
        if (!Ascii.EqualsIgnoreCase(target, "xml"u8)) return XmlToken.Skipped;
        return target.SequenceEqual("xml"u8) ? XmlToken.Declaration : Fail("chỉ thị xử lý không có tên hợp lệ");
    }

    private XmlToken EndTag(ReadOnlySpan<byte> rest)
    {
        var close = rest.IndexOf((byte)'>');
        if (close < 0) return Incomplete("thẻ đóng bị cắt ngang");
        var name = rest[2..close].TrimEnd(" \t\r\n"u8);
        if (!IsName(name, out var prefix)) return Fail("tên thẻ đóng không hợp lệ");
        FullName = name;
        Name = name[prefix..];
        Position += close + 1;
        return XmlToken.End;
    }

    private XmlToken StartTag(ReadOnlySpan<byte> rest)
    {
        var length = rest[1..].IndexOfAny(NameEnd);
        if (length < 0) return Incomplete("thẻ mở bị cắt ngang");
        var name = rest.Slice(1, length);
        if (!IsName(name, out var prefix)) return Fail("dấu '<' không mở một thẻ hợp lệ");
        var at = 1 + length;
        while (true)
        {
            var before = at;
            while (at < rest.Length && IsSpace(rest[at])) at++;
            if (at == rest.Length) return Incomplete("thẻ mở bị cắt ngang");
            if (rest[at] == '>') { SelfClosing = false; at++; break; }
            if (rest[at] == '/')
            {
                if (at + 1 == rest.Length) return Incomplete("thẻ mở bị cắt ngang");
                if (rest[at + 1] != '>') return Fail("dấu '/' đứng sai chỗ trong thẻ");
                SelfClosing = true;
                at += 2;
                break;
            }
            if (before == at) return Fail("thẻ mở viết sai");
            var attribute = Attribute(rest, ref at);
            if (attribute is not null) return attribute.Value;
        }
        FullName = name;
        Name = name[prefix..];
        Position += at;
        return XmlToken.Start;
    }

    private XmlToken? Attribute(ReadOnlySpan<byte> rest, ref int at)
    {
        var length = rest[at..].IndexOfAny(NameEnd);
        if (length < 0) return Incomplete("thuộc tính bị cắt ngang");
        if (!IsName(rest.Slice(at, length), out _)) return Fail("tên thuộc tính không hợp lệ");
        at += length;
        while (at < rest.Length && IsSpace(rest[at])) at++;
        if (at == rest.Length) return Incomplete("thuộc tính bị cắt ngang");
        if (rest[at++] != '=') return Fail("thuộc tính thiếu dấu '='");
        while (at < rest.Length && IsSpace(rest[at])) at++;
        if (at == rest.Length) return Incomplete("thuộc tính bị cắt ngang");
        var quote = rest[at++];
        if (quote is not ((byte)'"' or (byte)'\'')) return Fail("giá trị thuộc tính không nằm trong dấu nháy");
        var close = rest[at..].IndexOf(quote);
        if (close < 0) return Incomplete("giá trị thuộc tính không được đóng");
        var value = rest.Slice(at, close);
        if (value.Contains((byte)'<')) return Fail("dấu '<' trong giá trị thuộc tính");
        if (!XmlText.IsSound(value)) return Fail(XmlText.UnknownReference);
        at += close + 1;
        return null;
    }

    private XmlToken Incomplete(string problem) => _last ? Fail(problem) : XmlToken.NeedMore;

    private XmlToken Fail(string problem)
    {
        Problem = problem;
        return XmlToken.Broken;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    /// <summary>A name, or two with a colon between; <paramref name="prefix"/> is the length of the first with its colon.</summary>
    private static bool IsName(ReadOnlySpan<byte> name, out int prefix)
    {
        prefix = 0;
        var odd = name.IndexOfAnyExcept(NamePart);
        if (odd < 0) return !name.IsEmpty && IsNameStart(name[0]);
        if (odd == 0 || name[odd] != ':' || !IsNameStart(name[0])) return false;
        prefix = odd + 1;
        return prefix < name.Length && IsNameStart(name[prefix]) && !name[prefix..].ContainsAnyExcept(NamePart);
    }

    private static bool IsNameStart(byte b) => char.IsAsciiLetter((char)b) || b is (byte)'_' or >= 0x80;
}
