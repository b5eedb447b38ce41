using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Rooms.SenderShapes.Bhxh;
using HealthWarehouse.Web.Rooms.SenderShapes.DienBien;
using HealthWarehouse.Web.Rooms.SenderShapes.Hanoi;
using HealthWarehouse.Web.Rooms.SenderShapes.VinhLong;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// Doors for senders whose clients go on unchanged: one a shape, all of them before the same delivery door (domain §1.8–1.9).
/// </summary>
internal static class SenderDoors
{
    public static void AddSenderShapes(this IServiceCollection services) => services.AddSingleton<SenderLogins>()
        .AddSingleton<SenderTokens>().AddSingleton<LoginPacer>().AddSingleton<LoginDesk>().AddSingleton<ShapeIntake>()
        .AddSingleton<SentEpisodes>().AddSingleton<EpisodeDesk>();

    public static void MapSenderShapes(this WebApplication app)
    {
        var shapes = app.Services.GetRequiredService<CatalogueFiles>().SenderShapes;
        BhxhDoor.Map(app, shapes["bhxh"]);
        HanoiDoor.Map(app, shapes["hanoi"]);
        DienBienDoor.Map(app, shapes["dienbien"]);
        VinhLongDoor.Map(app, shapes["vinhlong"]);
        app.MapSenderLogins();
    }

    /// <summary>An address of a shape: marked with it, guarded by it.</summary>
    public static void In(this RouteHandlerBuilder route, SpokenShape spoken) =>
        route.WithMetadata(spoken).AddEndpointFilter<ShapeGuard>().DisableAntiforgery().ExcludeFromDescription();
}
