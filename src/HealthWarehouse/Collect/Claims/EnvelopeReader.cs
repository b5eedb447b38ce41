using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Claims;

/// <summary>
/// Cuts an envelope (GIAMDINHHS) into records as it streams by: HOSO with its FILEHOSO in any order, or FILEHOSO without a HOSO,
/// where a LOAIHOSO seen before begins the next record. A break ends the reading and is told in <see cref="Broken"/>.
/// </summary>
internal sealed class EnvelopeReader(Stream stream, Envelope names, XmlLimits limits, string? part, int recordsBefore = 0) : IDisposable
{
    private const int LongestWord = 256;
    private readonly XmlWindow _xml = new(stream, limits);
    private readonly EnvelopeNames _names = new(names);
    private RawRecord? _record;
    private bool _explicitRecord, _bare, _bareList;

    public BrokenFile? Broken { get; private set; }

    /// <summary>What was read of the head so far.</summary>
    public SourceHead Head { get; private set; } = SourceHead.Unknown;

    /// <summary>Records begun so far.</summary>
    public int Records { get; private set; }

    public IEnumerable<RawRecord> Read()
    {
        while (true)
        {
            switch (_xml.Read())
            {
                case XmlToken.Start when _xml.Depth == 1 && _names.Is(_xml.Name, names.Bare.Root):
                    _bare = true;
                    break;
                case XmlToken.Start when _bare:
                    if (BeginBare() is { } row) yield return row;
                    break;
                case XmlToken.Start when _xml.Depth == 1 && !_names.Is(_xml.Name, names.Root):
                    Break($"phần tử gốc là <{XmlText.Shown(_xml.Name)}>, phải là <{names.Root}>");
                    break;
                case XmlToken.Start:
                    if (Begin() is { } done) yield return done;
                    break;
                case XmlToken.End when _names.Is(_xml.Name, names.Record) || _names.Is(_xml.Name, names.List):
                    if (_record is not null && _explicitRecord && _names.Is(_xml.Name, names.Record)) _record.BodyEnd = _xml.Offset;
                    _explicitRecord = false;
                    if (Take() is { } closed) yield return closed;
                    break;
                case XmlToken.Text:
                    PassOver();
                    break;
                case XmlToken.EndOfData:
                    if (Take() is { } final) yield return final;
                    yield break;
                case XmlToken.Broken:
                    Break(_xml.Problem!);
                    break;
            }
            if (Broken is not null) yield break;
        }
    }

    /// <summary>Ends the reading at the place it has come to.</summary>
    public void Break(string problem) => Broken ??= new(problem, _xml.Line, _xml.Offset, part);

    public void Dispose()
    {
        _record?.Dispose();
        _xml.Dispose();
    }

    /// <summary>Deals with an opening element; gives back a record that it shows to be complete.</summary>
    private RawRecord? Begin()
    {
        if (_names.Is(_xml.Name, names.Facility)) Head = Head with { FacilityCode = Word() };
        else if (_names.Is(_xml.Name, names.Made)) Made(Word());
        else if (_names.Is(_xml.Name, names.Count)) Head = Head with { Declared = Word() };
        else if (_names.Is(_xml.Name, names.Unit)) Head = Head with { Unit = Word() };
        else if (_names.Is(_xml.Name, names.Request)) Head = Head with { Request = Word() };
        else if (_names.Is(_xml.Name, names.Record))
        {
            var before = Take();
            _record = New(_xml.Offset);
            _record.BodyStart = _xml.Offset + _xml.Raw.Length;
            _explicitRecord = true;
            return before;
        }
        else if (_names.Is(_xml.Name, names.File)) return File();
        return null;
    }

    /// <summary>A row of a table that came without an envelope is a record of that one table; the row may be the root itself.</summary>
    private RawRecord? BeginBare()
    {
        _bareList |= _names.Is(_xml.Name, names.Bare.List);
        var isRow = _names.Is(_xml.Name, names.Bare.Row);
        if (!isRow && _bareList) return null;
        var record = New(_xml.Offset);
        var content = new RawContent(limits.MaxContent) { Nested = true };
        content.Append(Encoding.UTF8.GetBytes($"<{names.Bare.Root}>"));
        if (!isRow) content.Append(_xml.Raw);
        Fill(content, isRow ? _xml.Depth : 1);
        content.Append(Encoding.UTF8.GetBytes($"</{names.Bare.Root}>"));
        record.Files.Add(new(names.Bare.Kind, content));
        return record;
    }

