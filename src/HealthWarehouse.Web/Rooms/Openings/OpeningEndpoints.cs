using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Records;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Openings;

/// <summary>
/// Opening identity for a while, in the ordinary way and in an emergency, over forms and over the API. Never by an address alone.
/// </summary>
internal static class OpeningEndpoints
{
    public static void MapOpenings(this IEndpointRouteBuilder app)
    {
        app.MapPost("/ho-so/{key:long}/mo",
            (long key, [FromForm] string? purpose, [FromForm] string? reason, [FromForm] string? whole, [FromForm] string? from,
            HttpContext http, Guard.Openings openings, RecordPlaces places, CancellationToken stop) =>
            Form(key, new(purpose ?? "", reason, whole == Opening.OfPerson), $"/ho-so/{key}?purpose={Uri.EscapeDataString(from ?? "")}",
                http, openings, places, stop)).ExcludeFromDescription();
        app.MapPost("/ho-so/{key:long}/mo-khan/ghi",
            (long key, [FromForm] string? purpose, [FromForm] string? reason, [FromForm] string? whole, HttpContext http,
            Guard.Openings openings, RecordPlaces places, CancellationToken stop) =>
            Form(key, new(purpose ?? "", reason, whole == Opening.OfPerson, BreakGlass: true), $"/ho-so/{key}/mo-khan", http, openings,
                places, stop)).ExcludeFromDescription();
        app.MapPost("/dang-mo/dong", Close).ExcludeFromDescription();
        app.MapPost("/bao-mat/mo-khan/{id}/ket-luan", Judge).ExcludeFromDescription();

        var api = app.MapGroup("/api/v1").WithTags("Hồ sơ");
        api.MapGet("/records/{key:long}", Record)
            .WithSummary("Một hồ sơ trong thông điệp gốc; cần mục đích. Danh tính chỉ hiện khi nêu một lần mở còn hạn (opening)");
        api.MapPost("/openings", Open).WithSummary("Mở danh tính một hồ sơ, hoặc mọi hồ sơ của người đó, theo mục đích, có hạn giờ");
        api.MapGet("/openings", async (Guard.Openings openings, HttpContext http, CancellationToken stop) =>
            (await openings.Of(http.User.Viewer()!.Account, stop)).Select(Card)).WithSummary("Những lần mở còn hạn của mình");
        api.MapPost("/openings/{id}/close", async Task<Results<NoContent,
            NotFound>> (string id, [FromBody] Closing _, Guard.Openings openings, HttpContext http, CancellationToken stop) =>
            await openings.Close(http.User.Viewer()!, id, stop) ? TypedResults.NoContent() : TypedResults.NotFound())
                .WithSummary("Đóng một lần mở trước hạn");
    }

    private static async Task<IResult> Form(long key, OpeningRequest asked, string back, HttpContext http, Guard.Openings openings,
        RecordPlaces places, CancellationToken stop)
    {
        if (await places.Find(key, stop) is not { } place) return Results.NotFound();
        try
        {
            var opening = await openings.Open(http.User.Viewer()!, place, asked, stop);
            return Results.LocalRedirect($"/ho-so/{key}?purpose={opening.Purpose}");
        }
        catch (RefusedException e)
        {
            return Refusal.Back(back, e);
        }
    }

    private static async Task<IResult> Close([FromForm] string id, [FromForm] string? back, HttpContext http, Guard.Openings openings,
        CancellationToken stop)
    {
        await openings.Close(http.User.Viewer()!, id, stop);
        return Results.LocalRedirect(back is null ? "/dang-mo" : Local.Path(back));
    }

    private static async Task<IResult> Judge(string id, [FromForm] string? verdict, [FromForm] string? note, HttpContext http,
        BreakGlassDesk desk, CancellationToken stop)
    {
        try
        {
            await desk.Judge(http.User.Viewer()!, id, verdict ?? "", note, stop);
            return Results.LocalRedirect("/bao-mat/mo-khan");
        }
        catch (RefusedException e)
        {
            return Refusal.Back("/bao-mat/mo-khan", e);
        }
    }

    /// <summary>Without the id of an opening that holds, identity stays masked, whatever is open in the session.</summary>
    private static async Task<Results<Ok<RecordAnswer>,
        NotFound>> Record(long key, string purpose, Messages messages, Outflows outflows, HttpContext http, CancellationToken stop,
        string? opening = null)
    {
        var viewer = http.User.Viewer()!;
        if (await messages.Open(key, viewer, purpose, opening ?? Messages.NoOpening, stop) is not { } record)
            return TypedResults.NotFound();
        await outflows.Read(viewer, record.Sight.Purpose, "Một hồ sơ trong thông điệp gốc", 1, 1, record.Sight.Identity, stop);
        return TypedResults.Ok(new RecordAnswer(key, record.Place.FacilityCode, record.Place.EpisodeCode, record.Sight.Identity,
            record.Sight.Opening is { } held ? OpeningTimes.Of(held.UntilAt) : null, record.Tables));
    }

    private static async Task<Results<Created<OpeningCard>,
        NotFound>> Open([FromBody] OpenRequest asked, HttpContext http, Guard.Openings openings, RecordPlaces places,
        CancellationToken stop) =>
        await places.Find(asked.Record, stop) is { } place
            ? TypedResults.Created("/api/v1/openings",
                Card(await openings.Open(http.User.Viewer()!, place, new(asked.Purpose, asked.Reason, asked.WholePerson, asked.BreakGlass),
                stop))) : TypedResults.NotFound();

    private static OpeningCard Card(Opening o) => new(o.Id, o.Kind, o.Label, o.Purpose, o.BreakGlass,
        OpeningTimes.Of(o.OpenedAt), OpeningTimes.Of(o.UntilAt));

    internal sealed record OpenRequest(long Record, string Purpose, string? Reason = null, bool WholePerson = false,
        bool BreakGlass = false);
    internal sealed record Closing;
    internal sealed record OpeningCard(string Id, string Kind, string Label, string Purpose, bool BreakGlass,
        DateTimeOffset OpenedAt, DateTimeOffset UntilAt);
    internal sealed record RecordAnswer(long Record, string? FacilityCode, string? EpisodeCode, bool Identity, DateTimeOffset? UntilAt,
        IReadOnlyList<MessageTable> Tables);
}
