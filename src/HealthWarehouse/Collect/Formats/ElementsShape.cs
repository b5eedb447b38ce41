using System.Buffers;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Takes an element apart into the rows of its tables: elements and attributes are fields by their names or their way, elements that repeat
/// rows of the tables that stand there. What nobody declared is given under its name, nested elements as their XML.
/// </summary>
internal sealed class ElementsShape : IRecordShape
{
    private readonly RecordTree _root;
    private readonly TableNames[] _names;
    private readonly XmlLimits _limits;

    public ElementsShape(Contract contract, XmlLimits limits)
    {
        (_root, _limits) = (RecordTree.Of(contract, out var tables), limits);
        _names = [.. tables.Select(t => new TableNames(t))];
    }

    public void Fill(SourceRecord record, ReadOnlySpan<byte> text)
    {
        var tables = new RecordTables(_names, record, text.Length, _limits.MaxRows);
        var walk = new Walk(tables, text);
        walk.Record(_root);
        tables.Done();
    }

    /// <summary>Goes through XML that was found well-formed when it was cut.</summary>
    private ref struct Walk(RecordTables tables, ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private XmlTokens _xml = new(bytes, last: true);
        private byte[] _scratch = [];

        /// <summary>The tag just read, and whether it closes itself.</summary>
        private (int Start, int End, bool Closed) _tag;

        public void Record(RecordTree root)
        {
            while (Next() is not XmlToken.Start) { }
            Row(root);
        }

        private XmlToken Next()
        {
            var at = _xml.Position;
            var token = _xml.Next();
            if (token is XmlToken.Start) _tag = (at, _xml.Position, _xml.SelfClosing);
            return token;
        }

        /// <summary>The element just opened, as a row of a table.</summary>
        private void Row(RecordTree node)
        {
            if (tables.Row(node.Table) is not { } text)
            {
                Skip();
                return;
            }
            Attributes(node, text);
            if (!_tag.Closed) Children(node, text);
            text.CloseRow();
        }

        private void Children(RecordTree node, TableText text)
        {
            for (var last = -1; ;)
                switch (Next())
                {
                    case XmlToken.Start:
                        Element(node.Find(_xml.Name, ref last), node, text);
                        break;
                    case XmlToken.Text when _xml.Text.IndexOfAnyExcept(" \t\r\n"u8) >= 0:
                        text.Put("(chữ)"u8, Unescaped(_xml.Text, _xml.Escaped));
                        break;
                    case XmlToken.End or XmlToken.EndOfData or XmlToken.Broken:
                        return;
                }
        }

        private void Element(RecordTree? child, RecordTree parent, TableText text)
        {
            if (child is null) Unknown(Name(parent, _xml.Name), text);
            else if (child.IsRow) Row(child);
            else if (child.HasChildren || child.Field < 0)
            {
                Attributes(child, text);
                if (!_tag.Closed) Children(child, text);
            }
            else
            {
                Attributes(child, text);
                if (Value(out var isText) is { IsEmpty: false } value)
                    if (isText) text.Add(child.Field, value.Trim(" \t\r\n"u8), Hand.Software);
                    else text.Put(child.Field, value);
            }
        }

        /// <summary>An element nobody declared: its text, or where there is more to it than that, all of it as it is written.</summary>
        private void Unknown(byte[] name, TableText text)
        {
            var (start, bare) = (_tag.Start, !new XmlAttributes(_bytes[_tag.Start.._tag.End]).Next());
            var value = Value(out var isText);
            if (!isText || !bare) text.Put(name, _bytes[start.._xml.Position]);
            else if (!value.IsEmpty) text.Put(name, value);
        }

        /// <summary>What stands in the element just opened: its text, or what is in it as it is written.</summary>
        private ReadOnlySpan<byte> Value(out bool isText)
        {
            isText = true;
            if (_tag.Closed) return default;
            ReadOnlySpan<byte> first = default;
            var (start, length) = (_xml.Position, -1);
            for (var depth = 1; ;)
            {
                var at = _xml.Position;
                switch (Next())
                {
                    case XmlToken.Start:
                        isText = false;
                        if (!_tag.Closed) depth++;
                        break;
                    case XmlToken.End when --depth == 0:
                        return !isText ? _bytes[start..at] : length < 0 ? first : _scratch.AsSpan(0, length);
                    case XmlToken.Text when isText && length < 0 && first.IsEmpty && !_xml.Escaped:
                        first = _xml.Text;
                        break;
                    case XmlToken.Text when isText:
                        // pieces around CDATA, and what is escaped, are put together
                        if (length < 0) length = Append(first, false, 0);
                        length = Append(_xml.Text, _xml.Escaped, length);
                        break;
                    case XmlToken.EndOfData or XmlToken.Broken:
                        return default;
                }
            }
        }

        private void Skip()
        {
            if (!_tag.Closed) Value(out _);
        }

        private void Attributes(RecordTree node, TableText text)
        {
            var last = -1;
            for (var attributes = new XmlAttributes(_bytes[_tag.Start.._tag.End]); attributes.Next();)
            {
                if (attributes.Value.IsEmpty) continue;
                var value = Unescaped(attributes.Value, attributes.Value.Contains((byte)'&'));
                if (node.Find(attributes.Name, ref last) is { Field: >= 0 } field)
                    text.Add(field.Field, value.Trim(" \t\r\n"u8), Hand.Software);
                else text.Put(Name(node, attributes.Name), value);
            }
        }

        private static byte[] Name(RecordTree parent, ReadOnlySpan<byte> name) =>
            parent.IsRow ? name.ToArray() : [.. Encoding.UTF8.GetBytes(parent.Path), (byte)'/', .. name];

        private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> text, bool escaped)
        {
            if (!escaped) return text;
            var length = Append(text, true, 0);
            return _scratch.AsSpan(0, length);
        }

        private int Append(ReadOnlySpan<byte> text, bool escaped, int at)
        {
            if (_scratch.Length < at + text.Length) Array.Resize(ref _scratch, Math.Max(256, 2 * (at + text.Length)));
            if (escaped) return at + Math.Max(0, XmlText.Unescape(text, _scratch.AsSpan(at)));
            text.CopyTo(_scratch.AsSpan(at));
            return at + text.Length;
        }
    }
}

/// <summary>The attributes of a start tag that was found sound, but for those that speak of the XML itself.</summary>
internal ref struct XmlAttributes(ReadOnlySpan<byte> tag)
{
    /// <summary>What a name ends before.</summary>
    public static readonly SearchValues<byte> NameEnd = SearchValues.Create(" \t\r\n/>"u8);

    private ReadOnlySpan<byte> _rest = tag[Math.Max(0, tag.IndexOfAny(NameEnd))..];

    /// <summary>Its name, without a prefix.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        while (true)
        {
            var equals = _rest.IndexOf((byte)'=');
            if (equals < 0) return false;
            var name = _rest[..equals].Trim(" \t\r\n"u8);
            var rest = _rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            var close = rest[1..].IndexOf(rest[0]);
            Value = rest.Slice(1, close);
            _rest = rest[(close + 2)..];
            var colon = name.IndexOf((byte)':');
            Name = name[(colon + 1)..];
            var prefix = colon < 0 ? name : name[..colon];
            if (!prefix.SequenceEqual("xmlns"u8) && !prefix.SequenceEqual("xml"u8) && !prefix.SequenceEqual("xsi"u8)) return true;
        }
    }
}