    private RawRecord? File()
    {
        var offset = _xml.Offset;
        string? kind = null, twice = null;
        RawContent? content = null;
        var depth = _xml.Depth;
        while (Broken is null)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken) Break(_xml.Problem!);
            if (token is XmlToken.End && _xml.Depth < depth) break;
            if (token is XmlToken.Text) PassOver();
            if (token is not XmlToken.Start) continue;
            var (isKind, isContent) = (_names.Is(_xml.Name, names.Kind), _names.Is(_xml.Name, names.Content));
            if ((isKind && kind is not null) || (isContent && content is not null))
                twice = $"có hai {(isKind ? names.Kind : names.Content)}";
            else if (isKind) kind = Word() ?? "";
            else if (isContent) content = Content(Math.Min(limits.MaxContent, limits.MaxRecord - (int)(_record?.Size ?? 0)));
        }
        content ??= new RawContent(0);
        content.Problem ??= twice;
        if (Broken is null) return Add(new(kind?.ToUpperInvariant() ?? "", content), offset);
        content.Dispose();
        return null;
    }

    /// <summary>Adds a file to the record it belongs to; gives back a record that it shows to be complete.</summary>
    private RawRecord? Add(RawFile file, long offset)
    {
        RawRecord? before = null;
        if (_record is null || (!_explicitRecord && _record.Files.Any(f => f.Kind == file.Kind)))
        {
            before = Take();
            _record = New(offset);
        }
        _record.TooManyFiles = _record.Files.Count == limits.MaxFiles;
        if (_record.TooManyFiles) file.Content.Dispose();
        else _record.Files.Add(file);
        return before;
    }

    /// <summary>Takes NOIDUNGFILE: text (base64 or escaped XML), CDATA, or plain elements copied as they stand.</summary>
    private RawContent Content(int limit) => Fill(new RawContent(limit) { Start = _xml.Offset + _xml.Raw.Length }, _xml.Depth);

    private RawContent Fill(RawContent content, int depth)
    {
        while (true)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken)
            {
                Break(_xml.Problem!);
                return content;
            }
            content.End = _xml.Offset;
            if (token is XmlToken.End && _xml.Depth < depth) return content;
            if (token is XmlToken.Start && !content.Nested)
            {
                if (content.Bytes.IndexOfAnyExcept(" \t\r\n"u8) >= 0) content.Problem = "chữ và phần tử lẫn lộn trong nội dung";
                content.Nested = true;
            }
            if (content.Nested) content.Append(_xml.Raw);
            else if (_xml.Escaped) content.AppendUnescaped(_xml.Text);
            else content.Append(_xml.Text);
        }
    }

    /// <summary>Text of a small element; null when there is none or too much.</summary>
    private string? Word()
    {
        using var content = Content(LongestWord);
        if (content.Problem is { } problem) Break(problem);
        return Encoding.UTF8.GetString(content.Bytes).Trim() is { Length: > 0 } word ? word : null;
    }

    /// <summary>Text between the elements means nothing, but may not hold an entity either.</summary>
    private void PassOver()
    {
        if (_xml.Escaped && !XmlText.IsSound(_xml.Text)) Break(XmlText.UnknownReference);
    }

    private RawRecord New(long offset)
    {
        if (recordsBefore + Records == limits.MaxRecords)
            Break(string.Create(CultureInfo.GetCultureInfo("vi-VN"), $"tệp có quá {limits.MaxRecords:N0} hồ sơ; hãy tách thành nhiều tệp"));
        return new(recordsBefore + ++Records, offset, part, Head);
    }

    private RawRecord? Take()
    {
        var record = _record;
        _record = null;
        return record;
    }

    private void Made(string? digits)
    {
        if (digits is not { Length: >= 8 } || !PartialDate.TryParse(digits[..8], out var day) || day.Precision != DatePrecision.Day)
            Head = Head with { MadeOn = null, MadeAt = null };
        else if (digits.Length >= 12 && PartialDate.TryParse(digits[..12], out var minute))
            Head = Head with { MadeOn = day.Earliest,
                MadeAt = day.Earliest.ToDateTime(minute.Precision is DatePrecision.Minute
                ? new(minute.Hour, minute.Minute) : new(23, 59, 59)) };
        else Head = Head with { MadeOn = day.Earliest, MadeAt = day.Earliest.ToDateTime(new(23, 59, 59)) };
    }
}
