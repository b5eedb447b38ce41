using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Rooms.SenderShapes.Hanoi;

/// <summary>The shape of the Hà Nội axis (domain §1.9): several files in one JSON, a result for each, and a status by maGiaoDich.</summary>
internal static class HanoiDoor
{
    private const int MostFaults = 200;
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    public static void Map(IEndpointRouteBuilder app, SenderShape shape)
    {
        shape.Require(["token", "submit", "status"],
            [DeliveryState.Queued, DeliveryState.Replay, DeliveryState.Quarantined, Verdict.Validated, Verdict.ValidatedWithWarnings,
            Verdict.ValidatedWithErrors, DeliveryState.Rejected, DeliveryState.StructurallyInvalid],
            ["logged-in", "accepted", "duplicate", "found", "wrong-login", "unauthorized", "too-many", "bad-request", "bad-base64",
                "unreadable", "wrong-facility", "not-found", "too-large", "closed", "trouble"]);
        var spoken = new SpokenShape(shape, (answer, words) => new { maKetQua = answer.Code, message = words, thongDiep = words });
        var login = new SpokenShape(shape, (_, words) =>
            new { maKetQua = false, apiKey = (object?)null, message = words, thongDiep = words });
        app.MapPost(shape.Path("token"), (HttpContext http, LoginDesk desk) => Login(http, login, desk)).In(login);
        app.MapPost(shape.Path("submit"), (HttpContext http, ShapeIntake intake) => Submit(http, spoken, intake)).In(spoken);
        app.MapGet(shape.Path("status"), (string maGiaoDich, HttpContext http, Ledger ledger, QualityOffice office) =>
            Status(maGiaoDich, http, spoken, ledger, office)).In(spoken);
    }

    private static async Task<IResult> Login(HttpContext http, SpokenShape spoken, LoginDesk desk)
    {
        var body = await SentBody.Read(http, spoken);
        if (body.Missing("username", "password", "code") is { } missing) return spoken.Say("bad-request", $"thiếu {missing}");
        var (token, refusal) = await desk.Come(http, spoken, body["username"], body["password"], body["code"]!.Trim());
        return token is null ? refusal! : SpokenShape.Say(spoken.Shape.Answer("logged-in"), new
        {
            maKetQua = true,
            apiKey = new { accessToken = token.Access, idToken = token.Id, expiresIn = token.Seconds, tokenType = "Bearer",
                username = token.User },
        });
    }

    /// <summary>Each file stands for itself: a bad one fails, the others are taken in.</summary>
    private static async Task<IResult> Submit(HttpContext http, SpokenShape spoken, ShapeIntake intake)
    {
        var body = await SentBody.Read(http, spoken);
        if (body.Missing("loaiHoSo", "maTinh", "maCSKCB") is { } missing) return spoken.Say("bad-request", $"thiếu {missing}");
        if (body.List("files") is not { Count: > 0 } files)
            return spoken.Say("bad-request", "files phải là danh sách có ít nhất một tệp base64");
        var contents = files.Select(f => SentBody.Decode(f, spoken)).ToArray();
        var taken = new Queue<Taken>(await intake.Take(http, spoken, [.. contents.OfType<byte[]>().Select(c => new SentContent(c))],
            body["maCSKCB"]!.Trim()));
        var results = contents.Select((c, i) => Result(spoken.Shape, i, c is null ? null : taken.Dequeue())).ToArray();
        var overall = results.FirstOrDefault(r => r.Ok) ?? results[0];
        return SpokenShape.Say(overall.Answer, new
        {
            maKetQua = overall.Answer.Code, message = overall.Words, thongDiep = overall.Words,
            batchId = Guid.CreateVersion7().ToString(), totalSuccess = results.Count(r => r.Ok),
            totalFailed = results.Count(r => !r.Ok), fileResults = results.Select(r => r.Body),
        });
    }

    private sealed record FileResult(bool Ok, ShapeAnswer Answer, string Words, object Body);

    private static FileResult Result(SenderShape shape, int index, Taken? taken)
    {
        var fault = taken is { Refusal: null } ? taken.Survey.Broken
            ?? taken.Told(shape, Severity.Error).Select(f => f.Message).FirstOrDefault() : taken?.Detail;
        var answer = shape.Answer(taken is null ? "bad-base64" : taken.Refusal
            ?? (fault is not null ? "unreadable" : taken.IsDuplicate ? "duplicate" : "accepted"));
        var words = answer.Saying(fault ?? taken?.Note);
        return new(answer.Http < 300, answer, words,
            new { index, maGiaoDich = taken?.Receipt?.TrackingId, maKetQua = answer.Code, message = words, thongDiep = words });
    }

    private static async Task<IResult> Status(string id, HttpContext http, SpokenShape spoken, Ledger ledger, QualityOffice office)
    {
        if (await ledger.Find(id, http.RequestAborted) is not { } delivery || delivery.Sender != http.User.SenderCode())
            return spoken.Say("not-found");
        var findings = await office.OfDelivery<FindingLine>(delivery.Seq, MostFaults, Viewer.House, http.RequestAborted);
        var answer = spoken.Shape.Answer("found");
        var words = answer.Saying(delivery.Problem
            ?? (delivery.Verdict is { } verdict ? Verdict.Name(verdict) : DeliveryState.Name(delivery.State)));
        return SpokenShape.Say(answer, new
        {
            maKetQua = answer.Code, maGiaoDich = delivery.Id, trangThai = spoken.Shape.State(delivery.Verdict ?? delivery.State),
            message = words, thongDiep = words,
            thoiGianTiepNhan = Local(delivery.ReceivedAt), thoiGianXuLy = Local(delivery.LoadedAt), tongHoSo = delivery.Records,
                hoSoBoRa = delivery.Refused,
            danhSachLoi = findings.Select(f =>
                new { hoSo = f.Record, maLK = f.EpisodeCode, bang = f.TableName, dong = f.RowNo, truong = f.Field, maLoi = f.Rule,
                mucDo = ((Severity)f.Severity).ToString().ToUpperInvariant(), thongDiep = f.Message }),
        });
    }

    private static string? Local(DateTimeOffset? at) => at?.ToOffset(Vietnam).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
