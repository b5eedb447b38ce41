using HealthWarehouse.Concepts;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Lists;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Catalogue;

/// <summary>Official lists come in: by the API in one step, by the page in two, the first of which only looks.</summary>
internal static class ListImportEndpoints
{
    public static void MapListImports(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/catalogue/imports", Import).WithTags("Danh mục").WithSummary("Nhập danh mục chính thức (thân yêu cầu là tệp)")
            .DisableAntiforgery();
        app.MapPost("/danh-muc/nhap/xem", Look).ExcludeFromDescription();
        app.MapPost("/danh-muc/nhap/{id:guid}/ghi", Confirm).ExcludeFromDescription();
    }

    private static Task<ListImportResult> Import(HttpContext http, House house, string fileName = "danh-muc", string? list = null,
        bool dryRun = false, string? validFrom = null, CancellationToken stop = default) =>
        house.Lists.Run(http.Request.Body, new(fileName, Given(list), dryRun, TypedDay.Of(validFrom)), http.User.Viewer()!, stop: stop);

    private static async Task<IResult> Look(IFormFile file, [Microsoft.AspNetCore.Mvc.FromForm] string? list,
        [Microsoft.AspNetCore.Mvc.FromForm] string? validFrom, HttpContext http, House house, HeldLists held, CancellationToken stop)
    {
        var request = new ListImportRequest(Path.GetFileName(file.FileName), Given(list), DryRun: true, TypedDay.Of(validFrom));
        var content = HeldLists.NewFile();
        await file.CopyToAsync(content, stop);
        content.Position = 0;
        var result = await house.Lists.Run(content, request, http.User.Viewer()!, stop: stop);
        var look = new HeldList(Guid.CreateVersion7(), http.User.Identity!.Name!, request, content, result, house.Clock.GetUtcNow());
        held.Put(look);
        return Results.LocalRedirect($"/danh-muc/nhap/{look.Id}");
    }

    private static async Task<IResult> Confirm(Guid id, HttpContext http, House house, HeldLists held, CancellationToken stop)
    {
        if (held.Find(id, http.User.Identity!.Name!) is not { } look) return Results.LocalRedirect("/danh-muc/nhap");
        look.Content.Position = 0;
        held.Put(look with { Result = await house.Lists.Run(look.Content, look.Request with { DryRun = false }, http.User.Viewer()!,
            stop: stop) });
        return Results.LocalRedirect($"/danh-muc/nhap/{id}");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
