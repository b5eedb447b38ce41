using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
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
        var was = draft.Code is null ? null : all.Find(draft.Code);
        if (draft.Code is not null && !Composing.Owns(was, viewer))
            throw new NotAllowedException("Chỉ người soạn sửa được bảng này.");
        var dashboard = draft.ToDashboard(viewer, draft.From is { } from ? all.Find(from) : null);
        if (draft.Code is null) dashboard = dashboard with { Code = DashboardFiles.NewCode(catalogue, dashboard.Code) };
        try
        {
            await audit.Write(new(viewer.Account, "dashboard-save", "dashboard", dashboard.Code), stop);
            DashboardFiles.Save(catalogue, dashboard);
        }
        catch (RefusedException e)
        {
            return Refusal.Back("/bang-soan?nhap=true", e);
        }
        drafts.Done(viewer.Account);
        if (was is null) http.MayUndo(later => Remove(later, catalogue, dashboard.Code), dashboard.Title, "/bang");
        else http.MayUndo(later => Restore(later, catalogue, was), dashboard.Title);
        return Results.LocalRedirect($"/bang/{dashboard.Code}");
    }

    /// <summary>Keeps what was typed and shows it as a board; nothing is saved.</summary>
    private static IResult Preview(IFormCollection form, HttpContext http, BoardDrafts drafts)
    {
        drafts.Keep(Composer(http).Account, Composing.Of(form));
        return Results.LocalRedirect("/bang-soan?nhap=true&xem=true#xem-truoc");
    }

    private static async Task<IResult> Delete(string code, IFormCollection _, HttpContext http, CatalogueFiles catalogue,
        Report.Dashboards all)
    {
        var viewer = Composer(http);
        if (!DashboardFiles.IsSaved(catalogue, code) || all.Find(code) is not { } board) return Results.NotFound();
        if (!Composing.Owns(board, viewer)) throw new NotAllowedException("Chỉ người soạn xoá được bảng này.");
        await Remove(http, catalogue, code);
        http.MayUndo(later => Restore(later, catalogue, board), board.Title, $"/bang/{code}");
        return Results.LocalRedirect("/bang");
    }

    private static async Task Remove(HttpContext http, CatalogueFiles catalogue, string code)
    {
        await http.RequestServices.GetRequiredService<AuditLog>().Write(
            new(Composer(http).Account, "dashboard-delete", "dashboard", code, Source: http.Source()), http.RequestAborted);
        DashboardFiles.Delete(catalogue, code);
    }

    /// <summary>A board as it was; under a further code where its own was given away meanwhile.</summary>
    private static async Task Restore(HttpContext http, CatalogueFiles catalogue, Dashboard board)
    {
        if (catalogue.Dashboards.TryGetValue(board.Code, out var now) && now.Account != board.Account)
            board = board with { Code = DashboardFiles.NewCode(catalogue, board.Code) };
        await http.RequestServices.GetRequiredService<AuditLog>().Write(
            new(Composer(http).Account, "dashboard-restore", "dashboard", board.Code, Source: http.Source()), http.RequestAborted);
        DashboardFiles.Save(catalogue, board);
    }

    private static Viewer Composer(HttpContext http) => http.User.Viewer() is { } viewer && Composing.May(viewer) ? viewer
        : throw new NotAllowedException("Vai trò này không soạn được bảng điều hành.");
}

/// <summary>A dashboard in the list of them.</summary>
internal sealed record DashboardCard(string Code, string Title, string About, string Owner, IReadOnlyList<string> Filters, int Tiles)
{
    public static DashboardCard Of(Dashboard d) => new(d.Code, d.Title, d.About, d.Owner, d.Filters, d.Tiles.Count);
}
