using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Takes an object apart into the rows of its tables: properties are fields by their names or pointers, arrays of objects rows of the
/// tables that stand there. What nobody declared is given under its name, nested values as their JSON.
/// </summary>
internal sealed class JsonShape : IRecordShape
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 64, AllowMultipleValues = true };

    private readonly RecordTree _root;
    private readonly TableNames[] _names;
    private readonly XmlLimits _limits;

    public JsonShape(Contract contract, XmlLimits limits)
    {
        (_root, _limits) = (RecordTree.Of(contract, out var tables), limits);
        _names = [.. tables.Select(t => new TableNames(t))];
    }

    public void Fill(SourceRecord record, ReadOnlySpan<byte> text)
    {
        var walk = new Walk(this, record, text);
        walk.Row(_root);
        walk.Done();
    }

    private ref struct Walk(JsonShape shape, SourceRecord record, ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private readonly RecordTables _tables = new(shape._names, record, bytes.Length, shape._limits.MaxRows);
        private Utf8JsonReader _json = Begun(bytes);
        private byte[] _scratch = [];

        private static Utf8JsonReader Begun(ReadOnlySpan<byte> bytes)
        {
            var json = new Utf8JsonReader(bytes, Options);
            json.Read();
            return json;
        }

        public readonly void Done() => _tables.Done();

        /// <summary>The value that was come to, as a row of a table.</summary>
        public void Row(RecordTree node)
        {
            if (_tables.Row(node.Table) is not { } text)
            {
                _json.Skip();
                return;
            }
            if (_json.TokenType is JsonTokenType.StartObject) Object(node, text);
            else if (_json.TokenType is not JsonTokenType.Null) Unknown(text, "(giá trị)"u8);
            text.CloseRow();
        }

        private void Object(RecordTree node, TableText text)
        {
            var last = -1;
            while (_json.Read() && _json.TokenType is JsonTokenType.PropertyName)
            {
                var name = Text();
                var child = node.Find(name, ref last);
                if (child is null)
                {
                    // the name is where the next value may be unescaped
                    var kept = node.IsRow ? name.ToArray() : [.. Encoding.UTF8.GetBytes(node.Path), (byte)'/', .. name];
                    _json.Read();
                    Unknown(text, kept);
                    continue;
                }
                _json.Read();
                Value(child, text);
            }
        }

        private void Value(RecordTree node, TableText text)
        {
            if (_json.TokenType is JsonTokenType.Null) return;
            if (node.IsRow) Rows(node);
            else if (_json.TokenType is JsonTokenType.StartObject && node.HasChildren) Object(node, text);
            else if (_json.TokenType is JsonTokenType.StartArray && node.HasChildren) Items(node, text);
            else if (node.Field < 0) Unknown(text, Encoding.UTF8.GetBytes(node.Path));
            else Field(node, text);
        }

        private void Rows(RecordTree node)
        {
            if (_json.TokenType is not JsonTokenType.StartArray) Row(node);
            else while (_json.Read() && _json.TokenType is not JsonTokenType.EndArray) Row(node);
        }

        /// <summary>Items of an array that are fields by their number.</summary>
        private void Items(RecordTree node, TableText text)
        {
            var last = -1;
            for (var i = 0; _json.Read() && _json.TokenType is not JsonTokenType.EndArray; i++)
            {
                var name = Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture));
                if (node.Find(name, ref last) is { } child) Value(child, text);
                else Unknown(text, Encoding.UTF8.GetBytes($"{node.Path}/{i}"));
            }
        }

        private void Field(RecordTree node, TableText text)
        {
            var type = shape._names[node.Table].Fields[node.Field].Type;
            switch (_json.TokenType)
            {
                case JsonTokenType.String:
                    text.Add(node.Field, Text().Trim(" \t\r\n"u8), Hand.Software);
                    break;
                case JsonTokenType.Number when ValueForm.IsPlain(_json.ValueSpan, type):
                    text.Put(node.Field, _json.ValueSpan);
                    break;
                case JsonTokenType.Number:
                    text.Add(node.Field, new Cell(Encoding.UTF8.GetString(_json.ValueSpan), Odd.Number), Hand.Software);
                    break;
                case JsonTokenType.True or JsonTokenType.False when type is FieldType.Flag:
                    text.Put(node.Field, _json.TokenType is JsonTokenType.True ? "1"u8 : "0"u8);
                    break;
                case JsonTokenType.StartArray when type is FieldType.Texts or FieldType.Codes or FieldType.Days && List() is { } list:
                    text.Add(node.Field, Encoding.UTF8.GetBytes(list), Hand.Software);
                    break;
                default:
                    text.Put(node.Field, Raw());
                    break;
            }
        }

        /// <summary>An array of words as one text, semicolons between; null, and nothing read, where it holds anything else.</summary>
        private string? List()
        {
            var ahead = _json;
            var words = new List<string>();
            while (ahead.Read() && ahead.TokenType is JsonTokenType.String or JsonTokenType.Number)
                words.Add(Encoding.UTF8.GetString(ahead.TokenType is JsonTokenType.String ? Unescaped(ahead) : ahead.ValueSpan).Trim());
            if (ahead.TokenType is not JsonTokenType.EndArray) return null;
            _json = ahead;
            return string.Join(';', words);
        }

        private void Unknown(TableText text, scoped ReadOnlySpan<byte> name)
        {
            if (_json.TokenType is JsonTokenType.Null) return;
            text.Put(name, _json.TokenType is JsonTokenType.String ? Text() : Raw());
        }

        /// <summary>The value as it is written, read to its end.</summary>
        private ReadOnlySpan<byte> Raw()
        {
            var start = (int)_json.TokenStartIndex;
            _json.Skip();
            return _bytes[start..(int)_json.BytesConsumed];
        }

        private ReadOnlySpan<byte> Text() => _json.ValueIsEscaped ? Unescaped(_json) : _json.ValueSpan;

        /// <summary>What the escapes mean; half a character (\ud800 alone) means nothing and is left as it is written.</summary>
        private ReadOnlySpan<byte> Unescaped(Utf8JsonReader json)
        {
            if (!json.ValueIsEscaped) return json.ValueSpan;
            if (_scratch.Length < json.ValueSpan.Length) _scratch = new byte[json.ValueSpan.Length];
            try
            {
                return _scratch.AsSpan(0, json.CopyString(_scratch));
            }
            catch (InvalidOperationException)
            {
                return json.ValueSpan;
            }
        }
    }
}
