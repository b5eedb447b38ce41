using System.Text.Json;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store.Archive;
using Microsoft.AspNetCore.Http.Features;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// What a client sent, whatever it wrapped it in: form fields, multipart or a JSON object. Names are found whatever their capitals.
/// </summary>
internal sealed class SentBody
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<string>> _lists = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<(string? Name, byte[] Content)> Files { get; private init; } = [];

    public string? this[string name] => _values.GetValueOrDefault(name);

    public IReadOnlyList<string>? List(string name) => _lists.GetValueOrDefault(name);

    /// <summary>The first of some fields that is missing or empty.</summary>
    public string? Missing(params string[] names) => names.FirstOrDefault(n => string.IsNullOrWhiteSpace(this[n]));

    /// <summary>Reads the body; one that is not what it says throws RefusedException.</summary>
    public static async Task<SentBody> Read(HttpContext http, SpokenShape spoken)
    {
        if (!http.Request.HasFormContentType) return await Json(http);
        var most = ShapeGuard.LargestBody(spoken);
        http.Features.Set<IFormFeature>(new FormFeature(http.Request,
            new FormOptions { ValueLengthLimit = (int)Math.Min(most, int.MaxValue), MultipartBodyLengthLimit = most, ValueCountLimit = 64,
            MemoryBufferThreshold = 1 << 20 }));
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var body = new SentBody { Files = [.. await Task.WhenAll(form.Files.Select(f =>
            Content(f, spoken.Shape.MaxBytes, http.RequestAborted)))] };
        foreach (var (name, value) in form) body._values[name] = value.ToString();
        return body;
    }

    /// <summary>The body itself, when it is the content.</summary>
    public static async Task<byte[]> Raw(HttpContext http, SpokenShape spoken)
    {
        using var content = new MemoryStream();
        if (http.Request.ContentLength > spoken.Shape.MaxBytes) throw new ContentTooLargeException(spoken.Shape.MaxBytes);
        await http.Request.Body.CopyToAsync(content, http.RequestAborted);
        return content.Length <= spoken.Shape.MaxBytes ? content.ToArray() : throw new ContentTooLargeException(spoken.Shape.MaxBytes);
    }

    /// <summary>Base64 of a content; null when it is none. A form whose + were not escaped brings spaces.</summary>
    public static byte[]? Decode(string text, SpokenShape spoken)
    {
        var content = new byte[text.Length / 4 * 3 + 3];
        if (!Convert.TryFromBase64String(text.Trim().Replace(' ', '+'), content, out var length) || length == 0) return null;
        return length <= spoken.Shape.MaxBytes ? content[..length] : throw new ContentTooLargeException(spoken.Shape.MaxBytes);
    }

    private static async Task<(string?, byte[])> Content(IFormFile file, long most, CancellationToken stop)
    {
        if (file.Length > most) throw new ContentTooLargeException(most);
        using var content = new MemoryStream();
        await file.CopyToAsync(content, stop);
        return (file.FileName, content.ToArray());
    }

    private static async Task<SentBody> Json(HttpContext http)
    {
        var body = new SentBody();
        try
        {
            using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            if (json.RootElement.ValueKind is not JsonValueKind.Object)
                throw new RefusedException("Thân yêu cầu không phải đối tượng JSON.");
            foreach (var field in json.RootElement.EnumerateObject()) body.Add(field);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: half a character (\ud800)
        {
            throw new RefusedException("Thân yêu cầu không phải JSON.", e);
        }
        return body;
    }

    private void Add(JsonProperty field)
    {
        if (field.Value.ValueKind is JsonValueKind.String) _values[field.Name] = field.Value.GetString()!;
        else if (field.Value.ValueKind is JsonValueKind.Number) _values[field.Name] = field.Value.GetRawText();
        else if (field.Value.ValueKind is JsonValueKind.Array)
            _lists[field.Name] = [.. field.Value.EnumerateArray().Select(v => v.ValueKind is JsonValueKind.String ? v.GetString()! : "")];
    }
}
