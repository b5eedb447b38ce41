using HealthWarehouse.Operate;
using HealthWarehouse.Web.Verbs;

namespace HealthWarehouse.Web.Rooms.Operate;

/// <summary>Where the warehouse of before a rebuild is kept.</summary>
internal sealed record RebuildAnswer(string? Kept);

internal static class OperateEndpoints
{
    private static readonly string[] Probing = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    public static void MapOperate(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/operate/rebuild-verify", (House house, CancellationToken stop) => new Rebuild(house).Verify(stop: stop))
            .DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/api/v1/operate/rebuild", async (House house, CancellationToken stop) =>
            new RebuildAnswer(await new Rebuild(house).Replace(stop: stop)))
            .DisableAntiforgery().ExcludeFromDescription();
        app.MapPost("/api/v1/operate/verb", (VerbRequest asked, House house, HttpContext http, CancellationToken stop) =>
            Inside.Run(asked, house, http.RequestServices, stop)).DisableAntiforgery().ExcludeFromDescription();
        app.MapGet("/api/v1/operate/archive", (House house, CancellationToken stop) => new ArchiveCheck(house).Verify(stop: stop))
            .ExcludeFromDescription();
        app.MapPost("/api/v1/operate/archive/restore", (House house, CancellationToken stop) =>
            new ArchiveCheck(house).Restore(stop: stop)).DisableAntiforgery().ExcludeFromDescription();
        app.MapGet("/api/v1/audit/verify", (House house, CancellationToken stop) => house.Audit.Verify(stop)).ExcludeFromDescription();
        app.MapMethods("/healthz", Probing, () => "ok").ExcludeFromDescription();
        app.MapMethods("/readyz", Probing, Ready).ExcludeFromDescription();
    }

    /// <summary>503 when figures cannot be trusted or nothing can be taken in; what else should be known is told with 200.</summary>
    private static async Task<IResult> Ready(House house, HttpContext http)
    {
        var readiness = await house.Condition.Glance();
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(readiness,
            statusCode: readiness.Status == "not-ready" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
