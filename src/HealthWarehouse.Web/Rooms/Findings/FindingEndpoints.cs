using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Findings;

internal static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder app)
    {
        var findings = app.MapGroup("/api/v1/findings").WithTags("Chất lượng dữ liệu");
        findings.MapGet("/", List).WithSummary("Hồ sơ sai theo quy tắc: json hoặc csv");
        findings.MapGet("/rules",
            (HttpContext http, QualityOffice office, TimeProvider clock, CancellationToken stop, string? facility = null,
            DateOnly? from = null, DateOnly? to = null) =>
            office.Rules(Scope(facility, from, to, clock), http.User.Viewer()!, stop)).WithSummary("Sai gì, bao nhiêu lần");
        findings.MapGet("/facilities",
            (HttpContext http, QualityOffice office, TimeProvider clock, CancellationToken stop, string? facility = null,
            DateOnly? from = null, DateOnly? to = null) =>
            office.Facilities(Scope(facility, from, to, clock), http.User.Viewer()!, stop))
                .WithSummary("Điểm của từng cơ sở và ba việc đáng sửa nhất");
    }

    private static async Task<IResult> List(HttpContext http, FindingReads reads, Outflows outflows, CatalogueFiles catalogue,
        TimeProvider clock, CancellationToken stop,
        string? rule = null, string? field = null, string? facility = null, DateOnly? from = null, DateOnly? to = null,
            string format = "json", int limit = 200, int offset = 0)
    {
        var isCsv = format == "csv";
        var lines = await reads.Failing(Scope(facility, from, to, clock), rule, field, isCsv ? 1_000_000 : Math.Clamp(limit, 1, 1000),
            isCsv ? 0 : Math.Max(0, offset), http.User.Viewer()!, stop);
        await FindingReads.Leave(outflows, lines, isCsv, http.User.Viewer()!, stop);
        http.Response.Headers[Withheld.Header] = Withheld.Word(catalogue, http.User.Viewer());
        return isCsv ? Csv.File(lines, "phat-hien.csv") : TypedResults.Ok(lines);
    }

    /// <summary>A year back where no days are given; the last day is included.</summary>
    public static QualityScope Scope(string? facility, DateOnly? from, DateOnly? to, TimeProvider clock)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));
        var end = to ?? today;
        if (!TypedDay.IsCounted(end) || (from is { } first && !TypedDay.IsCounted(first)))
            throw new RefusedException("Ngày phải từ năm 1900 đến năm 2199.");
        return new(from ?? end.AddYears(-1), end.AddDays(1), string.IsNullOrEmpty(facility) ? null : facility);
    }
}
