using System.Security.Claims;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Rooms.SenderShapes.Bhxh;

/// <summary>
/// The insurance gateway's shape (domain §1.8): token/take, then messages with three headers; the verdict stands in maKetQua, as there.
/// </summary>
internal static class BhxhDoor
{
    private static readonly TimeSpan Hanoi = TimeSpan.FromHours(7);

    public static void Map(IEndpointRouteBuilder app, SenderShape shape)
    {
        shape.Require(["token", "submit-4750", "submit-3176", "check-in-4750", "check-in-3176"], [],
            ["logged-in", "accepted", "duplicate", "wrong-login", "unauthorized", "too-many", "bad-request", "bad-base64", "unreadable",
                "wrong-facility", "too-large", "closed", "trouble"]);
        var spoken = new SpokenShape(shape, (answer, words) => Body(answer, words));
        var login = new SpokenShape(shape, (answer, words) => new { maKetQua = answer.Code, APIKey = (object?)null, thongDiep = words });
        app.MapPost(shape.Path("token"), (HttpContext http, LoginDesk desk) => Login(http, login, desk)).In(login);
        foreach (var path in new[] { "submit-4750", "submit-3176", "check-in-4750", "check-in-3176" })
            app.MapPost(shape.Path(path), (HttpContext http, ShapeIntake intake, Ledger ledger) => Submit(http, spoken, intake, ledger))
                .In(spoken);
    }

    private static async Task<IResult> Login(HttpContext http, SpokenShape spoken, LoginDesk desk)
    {
        var body = await SentBody.Read(http, spoken);
        var (token, refusal) = await desk.Come(http, spoken, body["username"], body["password"]);
        if (token is null) return refusal!;
        var answer = spoken.Shape.Answer("logged-in");
        return SpokenShape.Say(answer, new
        {
            maKetQua = answer.Code,
            APIKey = new { access_token = token.Access, id_token = token.Id, token_type = "bearer", username = token.User,
                expires_in = token.Expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) },
        });
    }

    private static async Task<IResult> Submit(HttpContext http, SpokenShape spoken, ShapeIntake intake, Ledger ledger)
    {
        var body = await SentBody.Read(http, spoken);
        if (body.Missing("username", "loaiHoSo", "maTinh", "maCSKCB", "fileHSBase64") is { } missing)
            return spoken.Say("bad-request", $"thiếu {missing}");
        if (!string.Equals(body["username"], http.User.FindFirstValue(ShapeScheme.UserClaim), StringComparison.OrdinalIgnoreCase))
            return spoken.Say("unauthorized");
        if (SentBody.Decode(body["fileHSBase64"]!, spoken) is not { } content) return spoken.Say("bad-base64");
        var taken = (await intake.Take(http, spoken, [new(content)], body["maCSKCB"]!.Trim()))[0];
        if (taken.Refusal is { } refusal) return spoken.Say(refusal, taken.Detail);
        var delivery = (await ledger.Find(taken.Receipt!.TrackingId, http.RequestAborted))!;
        var fault = taken.Survey.Broken ?? taken.Told(spoken.Shape, Severity.Error)
            .Select(f => f.Record == 0 ? f.Message : $"Hồ sơ thứ {f.Record}: {f.Message}").FirstOrDefault();
        var answer = spoken.Shape.Answer(fault is not null ? "unreadable" : taken.IsDuplicate ? "duplicate" : "accepted");
        return SpokenShape.Say(answer, Body(answer, answer.Saying(fault ?? taken.Note), delivery));
    }

    /// <summary>maGiaoDich stands wherever something was taken in, so that both sides can look it up.</summary>
    private static object Body(ShapeAnswer answer, string words, Delivery? delivery = null) => new
    {
        maKetQua = answer.Code, maGiaoDich = delivery?.Id,
        thoiGianTiepNhan = delivery?.ReceivedAt.ToOffset(Hanoi).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), thongDiep = words,
    };
}
