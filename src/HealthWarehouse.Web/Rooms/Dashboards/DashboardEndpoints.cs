using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Dashboards;

internal static class DashboardEndpoints
{
    public static void MapDashboards(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/dashboards").WithTags("Bảng điều hành");
        api.MapGet("/", (Report.Dashboards all) => all.All.Select(DashboardCard.Of)).WithSummary("Danh sách bảng điều hành");
        api.MapGet("/{code}", Compute).WithSummary("Số liệu của mọi ô; lọc bằng tên chiều, ví dụ sex=2");
        app.MapPost("/bang-soan/luu", Save).ExcludeFromDescription();
        app.MapPost("/bang-soan/xem", Preview).ExcludeFromDescription();
        app.MapPost("/bang-soan/xoa/{code}", Delete).ExcludeFromDescription();
        app.MapPost("/bang-soan/khoi-phuc/{code}", Restore).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<IReadOnlyList<TileResult>>, NotFound, ProblemHttpResult>> Compute(string code,
        [AsParameters] ReportRequest asked, Report.Dashboards all, Figures figures, CatalogueFiles catalogue, HttpContext http,
        CancellationToken stop)
    {
        if (all.Find(code) is not { } dashboard) return TypedResults.NotFound();
        var where = dashboard.Filters.Where(f => http.Request.Query.ContainsKey(f))
            .ToDictionary(f => f, f => (IReadOnlyList<string>)[.. http.Request.Query[f].OfType<string>().SelectMany(v => v.Split(';'))]);
        var slice = asked.ToSlice(catalogue);
        if (figures.Book.Strange(new([], [], slice, where)) is { } strange) return Problems.Bad("Không trả lời được câu hỏi này", strange);
        var tiles = await all.Compute(dashboard, slice, where, http.User.Viewer()!, stop);
        return TypedResults.Ok<IReadOnlyList<TileResult>>([.. tiles.Select(t =>
            t.Answer is null ? t : t with { Answer = t.Answer with { Plans = [] } })]);
    }

    /// <summary>A new board gets a code of its own; one that is changed keeps it, and only its owner changes it.</summary>
    private static async Task<IResult> Save(IFormCollection form, HttpContext http, CatalogueFiles catalogue, Report.Dashboards all,
        BoardDrafts drafts, AuditLog audit, CancellationToken stop)
    {
        var (viewer, draft) = (Composer(http), Composing.Of(form));
        drafts.Keep(viewer.Account, draft);
        if (draft.Code is { } own && !Composing.Owns(all.Find(own), viewer))
            throw new NotAllowedException("Chỉ người soạn sửa được bảng này.");
        var dashboard = draft.ToDashboard(viewer, draft.From is { } from ? all.Find(from) : null);
        if (draft.Code is null) dashboard = dashboard with { Code = DashboardFiles.NewCode(catalogue, dashboard.Code) };
        try
        {
            await audit.Write(new(viewer.Account, "dashboard-save", "dashboard", dashboard.Code), stop);
            DashboardFiles.Save(catalogue, dashboard);
        }
        catch (FormatException e)
        {
            return Results.LocalRedirect($"/bang-soan?nhap=true&loi={Uri.EscapeDataString(e.Message)}");
        }
        drafts.Done(viewer.Account);
        return Results.LocalRedirect($"/bang/{dashboard.Code}");
    }

    /// <summary>Keeps what was typed and shows it as a board; nothing is saved.</summary>
    private static IResult Preview(IFormCollection form, HttpContext http, BoardDrafts drafts)
    {
        drafts.Keep(Composer(http).Account, Composing.Of(form));
        return Results.LocalRedirect("/bang-soan?nhap=true&xem=true#xem-truoc");
    }

    private static async Task<IResult> Delete(string code, IFormCollection _, HttpContext http, CatalogueFiles catalogue,
        Report.Dashboards all, BoardDrafts drafts, AuditLog audit, CancellationToken stop)
    {
        var viewer = Composer(http);
        if (!DashboardFiles.IsSaved(catalogue, code) || all.Find(code) is not { } board) return Results.NotFound();
        if (!Composing.Owns(board, viewer)) throw new NotAllowedException("Chỉ người soạn xoá được bảng này.");
        await audit.Write(new(viewer.Account, "dashboard-delete", "dashboard", code, Source: http.Connection.RemoteIpAddress?.ToString()),
            stop);
        drafts.Deleted(viewer.Account, board);
        DashboardFiles.Delete(catalogue, code);
        return Results.LocalRedirect($"/bang?da-xoa={code}");
    }

    /// <summary>Takes back a board its owner has just deleted.</summary>
    private static async Task<IResult> Restore(string code, IFormCollection _, HttpContext http, CatalogueFiles catalogue,
        BoardDrafts drafts, AuditLog audit, CancellationToken stop)
    {
        var viewer = Composer(http);
        if (drafts.Undone(viewer.Account, code) is not { } board) return Results.LocalRedirect("/bang?qua-han=true");
        if (catalogue.Dashboards.ContainsKey(code)) board = board with { Code = DashboardFiles.NewCode(catalogue, code) };
        await audit.Write(new(viewer.Account, "dashboard-restore", "dashboard", board.Code), stop);
        DashboardFiles.Save(catalogue, board);
        return Results.LocalRedirect($"/bang/{board.Code}");
    }

    private static Viewer Composer(HttpContext http) => http.User.Viewer() is { } viewer && Composing.May(viewer) ? viewer
        : throw new NotAllowedException("Vai trò này không soạn được bảng điều hành.");
}

/// <summary>A dashboard in the list of them.</summary>
internal sealed record DashboardCard(string Code, string Title, string About, string Owner, IReadOnlyList<string> Filters, int Tiles)
{
    public static DashboardCard Of(Dashboard d) => new(d.Code, d.Title, d.About, d.Owner, d.Filters, d.Tiles.Count);
}
