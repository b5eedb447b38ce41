using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Reports;
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
        app.MapPost("/bang-soan/xoa/{code}", Delete).ExcludeFromDescription();
    }

    private static async Task<Results<Ok<IReadOnlyList<TileResult>>,
        NotFound>> Compute(string code, [AsParameters] ReportRequest asked, Report.Dashboards all, CatalogueFiles catalogue,
        HttpContext http, CancellationToken stop)
    {
        if (all.Find(code) is not { } dashboard) return TypedResults.NotFound();
        var where = dashboard.Filters.Where(f => http.Request.Query.ContainsKey(f))
            .ToDictionary(f => f, f => (IReadOnlyList<string>)[.. http.Request.Query[f].OfType<string>().SelectMany(v => v.Split(';'))]);
        var tiles = await all.Compute(dashboard, asked.ToSlice(catalogue), where, http.User.Viewer()!, stop);
        return TypedResults.Ok<IReadOnlyList<TileResult>>([.. tiles.Select(t =>
            t.Answer is null ? t : t with { Answer = t.Answer with { Plans = [] } })]);
    }

    private static async Task<IResult> Save(IFormCollection form, HttpContext http, CatalogueFiles catalogue, AuditLog audit,
        CancellationToken stop)
    {
        var viewer = http.User.Viewer()!;
        if (!Composing.May(viewer)) throw new NotAllowedException("Vai trò này không soạn được bảng điều hành.");
        var asked = new Composing
        {
            Title = form["title"], About = form["about"],
            Tiles = [.. Enumerable.Range(0, Composing.Lines).Select(n => new ComposedTile
            {
                Kind = form[$"kind{n}"], Measure = form[$"measure{n}"], Second = form[$"second{n}"], By = form[$"by{n}"],
                    Title = form[$"title{n}"], Compare = form[$"compare{n}"] == "true",
                Top = int.TryParse(form[$"top{n}"], out var top) ? top : null, Width = int.TryParse(form[$"width{n}"], out var width)
                    ? width : 6,
            })],
        };
        var dashboard = asked.ToDashboard(viewer.Name);
        try
        {
            await audit.Write(new(viewer.Account, "dashboard-save", "dashboard", dashboard.Code), stop);
            DashboardFiles.Save(catalogue, dashboard);
        }
        catch (FormatException e)
        {
            return Results.LocalRedirect($"/bang-soan?loi={Uri.EscapeDataString(e.Message)}");
        }
        return Results.LocalRedirect($"/bang/{dashboard.Code}");
    }

    private static async Task<IResult> Delete(string code, IFormCollection _, HttpContext http, CatalogueFiles catalogue, AuditLog audit,
        CancellationToken stop)
    {
        var viewer = http.User.Viewer()!;
        if (!Composing.May(viewer)) throw new NotAllowedException("Vai trò này không soạn được bảng điều hành.");
        if (!DashboardFiles.IsSaved(catalogue, code)) return Results.NotFound();
        await audit.Write(new(viewer.Account, "dashboard-delete", "dashboard", code, Source: http.Connection.RemoteIpAddress?.ToString()),
            stop);
        DashboardFiles.Delete(catalogue, code);
        return Results.LocalRedirect("/bang");
    }
}

/// <summary>A dashboard in the list of them.</summary>
internal sealed record DashboardCard(string Code, string Title, string About, string Owner, IReadOnlyList<string> Filters, int Tiles)
{
    public static DashboardCard Of(Dashboard d) => new(d.Code, d.Title, d.About, d.Owner, d.Filters, d.Tiles.Count);
}
