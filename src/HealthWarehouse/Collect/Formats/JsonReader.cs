using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// Reads JSON whose records are the objects of an array, at the pointer the contract declares or the document itself; one object, or many
/// one after the other, are as good. However long the array, only a window of it is in memory.
/// </summary>
internal sealed class JsonReader(Contract contract, XmlLimits limits) : FilesReader
{
    private readonly JsonShape _shape = new(contract, limits);

    protected override IEnumerable<ContentPart> Open(Stream content) => JsonText.Open(content, limits);

    protected override IEnumerable<RecordGroup> Read(ContentPart part, int groupBytes)
    {
        using var cutter = new JsonCutter(part.Content, contract.Records, limits);
        CutRecords? group = null;
        try
        {
            foreach (var record in cutter.Records())
            {
                if (Records == limits.MaxRecords)
                {
                    Broken = new(string.Create(CultureInfo.GetCultureInfo("vi-VN"),
                        $"tệp có quá {limits.MaxRecords:N0} bản ghi; hãy tách thành nhiều tệp"), 0, record.Offset, part.Name);
                    yield break;
                }
                group ??= new(_shape, part.Name, groupBytes);
                group.Add(++Records, record.Offset, cutter[record]);
                if (group.Bytes < groupBytes) continue;
                var full = group;
                group = null;
                yield return full;
            }
            Broken = cutter.Problem is { } problem ? new(problem, cutter.Line, cutter.Offset, part.Name) : null;
            if (Broken is not null || group is null) yield break;
            var last = group;
            group = null;
            yield return last;
        }
        finally
        {
            group?.Dispose();
        }
    }
}

/// <summary>The files of a delivery of JSON as UTF-8 without a mark.</summary>
internal static class JsonText
{
    private const int Looked = 256;

    public static IEnumerable<ContentPart> Open(Stream content, XmlLimits limits)
    {
        foreach (var part in Containers.Unpack(content, limits))
        {
            var peeked = part.Content as PeekStream ?? new PeekStream(part.Content);
            var start = peeked.Peek(Looked);
            if (Containers.IsZip(start.Span) || Containers.IsGzip(start.Span)) throw Containers.Nested(part.Name);
            var encoding = TextEncodings.Of(start.Span);
            yield return part with
            {
                Content = encoding is UTF8Encoding ? peeked
                    : Encoding.CreateTranscodingStream(peeked, encoding, new UTF8Encoding(false, true)),
            };
        }
    }
}

/// <summary>A record where it stands in the window, and in its file.</summary>
internal readonly record struct JsonPlace(long Offset, int Start, int Length);

/// <summary>Finds the records of a JSON text as it streams by. What is not JSON ends it, and is told.</summary>
internal sealed class JsonCutter(Stream utf8, string pointer, XmlLimits limits) : IDisposable
{
    /// <summary>Largest record, and largest value beside the records.</summary>
    private const int Most = 16 << 20;

    private readonly byte[][] _steps = [.. RecordTree.Steps(pointer).Select(Encoding.UTF8.GetBytes)];
    private readonly Queue<JsonPlace> _found = new();
    private byte[] _window = ArrayPool<byte>.Shared.Rent(limits.Window);

    /// <summary>What of the window is filled, and taken by the reader.</summary>
    private int _filled, _taken;
    private bool _last, _any;
    private JsonReaderState _state = new(JsonShape.Options);

    /// <summary>Steps of the pointer that were gone; whether the next value is on the way; depth of the array of records, or -1.</summary>
    private int _gone, _array = -1;
    private bool _onWay, _arrived;

    /// <summary>Where the record begins that is not at its end, or -1; and its depth.</summary>
    private int _record = -1, _depth;

    public string? Problem { get; private set; }

    public int Line { get; private set; }

    /// <summary>Bytes before the window; of a problem, before its place.</summary>
    public long Offset { get; private set; }

    /// <summary>The bytes of a record, until the next is asked for.</summary>
    public ReadOnlySpan<byte> this[JsonPlace place] => _window.AsSpan(place.Start, place.Length);

