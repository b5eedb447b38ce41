using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Rooms.SenderShapes.DienBien;

/// <summary>The shape of the Điện Biên gateway (domain §1.9): multipart, and the verdict on the structure in the answer itself.</summary>
internal static class DienBienDoor
{
    private const int MostFaults = 20;

    public static void Map(IEndpointRouteBuilder app, SenderShape shape)
    {
        shape.Require(["token", "submit"], [],
            ["logged-in", "accepted", "duplicate", "faulty", "unreadable", "wrong-login", "unauthorized", "too-many", "bad-request",
                "wrong-facility", "too-large", "closed", "trouble"]);
        var login = new SpokenShape(shape, (_, words) => new { message = words });
        var spoken = new SpokenShape(shape, (_, words) =>
            new { maGiaoDich = (string?)null, trangThai = (int?)null, maLoi = words, message = words });
        app.MapPost(shape.Path("token"), (HttpContext http, LoginDesk desk) => Login(http, login, desk)).In(login);
        app.MapPost(shape.Path("submit"), (HttpContext http, ShapeIntake intake) => Submit(http, spoken, intake)).In(spoken);
    }

    private static async Task<IResult> Login(HttpContext http, SpokenShape spoken, LoginDesk desk)
    {
        var body = await SentBody.Read(http, spoken);
        var (token, refusal) = await desk.Come(http, spoken, body["username"], body["password"]);
        return token is null
            ? refusal! : SpokenShape.Say(spoken.Shape.Answer("logged-in"),
            new { access_token = token.Access, token_type = "Bearer", username = token.User });
    }

    private static async Task<IResult> Submit(HttpContext http, SpokenShape spoken, ShapeIntake intake)
    {
        var body = await SentBody.Read(http, spoken);
        if (body.Files.Count == 0) return spoken.Say("bad-request", "thiếu tệp 'files'");
        var taken = await intake.Take(http, spoken,
            [.. body.Files.Select(f => new SentContent(f.Content, f.Name is { Length: > 120 } ? f.Name[..120] : f.Name))]);
        if (taken.FirstOrDefault(t => t.Refusal is not null) is { } refused) return spoken.Say(refused.Refusal!, refused.Detail);
        var faults = taken.SelectMany(t => Faults(spoken.Shape, t)).Take(MostFaults).ToArray();
        var answer = faults.Length > 0 ? faults[0].Answer : spoken.Shape.Answer(taken[0].IsDuplicate ? "duplicate" : "accepted");
        return SpokenShape.Say(answer,
            new { maGiaoDich = taken[0].Receipt!.TrackingId, trangThai = int.Parse(answer.Code, CultureInfo.InvariantCulture),
            maLoi = faults.Length > 0 ? string.Join("; ", faults.Select(f => f.Words)) : taken[0].Receipt!.Note });
    }

    /// <summary>Faults in the words of that gateway: which record, which table, what.</summary>
    private static IEnumerable<(ShapeAnswer Answer, string Words)> Faults(SenderShape shape, Taken taken)
    {
        var (unreadable, faulty) = (shape.Answer("unreadable"), shape.Answer("faulty"));
        if (taken.Survey.Broken is { } broken) return [(unreadable, unreadable.Saying(broken))];
        return taken.Told(shape, Severity.Error).Select(f => f.Record == 0 ? (unreadable, unreadable.Saying(f.Message))
            : (faulty, faulty.Saying(f.Message)
                .Replace("{record}", f.Record.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{table}", f.Table?.ToLowerInvariant() ?? "hồ sơ", StringComparison.Ordinal)));
    }
}
