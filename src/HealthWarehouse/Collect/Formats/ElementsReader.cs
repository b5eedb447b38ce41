using System.Buffers;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Reads XML whose records are the elements at the path the contract declares. DTDs and entities are refused; only a window of the file is
/// in memory.
/// </summary>
internal sealed class ElementsReader(Contract contract, XmlLimits limits) : FilesReader
{
    private readonly ElementsShape _shape = new(contract, limits);

    protected override IEnumerable<ContentPart> Open(Stream content) => Containers.Open(content, limits);

    protected override IEnumerable<RecordGroup> Read(ContentPart part, int groupBytes)
    {
        using var cutter = new ElementsCutter(part.Content, contract.Records, limits);
        var group = new CutRecords(_shape, part.Name, groupBytes);
        try
        {
            while (cutter.Next())
            {
                if (Records == limits.MaxRecords)
                {
                    Broken = new(string.Create(CultureInfo.GetCultureInfo("vi-VN"),
                        $"tệp có quá {limits.MaxRecords:N0} bản ghi; hãy tách thành nhiều tệp"), 0, cutter.Offset, part.Name);
                    yield break;
                }
                group.Add(++Records, cutter.Offset, cutter.Text);
                if (group.Bytes < groupBytes) continue;
                var full = group;
                group = new(_shape, part.Name, groupBytes);
                yield return full;
            }
            if (cutter.Problem is { } problem) Broken = new(problem, cutter.Line, cutter.Place, part.Name);
            if (Broken is not null || group.Bytes == 0) yield break;
            var last = group;
            group = new(_shape, part.Name, 0);
            yield return last;
        }
        finally
        {
            group.Dispose();
        }
    }
}

/// <summary>Cuts the elements at a path out of a file. A break ends it, and is told.</summary>
internal sealed class ElementsCutter(Stream utf8, string path, XmlLimits limits) : IDisposable
{
    private const int Most = 16 << 20;

    private readonly XmlWindow _xml = new(utf8, limits);
    private readonly byte[][] _steps = [.. path.Trim('/').Split('/').Select(Encoding.UTF8.GetBytes)];
    private byte[] _text = ArrayPool<byte>.Shared.Rent(1 << 14);
    private int _end, _gone;

    public string? Problem { get; private set; }

    public int Line { get; private set; }

    /// <summary>Byte the reading has come to.</summary>
    public long Place => _xml.Offset;

    /// <summary>Byte the record begins at, and those its content begins and ends at; the same where it has none.</summary>
    public long Offset { get; private set; }

    public long BodyStart { get; private set; }

    public long BodyEnd { get; private set; }

    /// <summary>The record as it stands in the file.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, _end);

    /// <summary>Goes to the next record.</summary>
    public bool Next()
    {
        while (Problem is null)
            switch (_xml.Read())
            {
                case XmlToken.Start:
                    if (_xml.Depth == _gone + 1 && _xml.Name.SequenceEqual(_steps[_gone])) _gone++;
                    else if (_xml.Depth == 1)
                        Break($"phần tử gốc là <{XmlText.Shown(_xml.Name)}>, phải là <{Encoding.UTF8.GetString(_steps[0])}>");
                    if (_gone == _steps.Length && Take()) return true;
                    break;
                case XmlToken.End:
                    _gone = Math.Min(_gone, _xml.Depth);
                    break;
                case XmlToken.Text when _xml.Escaped && !XmlText.IsSound(_xml.Text):
                    Break(XmlText.UnknownReference);
                    break;
                case XmlToken.Broken:
                    Break(_xml.Problem!);
                    break;
                case XmlToken.EndOfData:
                    return false;
            }
        return false;
    }

    public void Dispose()
    {
        _xml.Dispose();
        ArrayPool<byte>.Shared.Return(_text);
        _text = [];
    }

    private bool Take()
    {
        var depth = _xml.Depth;
        (Offset, _end) = (_xml.Offset, 0);
        BodyStart = BodyEnd = Offset + _xml.Raw.Length;
        Append(_xml.Raw);
        while (Problem is null)
        {
            var token = _xml.Read();
            if (token is XmlToken.Broken) Break(_xml.Problem!);
            else if (token is XmlToken.Text && _xml.Escaped && !XmlText.IsSound(_xml.Text)) Break(XmlText.UnknownReference);
            else if (_end + _xml.Raw.Length > Most) Break($"một bản ghi dài quá {Most >> 20} MiB");
            else Append(_xml.Raw);
            if (token is not XmlToken.End || _xml.Depth >= depth) continue;
            BodyEnd = Math.Max(BodyStart, _xml.Offset);
            _gone--;
            return Problem is null;
        }
        return false;
    }

    private void Break(string problem) => (Problem, Line) = (Problem ?? problem, _xml.Line);

    private void Append(ReadOnlySpan<byte> raw)
    {
        if (_end + raw.Length > _text.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(2 * (_end + raw.Length));
            _text.AsSpan(0, _end).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_text);
            _text = bigger;
        }
        raw.CopyTo(_text.AsSpan(_end));
        _end += raw.Length;
    }
}
