using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>
/// POST /api/v1/deliveries: raw XML (or zip, gz), JSON with base64, or multipart; one body, one delivery, but a multipart may bring
/// several.
/// </summary>
internal static class DeliveryIntake
{
    public static async Task<IResult> Take(HttpContext http, Intake intake, House house, CancellationToken stop, string? fileName = null,
        string? version = null)
    {
        var key = Handover.Key(http.Request.Headers["Idempotency-Key"]);
        var handover = new Handover(await http.HandsInAs(stop), "api", Version: string.IsNullOrEmpty(version) ? null : version,
            IdempotencyKey: key, FileName: Clean(fileName));
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed)
            ? parsed.MediaType.ToString().ToLowerInvariant() : "";
        return type switch
        {
            "application/json" => await Json(http, intake, house, handover, stop),
            "multipart/form-data" => await Multipart(http, intake, house, handover, parsed!, stop),
            _ => Answer(await intake.Take(http.Request.Body, handover, house.Settings.MaxUpload, stop)),
        };
    }

    /// <summary>202 for new and known deliveries alike; a key that stands for another content is a conflict.</summary>
    public static IResult Answer(Receipt receipt) => receipt.Kind is ReceiptKind.Conflict
        ? Problems.Conflict("Khoá đã dùng cho nội dung khác",
            $"Idempotency-Key này đã dùng cho lần gửi {receipt.TrackingId} với nội dung khác. Hãy dùng khoá mới.")
        : TypedResults.Accepted($"/api/v1/deliveries/{receipt.TrackingId}", Told(receipt));

    public static ReceiptAnswer Told(Receipt receipt) =>
        new(receipt.TrackingId, receipt.Kind.ToString(), receipt.State, Note: receipt.Note);

    private static async Task<IResult> Json(HttpContext http, Intake intake, House house, Handover handover, CancellationToken stop)
    {
        JsonDelivery? body;
        byte[] content;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JsonDelivery>(http.Request.Body, JsonSerializerOptions.Web, stop);
            content = Convert.FromBase64String(body?.Content ?? "");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Problems.Bad("Không đọc được yêu cầu",
                "Thân yêu cầu phải là JSON { \"content\": \"<base64 của tệp XML>\", \"fileName\": \"…\" }.");
        }
        if (content.Length == 0) return Problems.Bad("Thiếu nội dung", "Trường content phải là base64 của tệp XML.");
        using var stream = new MemoryStream(content);
        return Answer(await intake.Take(stream,
            handover with { FileName = Clean(body!.FileName) ?? handover.FileName, Version = body.Version ?? handover.Version },
            house.Settings.MaxUpload, stop));
    }

    private static async Task<IResult> Multipart(HttpContext http, Intake intake, House house, Handover handover,
        MediaTypeHeaderValue type, CancellationToken stop)
    {
        if (Boundary(type) is not { } boundary) return Problems.Bad("Không đọc được yêu cầu", "multipart/form-data thiếu boundary.");
        var receipts = await Parts(new(boundary, http.Request.Body), intake, house.Settings.MaxUpload, handover, stop);
        if (receipts.Count == 0) return Problems.Bad("Thiếu tệp", "multipart/form-data phải có ít nhất một tệp.");
        if (receipts.Count == 1 || receipts.Any(r => r.Kind is ReceiptKind.Conflict))
            return Answer(receipts.FirstOrDefault(r => r.Kind is ReceiptKind.Conflict) ?? receipts[0]);
        var answers = receipts.Select(Told).ToArray();
        return TypedResults.Accepted($"/api/v1/deliveries/{answers[0].TrackingId}", answers[0] with { Deliveries = answers });
    }

    private static string? Boundary(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary ? boundary : null;

    /// <summary>The files of a form that nobody has read yet, each put away as it comes.</summary>
    public static Task<IReadOnlyList<Receipt>> Files(HttpRequest request, Intake intake, long most, Handover from,
        CancellationToken stop) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && Boundary(type) is { } boundary
            ? Parts(new(boundary, request.Body), intake, most, from, stop) : Task.FromResult<IReadOnlyList<Receipt>>([]);

    /// <summary>Every file of a body, read one after the other and taken in together.</summary>
    private static async Task<IReadOnlyList<Receipt>> Parts(MultipartReader reader, Intake intake, long most, Handover handover,
        CancellationToken stop)
    {
        var entries = new List<Entry>();
        try
        {
            while (await Next(reader, stop) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition()) continue;
                var name = Clean(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value);
                var key = handover.IdempotencyKey is { } given && entries.Count > 0 ? $"{given}#{entries.Count}" : handover.IdempotencyKey;
                entries.Add(new(await intake.Stage(section.Body, most, stop), handover with { FileName = name, IdempotencyKey = key }));
            }
            return await intake.TakeStaged(entries, stop);
        }
        finally
        {
            foreach (var entry in entries) await entry.Content.DisposeAsync();
        }
    }

    /// <summary>
    /// The next part of a body; one that is no multipart, or breaks off, is the asker's mistake and no fault of the house.
    /// </summary>
    private static async Task<MultipartSection?> Next(MultipartReader reader, CancellationToken stop)
    {
        try
        {
            return await reader.ReadNextSectionAsync(stop);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadHttpRequestException("multipart/form-data", e);
        }
    }

    /// <summary>Only the last part of a file name, short, without control characters: it is shown, never used as a path.</summary>
    public static string? Clean(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return null;
        var last = new string([.. name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Where(c => !char.IsControl(c))]).Trim();
        return last.Length == 0 ? null : last.Length > 120 ? last[..120] : last;
    }

    private sealed record JsonDelivery(string? Content, string? FileName, string? Version);
}
