using System.Security.Claims;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Rooms.SenderShapes.VinhLong;

/// <summary>The shape of the Vĩnh Long warehouse (domain §1.9): raw XML, a tracking id at once, the rest by asking.</summary>
internal static class VinhLongDoor
{
    public static void Map(IEndpointRouteBuilder app, SenderShape shape)
    {
        shape.Require(["token", "unit", "submit", "list", "status", "cancel", "restore"],
            ["queued", "valid", "warned", "invalid", "cancelled", "processed", "no-effect"],
            ["logged-in", "unit", "found", "accepted", "warned", "duplicate", "processed", "queued", "no-effect", "conflict",
                "wrong-login", "unauthorized", "too-many", "bad-request", "unreadable", "wrong-facility", "wrong-unit", "not-found",
                "too-large", "closed", "trouble"]);
        var spoken = new SpokenShape(shape, (answer, words) => Body(answer, words));
        app.MapPost(shape.Path("token"), (HttpContext http, LoginDesk desk) => Login(http, spoken, desk)).In(spoken);
        app.MapGet(shape.Path("unit"), (HttpContext http, ShapeIntake intake) => Unit(http, spoken, intake)).In(spoken);
        app.MapPost(shape.Path("submit"), (HttpContext http, ShapeIntake intake) => Submit(http, spoken, intake)).In(spoken);
        app.MapGet(shape.Path("list"), (HttpContext http, SentEpisodes episodes) => EpisodeAnswers.List(http, spoken, episodes)).In(spoken);
        app.MapGet(shape.Path("status"), (HttpContext http, SentEpisodes episodes) => EpisodeAnswers.Status(http, spoken, episodes))
            .In(spoken);
        app.MapPost(shape.Path("cancel"), (HttpContext http, EpisodeDesk desk) => desk.Act(EpisodeActionKind.Cancel, http, spoken))
            .In(spoken);
        app.MapPost(shape.Path("restore"), (HttpContext http, EpisodeDesk desk) => desk.Act(EpisodeActionKind.Restore, http, spoken))
            .In(spoken);
    }

    public static object Body(ShapeAnswer answer, string words, object? data = null) =>
        new { success = answer.Http < 300, code = answer.Code, message = words, data };

    public static IResult Say(SpokenShape spoken, string name, string? detail, object? data)
    {
        var answer = spoken.Shape.Answer(name);
        return SpokenShape.Say(answer, Body(answer, answer.Saying(detail), data));
    }

    private static async Task<IResult> Login(HttpContext http, SpokenShape spoken, LoginDesk desk)
    {
        var body = await SentBody.Read(http, spoken);
        var (token, refusal) = await desk.Come(http, spoken, body["username"], body["password"]);
        return token is null
            ? refusal! : Say(spoken, "logged-in", null,
            new { access_token = token.Access, token_type = "Bearer", expires_in = token.Seconds });
    }

    private static async Task<IResult> Unit(HttpContext http, SpokenShape spoken, ShapeIntake intake)
    {
        var sender = await intake.Sender(http);
        var unit = sender.AllowedFacilities is { Count: 1 } one ? one.Single() : sender.Code;
        return Say(spoken, "unit", null,
            new { ten_don_vi = sender.Name, ma_don_vi = unit, username = http.User.FindFirstValue(ShapeScheme.UserClaim) });
    }

    private static async Task<IResult> Submit(HttpContext http, SpokenShape spoken, ShapeIntake intake)
    {
        var key = Handover.Key(http.Request.Headers["Idempotency-Key"]);
        var taken = (await intake.Take(http, spoken, [new(await SentBody.Raw(http, spoken), Key: key)]))[0];
        if (taken.Refusal is { } refusal) return spoken.Say(refusal, taken.Detail);
        var shape = spoken.Shape;
        var data = new { tracking_id = taken.Receipt!.TrackingId,
            status = shape.State(taken.Survey.Broken is null ? "queued" : "invalid") };
        if (taken.Receipt.Kind is ReceiptKind.Conflict) return Say(spoken, "conflict", null, data);
        if (taken.Survey.Broken is { } broken) return Say(spoken, "unreadable", broken, data);
        if (taken.IsDuplicate) return Say(spoken, "duplicate", taken.Note, data);
        return taken.Told(shape, Severity.Warning).FirstOrDefault() is { } warning
            ? Say(spoken, "warned", warning.Message, data) : Say(spoken, "accepted", null, data);
    }
}
