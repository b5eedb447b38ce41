using HealthWarehouse.Analyse;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HealthWarehouse.Web.Rooms.Measures;

internal static class MeasureEndpoints
{
    public static void MapMeasures(this IEndpointRouteBuilder app)
    {
        var figures = app.MapGroup("/api/v1").WithTags("Chỉ số").RequireAuthorization(Policies.Aggregates);
        figures.MapGet("/measures", (House house) => new Figures(house.Catalogue, house.Warehouse).All).WithSummary("Danh sách chỉ số: nghĩa, căn cứ, các chiều");
        figures.MapGet("/query", Ask).WithSummary("Giá trị của các chỉ số, tách theo chiều: measure=a,b&by=facility,month&where=sex=2;3");
    }

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Ask(
        string measure, string? by, string[]? where, [AsParameters] ReportRequest asked, House house, HttpContext http, CancellationToken stop)
    {
        var figures = new Figures(house.Catalogue, house.Warehouse);
        var question = Questions.Of(measure, by, where, asked.ToSlice(house.Catalogue));
        return figures.Fault(question) is { } fault ? Problems.Bad("Không trả lời được câu hỏi này", fault) : TypedResults.Ok(await figures.Ask(question, http.User.Viewer()!, stop));
    }
}
