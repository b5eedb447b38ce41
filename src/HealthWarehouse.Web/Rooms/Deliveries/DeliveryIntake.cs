using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>
/// POST /api/v1/deliveries: the content as it is (XML, XLSX, CSV, JSON, zip, gz), JSON with base64, or multipart; one body, one delivery,
/// but a multipart may bring several. By which contract it is read says <c>contract</c>.
/// </summary>
internal static class DeliveryIntake
{
    public static async Task<IResult> Take(HttpContext http, Intake intake, House house, ContractDoor door, CancellationToken stop,
        string? fileName = null, string? version = null, string? contract = null, bool dryRun = false)
    {
        var key = Handover.Key(http.Request.Headers["Idempotency-Key"]);
        var (asked, sender) = await door.Open(contract, await http.HandsInAs(stop), stop);
        var from = new Handover(sender.Code, "api", asked.Code, string.IsNullOrEmpty(version) ? null : version, key, Clean(fileName));
        var type = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var parsed)
            ? parsed.MediaType.ToString().ToLowerInvariant() : "";
        var most = house.Settings.MaxUpload;
        var entries = new List<Entry>();
        try
        {
            switch (type)
            {
                case "multipart/form-data" when Boundary(parsed!) is { } boundary:
                    await Parts(new(boundary, http.Request.Body), intake, most, from, entries, stop);
                    if (entries.Count == 0) return Problems.Bad("Thiếu tệp", "multipart/form-data phải có ít nhất một tệp.");
                    break;
                case "multipart/form-data":
                    return Problems.Bad("Không đọc được yêu cầu", "multipart/form-data thiếu boundary.");
                case "application/json" when asked.Format is not ContractFormat.Json:
                    if (await Json(http.Request, intake, most, from, entries, stop) is { } fault) return fault;
                    break;
                default:
                    entries.Add(new(await intake.Stage(http.Request.Body, most, stop), from));
                    break;
            }
            return dryRun ? TypedResults.Ok(DryRunAnswer.Of(house, asked, sender, entries))
                : Answer(await intake.TakeStaged(entries, stop));
        }
        finally
        {
            foreach (var entry in entries) await entry.Content.DisposeAsync();
        }
    }

    /// <summary>202 for new and known deliveries alike; a key that stands for another content is a conflict.</summary>
    public static IResult Answer(Receipt receipt) => receipt.Kind is ReceiptKind.Conflict
        ? Problems.Conflict("Khoá đã dùng cho nội dung khác",
            $"Idempotency-Key này đã dùng cho lần gửi {receipt.TrackingId} với nội dung khác. Hãy dùng khoá mới.")
        : TypedResults.Accepted($"/api/v1/deliveries/{receipt.TrackingId}", Told(receipt));

    private static IResult Answer(IReadOnlyList<Receipt> receipts)
    {
        if (receipts.Count == 1 || receipts.Any(r => r.Kind is ReceiptKind.Conflict))
            return Answer(receipts.FirstOrDefault(r => r.Kind is ReceiptKind.Conflict) ?? receipts[0]);
        var answers = receipts.Select(Told).ToArray();
        return TypedResults.Accepted($"/api/v1/deliveries/{answers[0].TrackingId}", answers[0] with { Deliveries = answers });
    }

    public static ReceiptAnswer Told(Receipt receipt) =>
        new(receipt.TrackingId, receipt.Kind.ToString(), receipt.State, Note: receipt.Note);

    /// <summary>A content wrapped in JSON; gives the answer that says what is wrong with it, null when it was staged.</summary>
    private static async Task<IResult?> Json(HttpRequest request, Intake intake, long most, Handover handover, List<Entry> entries,
        CancellationToken stop)
    {
        JsonDelivery? body;
        byte[] content;
        try
        {
            body = await JsonSerializer.DeserializeAsync<JsonDelivery>(request.Body, JsonSerializerOptions.Web, stop);
            content = Convert.FromBase64String(body?.Content ?? "");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return Problems.Bad("Không đọc được yêu cầu",
                "Thân yêu cầu phải là JSON { \"content\": \"<base64 của tệp>\", \"fileName\": \"…\" }.");
        }
        if (content.Length == 0) return Problems.Bad("Thiếu nội dung", "Trường content phải là base64 của tệp.");
        using var stream = new MemoryStream(content);
        entries.Add(new(await intake.Stage(stream, most, stop),
            handover with { FileName = Clean(body!.FileName) ?? handover.FileName, Version = body.Version ?? handover.Version }));
        return null;
    }

    private static string? Boundary(MediaTypeHeaderValue type) =>
        HeaderUtilities.RemoveQuotes(type.Boundary).Value is { Length: > 0 } boundary ? boundary : null;

    /// <summary>The files of a form that nobody has read yet, each put away as it comes.</summary>
    public static async Task<IReadOnlyList<Receipt>> Files(HttpRequest request, Intake intake, long most, Handover from,
        CancellationToken stop)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || Boundary(type) is not { } boundary) return [];
        var entries = new List<Entry>();
        try
        {
            await Parts(new(boundary, request.Body), intake, most, from, entries, stop);
            return await intake.TakeStaged(entries, stop);
        }
        finally
        {
            foreach (var entry in entries) await entry.Content.DisposeAsync();
        }
    }

    /// <summary>Stages every file of a body, one after the other.</summary>
    private static async Task Parts(MultipartReader reader, Intake intake, long most, Handover handover, List<Entry> entries,
        CancellationToken stop)
    {
        while (await Next(reader, stop) is { } section)
        {
            if (section.GetContentDispositionHeader() is not { } disposition || !disposition.IsFileDisposition()) continue;
            var name = Clean(disposition.FileNameStar.Value ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value);
            var key = handover.IdempotencyKey is { } given && entries.Count > 0 ? $"{given}#{entries.Count}" : handover.IdempotencyKey;
            entries.Add(new(await intake.Stage(section.Body, most, stop), handover with { FileName = name, IdempotencyKey = key }));
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