    public IEnumerable<JsonPlace> Records()
    {
        Fill();
        if (_window.AsSpan(0, _filled).StartsWith("\uFEFF"u8)) _taken = 3;
        while (true)
        {
            var went = Go();
            while (_found.TryDequeue(out var record)) yield return record;
            if (!went || Problem is not null) yield break;
            if (_last)
            {
                End();
                yield break;
            }
            Fill();
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        _window = [];
    }

    private void End()
    {
        if (!_any) Break("tệp rỗng", 0, 0);
        else if (!_arrived) Break($"không có mảng bản ghi ở '{pointer}'", 0, 0);
    }

    private void Break(string problem, long line, int at) =>
        (Problem, Line, Offset) = (problem, (int)Math.Min(line, int.MaxValue), Offset + at);

    /// <summary>Keeps what is not done with and brings in more; a record or a value that does not fit makes the window larger.</summary>
    private void Fill()
    {
        var from = _record >= 0 ? _record : _taken;
        Buffer.BlockCopy(_window, from, _window, 0, _filled - from);
        (_filled, _taken, Offset) = (_filled - from, _taken - from, Offset + from);
        if (_record >= 0) _record = 0;
        if (_filled == _window.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(_window.Length * 2);
            _window.AsSpan(0, _filled).CopyTo(bigger);
            ArrayPool<byte>.Shared.Return(_window);
            _window = bigger;
        }
        var room = _window.AsSpan(_filled);
        var read = utf8.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        _last = read < room.Length;
        _filled += read;
    }

    /// <summary>Reads what the window holds; false when it is no JSON.</summary>
    private bool Go()
    {
        var json = new Utf8JsonReader(_window.AsSpan(_taken, _filled - _taken), _last, _state);
        try
        {
            while (json.Read() && Problem is null) Take(ref json);
        }
        catch (JsonException e)
        {
            Refuse(e, json);
            return false;
        }
        (_state, _taken) = (json.CurrentState, _taken + (int)json.BytesConsumed);
        if (_filled - (_record >= 0 ? _record : _taken) <= Most || _last) return Problem is null;
        Break(TooLong(_record >= 0 ? "bản ghi" : "giá trị"), 0, _record >= 0 ? _record : _taken);
        return false;
    }

    private static string TooLong(string what) => $"một {what} dài quá {Most >> 20} MiB";

    private void Refuse(JsonException e, Utf8JsonReader json)
    {
        var at = (int)json.BytesConsumed;
        var deeper = json.CurrentDepth >= JsonShape.Options.MaxDepth - 1 && _taken + at < _filled
            && _window[_taken + at] is (byte)'[' or (byte)'{';
        var problem = deeper ? $"lồng quá {JsonShape.Options.MaxDepth} cấp"
            : IsCut(json, at) ? "tệp JSON bị cắt ngang" : "JSON viết sai";
        Break(problem, (e.LineNumber ?? 0) + 1, _taken + at);
    }

    /// <summary>Whether more text could have made it right.</summary>
    private bool IsCut(Utf8JsonReader json, int at)
    {
        if (!_last) return false;
        var again = new Utf8JsonReader(_window.AsSpan(_taken + at, _filled - _taken - at), false, json.CurrentState);
        try
        {
            while (again.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void Take(ref Utf8JsonReader json)
    {
        _any = true;
        var (token, depth) = (json.TokenType, json.CurrentDepth);
        if (_record >= 0)
        {
            if (depth == _depth && token is JsonTokenType.EndObject or JsonTokenType.EndArray) Found(_taken + (int)json.BytesConsumed);
        }
        else if (_array >= 0)
        {
            if (token is JsonTokenType.EndArray && depth == _array) _array = -1;
            else Begin(ref json);
        }
        else if (_onWay || (_steps.Length == 0 && depth == 0))
        {
            _onWay = false;
            if (_gone < _steps.Length - 1) _gone += token is JsonTokenType.StartObject ? 1 : 0;
            else Arrive(ref json);
        }
        else if (token is JsonTokenType.PropertyName && depth == _gone + 1 && _steps.Length > _gone)
            _onWay = json.ValueTextEquals(_steps[_gone]);
        else if (token is JsonTokenType.EndObject && depth == _gone && _gone > 0) _gone--;
    }

    private void Arrive(ref Utf8JsonReader json)
    {
        _arrived = true;
        if (json.TokenType is JsonTokenType.StartArray) _array = json.CurrentDepth;
        else if (json.TokenType is JsonTokenType.StartObject) Begin(ref json);
        else if (json.TokenType is not JsonTokenType.Null)
            Break($"{(pointer.Length == 0 ? "tệp" : $"'{pointer}'")} không phải là mảng hay đối tượng JSON", 0,
                _taken + (int)json.TokenStartIndex);
    }

    /// <summary>A record begins; one that is no object ends at once.</summary>
    private void Begin(ref Utf8JsonReader json)
    {
        (_record, _depth) = (_taken + (int)json.TokenStartIndex, json.CurrentDepth);
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) Found(_taken + (int)json.BytesConsumed);
    }

    private void Found(int end)
    {
        if (end - _record > Most) Break(TooLong("bản ghi"), 0, _record);
        else if (Utf8.IsValid(_window.AsSpan(_record, end - _record))) _found.Enqueue(new(Offset + _record, _record, end - _record));
        else Break("chữ không phải UTF-8", 0, _record);
        _record = -1;
    }
}
