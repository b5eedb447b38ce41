using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Deliveries;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Imports;

/// <summary>What the steps of the wizard post; each leads to the next, or back in words.</summary>
internal static class ImportForms
{
    public const string Root = "/tiep-nhan/nhap";

    public static void MapImports(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{Root}/tep", Choose)
            .WithFormOptions(multipartBodyLengthLimit: HeldFiles.Largest + (1 << 20)).ExcludeFromDescription();
        app.MapPost($"{Root}/{{id:guid}}/trang", Sheet).ExcludeFromDescription();
        app.MapPost($"{Root}/{{id:guid}}/cot", Columns).ExcludeFromDescription();
        app.MapPost($"{Root}/{{id:guid}}/gui", Send).ExcludeFromDescription();
        app.MapPost($"{Root}/{{id:guid}}/bo", Drop).ExcludeFromDescription();
    }

    private static Task<IResult> Choose(HttpContext http, IFormFile? file, [FromForm] string? contract, ImportDesk desk,
        CancellationToken stop)
    {
        var back = string.IsNullOrEmpty(contract) ? Root : $"{Root}?contract={Uri.EscapeDataString(contract)}";
        return Try(back, async () =>
        {
            if (file is not { Length: > 0 }) throw new FieldException("file", "Chưa chọn tệp, hoặc tệp rỗng.");
            await using var content = file.OpenReadStream();
            var held = await desk.Hold(content, DeliveryIntake.Clean(file.FileName) ?? "tep", contract, await http.HandsInAs(stop),
                http.User.Identity!.Name!, stop);
            return held.UsedAt is not null && IsSettled(ImportDesk.Choose(desk.Match(held), held.Mapping, ImportDesk.Answer))
                ? $"{Root}/{held.Id}/xem-thu" : $"{Root}/{held.Id}";
        });
    }

    private static bool IsSettled(ColumnChoices choices) => choices.Open.Count == 0 && choices.MissingKeys.Count == 0;

    private static Task<IResult> Sheet(Guid id, HttpContext http, [FromForm] string? sheet, [FromForm] string? line, ImportDesk desk,
        HeldFiles files) => At(id, async () =>
    {
        var held = files.Get(id, http.User.Identity!.Name!);
        if (!int.TryParse(line, CultureInfo.InvariantCulture, out var at) || at is < 1 or > 1_000_000)
            throw new FieldException("line", "Dòng tiêu đề là một số từ 1.");
        var said = held with { Mapping = new(held.Mapping?.Columns ?? new Dictionary<string, string?>(),
            string.IsNullOrEmpty(sheet) ? null : sheet, at), UsedAt = null };
        if (desk.Match(said) is var match && (match.Line != at || (said.Mapping!.Sheet is { } name && match.Sheet != name)))
            throw new FieldException("line", $"Dòng {at} không có tên cột nào của nguồn này, trong 20 dòng đầu của trang đã chọn.");
        files.Put(said);
        await Task.CompletedTask;
        return $"{Root}/{id}";
    });

    private static Task<IResult> Columns(Guid id, HttpContext http, IFormCollection form, ImportDesk desk, HeldFiles files) =>
        At(id, async () =>
    {
        var held = files.Get(id, http.User.Identity!.Name!);
        var match = desk.Match(held);
        var choices = ImportDesk.Choose(match, held.Mapping, c => form[$"c{c.Place}"].FirstOrDefault());
        var fields = match.Unfilled.Concat(match.Columns.Select(c => c.Field)).OfType<Field>().Select(f => f.From).ToHashSet();
        if (choices.Mapping.Columns.Values.FirstOrDefault(f => f is not null && !fields.Contains(f)) is { } stranger)
            throw new RefusedException($"Nguồn này không có trường '{stranger}'.");
        files.Put(held with { Mapping = choices.Open.Count == 0 ? choices.Mapping : Answered(choices), UsedAt = null });
        await Task.CompletedTask;
        if (choices.Twice is { } twice)
            throw new FieldException(Asked(match, choices, twice),
                $"Hai cột cùng ghép vào '{twice}'. Hãy giữ một cột, bỏ qua cột kia.");
        if (choices.Open is [var open, ..])
            throw new FieldException($"c{match.Columns.First(c => c.Words == open).Place}", choices.Open.Count == 1
                ? $"Cột '{open}' chưa chọn: ghép vào một trường, hoặc bỏ qua."
                : $"Còn {choices.Open.Count} cột chưa chọn, đầu tiên là '{open}'.");
        if (choices.MissingKeys.Count > 0)
            throw new RefusedException($"Chưa có cột nào cho: {string.Join(", ", choices.MissingKeys)}. " +
                "Không có thì hồ sơ không nhận được.");
        return $"{Root}/{id}/xem-thu";
    });

    /// <summary>Only what was answered; the rest is asked again.</summary>
    private static SheetMapping Answered(ColumnChoices choices) => choices.Mapping with
    {
        Columns = choices.Mapping.Columns.Where(c => !choices.Open.Contains(c.Key)).ToDictionary(c => c.Key, c => c.Value),
    };

    private static string Asked(LayoutMatch match, ColumnChoices choices, string field) =>
        $"c{match.Columns.Last(c => choices.Mapping.Columns[c.Words] == field).Place}";

    private static Task<IResult> Send(Guid id, HttpContext http, IFormCollection _, ImportDesk desk, HeldFiles files,
        CancellationToken stop) =>
        Try($"{Root}/{id}/xem-thu", async () =>
        {
            var receipt = await desk.Send(files.Get(id, http.User.Identity!.Name!), stop);
            return $"/tiep-nhan/{receipt.TrackingId}{(receipt.Kind is Collect.ReceiptKind.Duplicate ? "?trung=1" : "")}";
        });

    private static async Task<IResult> Drop(Guid id, HttpContext http, IFormCollection _, HeldFiles files)
    {
        if (files.Find(id, http.User.Identity!.Name!) is { } held) await files.Drop(held);
        return Results.LocalRedirect(Root);
    }

    private static Task<IResult> At(Guid id, Func<Task<string>> work) => Try($"{Root}/{id}", work);

    private static async Task<IResult> Try(string back, Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (RefusedException e)
        {
            return Refusal.Back(back, e);
        }
        catch (Store.Archive.ContentTooLargeException)
        {
            return Refusal.Back(back, new FieldException("file",
                $"Tệp lớn hơn {HeldFiles.Largest >> 20} MiB: hãy chia nhỏ, hoặc gửi qua API."));
        }
    }
}
