using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Reports;

internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder app)
    {
        var reports = app.MapGroup("/api/v1/reports").WithTags("Báo cáo");
        reports.MapGet("/", (Report.Reports all) =>
            all.All.Select(r => new ReportCard(r.Code, r.Number, r.Title, r.Act, r.ValidFrom, r.ValidTo)))
            .WithSummary("Danh sách biểu báo cáo");
        reports.MapGet("/{code}", Compute).WithSummary("Một biểu theo kỳ và phạm vi: csv, json hoặc xlsx");
        reports.MapGet("/{code}/episodes", Episodes).WithSummary("Các đợt khám, chữa bệnh sau một ô số liệu; cần mục đích");
    }

    private static async Task<Results<FileStreamHttpResult, NotFound, ProblemHttpResult>> Compute(
        string code, [AsParameters] ReportRequest asked, Report.Reports all, CatalogueFiles catalogue, TimeProvider clock, HttpContext http,
            CancellationToken stop)
    {
        if (all.Find(code) is not { } report) return TypedResults.NotFound();
        var format = asked.Format ?? "json";
        if (!ReportFiles.Types.TryGetValue(format, out var type))
            return Problems.Bad("Không có dạng tệp này", $"format phải là {string.Join(", ", ReportFiles.Types.Keys)}.");
        var result = await all.Compute(report, asked.ToSlice(catalogue), http.User.Viewer()!, stop);
        var content = new MemoryStream();
        await ReportFiles.Write(result, format, Letterhead.Today(catalogue, clock), content);
        content.Position = 0;
        return TypedResults.File(content, type, format == "json" ? null : ReportFiles.NameOf(result, format));
    }

    private static async Task<Results<Ok<IReadOnlyList<CellEpisode>>, NotFound>> Episodes(
        string code, string column, string purpose, [AsParameters] ReportRequest asked, Report.Reports all, PersonalReads reads,
            Outflows outflows, CatalogueFiles catalogue, HttpContext http, CancellationToken stop, string? row = null, int offset = 0)
    {
        if (all.Find(code) is not { } report) return TypedResults.NotFound();
        var viewer = http.User.Viewer()!;
        var episodes = await reads.Read(viewer, purpose, "report-cell", $"{code}/{row}/{column}?{asked.Query()}", null,
            () => all.Episodes(report, asked.ToSlice(catalogue), row, column, 200, Math.Max(0, offset), viewer, stop), list =>
                list.Select(e => e.PersonKey), stop);
        await outflows.Read(viewer, purpose, "Danh sách đợt sau ô báo cáo", episodes.Select(e => e.PersonKey).Distinct().Count(),
            episodes.Count, identity: false, stop);
        http.Response.Headers[Withheld.Header] = Withheld.Word(catalogue, viewer);
        return TypedResults.Ok(episodes);
    }

    internal sealed record ReportCard(string Code, string Number, string Title, string Act, DateOnly ValidFrom, DateOnly? ValidTo);
}
