using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>Where and why a file cannot be read to its end.</summary>
public sealed record BrokenFile(string Problem, int Line, long Offset, string? Part)
{
    public override string ToString() =>
        $"{(Part is null ? "" : $"{Part}: ")}{Problem} (dòng {Line.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))}, byte {Offset.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))})";
}

/// <summary>
/// Cuts an envelope (GIAMDINHHS) into records as it streams by: HOSO with its FILEHOSO in any order, or FILEHOSO without a HOSO,
/// where a LOAIHOSO seen before begins the next record. A break ends the reading and is told in <see cref="Broken"/>.
/// </summary>
internal sealed class EnvelopeReader(Stream stream, Envelope names, XmlLimits limits, string? part, int firstNumber = 1) : IDisposable
{
    private readonly XmlWindow _xml = new(stream, limits);
    private readonly EnvelopeNames _names = new(names);
    private SourceHead _head = SourceHead.Unknown;
    private RawRecord? _record;
    private int _next = firstNumber;
    private bool _explicitRecord;

    public BrokenFile? Broken { get; private set; }

    public IEnumerable<RawRecord> Read()
    {
        while (true)
        {
            switch (_xml.Read())
            {
                case XmlToken.Start when _xml.Depth == 1 && !_names.Is(_xml.Name, names.Root):
                    Break($"phần tử gốc là <{Encoding.UTF8.GetString(_xml.Name)}>, phải là <{names.Root}>");
                    yield break;
                case XmlToken.Start:
                    if (Begin() is { } done) yield return done;
                    break;
                case XmlToken.End when _names.Is(_xml.Name, names.Record) || _names.Is(_xml.Name, names.List):
                    _explicitRecord = false;
                    if (Take() is { } closed) yield return closed;
                    break;
                case XmlToken.EndOfData:
                    if (Take() is { } final) yield return final;
                    yield break;
                case XmlToken.Broken:
                    Break(_xml.Problem!);
                    yield break;
            }
            if (Broken is not null) yield break;
        }
    }

    public void Dispose()
    {
        _record?.Dispose();
        _xml.Dispose();
    }

    /// <summary>Deals with an opening element; gives back a record that it shows to be complete.</summary>
    private RawRecord? Begin()
    {
        if (_names.Is(_xml.Name, names.Facility)) _head = _head with { FacilityCode = Word() };
        else if (_names.Is(_xml.Name, names.Made)) _head = _head with { MadeOn = Day(Word()) };
        else if (_names.Is(_xml.Name, names.Count)) _head = _head with { DeclaredCount = int.TryParse(Word(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null };
        else if (_names.Is(_xml.Name, names.Record))
        {
            var before = Take();
            (_record, _explicitRecord) = (New(), true);
            return before;
        }
        else if (_names.Is(_xml.Name, names.File)) return File();
        return null;
    }

    private RawRecord? File()
    {
        var offset = _xml.Offset;
        string? kind = null;
        RawContent? content = null;
        var depth = _xml.Depth;
        while (true)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken)
            {
                Break(_xml.Problem!);
                content?.Dispose();
                return null;
            }
            if (token is XmlToken.End && _xml.Depth < depth) break;
            if (token is not XmlToken.Start) continue;
            if (_names.Is(_xml.Name, names.Kind)) kind = Word();
            else if (_names.Is(_xml.Name, names.Content) && content is null) content = Content();
        }
        kind = kind?.ToUpperInvariant() ?? "";
        RawRecord? before = null;
        if (_record is null || (!_explicitRecord && _record.Files.Any(f => f.Kind == kind)))
        {
            before = Take();
            _record = new(_next++, offset, part, _head);
        }
        _record.Files.Add(new(kind, content ?? new RawContent(0)));
        return before;
    }

    /// <summary>Takes NOIDUNGFILE: text (base64 or escaped XML), CDATA, or plain elements copied as they stand.</summary>
    private RawContent Content()
    {
        var content = new RawContent(limits.MaxContent);
        var depth = _xml.Depth;
        while (true)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken or XmlToken.EndOfData)
            {
                Break(_xml.Problem ?? "tệp bị cắt ngang");
                return content;
            }
            if (token is XmlToken.End && _xml.Depth < depth) return content;
            if (token is XmlToken.Start && !content.Nested)
            {
                if (content.Bytes.IndexOfAnyExcept(" \t\r\n"u8) >= 0) content.Problem = "chữ và phần tử lẫn lộn trong nội dung";
                content.Nested = true;
            }
            if (content.Nested) content.Append(_xml.Raw);
            else if (_xml.Verbatim) content.Append(_xml.Text);
            else content.AppendUnescaped(_xml.Text);
        }
    }

    /// <summary>Text of a small head element.</summary>
    private string? Word()
    {
        var depth = _xml.Depth;
        var text = new StringBuilder();
        while (true)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken or XmlToken.EndOfData)
            {
                Break(_xml.Problem ?? "tệp bị cắt ngang");
                return null;
            }
            if (token is XmlToken.End && _xml.Depth < depth) return text.ToString().Trim() is { Length: > 0 } word ? word : null;
            if (token is XmlToken.Text && text.Length < 256) text.Append(Encoding.UTF8.GetString(_xml.Text[..Math.Min(_xml.Text.Length, 256)]));
        }
    }

    private RawRecord New() => new(_next++, _xml.Offset, part, _head);

    private RawRecord? Take()
    {
        var record = _record;
        _record = null;
        return record;
    }

    private void Break(string problem) => Broken ??= new(problem, _xml.Line, _xml.Offset, part);

    private static DateOnly? Day(string? digits) =>
        digits is { Length: >= 8 } && PartialDate.TryParse(digits[..8], out var date) && date.Precision == DatePrecision.Day ? date.Earliest : null;
}
