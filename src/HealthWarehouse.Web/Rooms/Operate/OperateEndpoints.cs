using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Operate;

internal static class OperateEndpoints
{
    public static void MapOperate(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/operate/rebuild-verify", (House house, CancellationToken stop) => new Rebuild(house).Verify(stop: stop))
            .DisableAntiforgery().ExcludeFromDescription();
        app.MapGet("/api/v1/audit/verify", (House house, CancellationToken stop) => house.Audit.Verify(stop)).ExcludeFromDescription();
        app.MapGet("/healthz", () => "ok").ExcludeFromDescription();
        app.MapGet("/readyz", async (House house, CancellationToken stop) =>
            (await house.Warehouse.QueryText<int>("select 1", null, stop)).Count == 1 && (await house.Operations.QueryText<long>("select 1", null, stop)).Count == 1 ? "ready" : "not ready").ExcludeFromDescription();
    }
}
