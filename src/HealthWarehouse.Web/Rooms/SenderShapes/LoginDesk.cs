using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>
/// Where senders log in, whatever the shape: slowed down, audited, and told nothing of why not. A login that is switched off answers like a
/// wrong password.
/// </summary>
internal sealed class LoginDesk(SenderLogins logins, SenderTokens tokens, Collect.Senders senders, LoginPacer pacer, ProofRoom room,
    AuditLog audit)
{
    private const int Longest = 256;

    /// <summary>A token, or the answer of the shape that says why there is none.</summary>
    public async Task<(GivenToken? Token, IResult? Refusal)> Come(HttpContext http, SpokenShape spoken, string? user, string? password,
        string? facility = null)
    {
        if (string.IsNullOrWhiteSpace(user) || string.IsNullOrEmpty(password) || user.Length > Longest || password.Length > Longest)
            return (null, spoken.Say("bad-request", "thiếu tên đăng nhập hoặc mật khẩu"));
        var (stop, name, source) = (http.RequestAborted, user.Trim(), http.Source() ?? "?");
        var sent = SenderLogins.Normal(spoken.Shape, password);
        var (login, problem, held) = await room.Judge($"{spoken.Shape.Code}/{name}", async () =>
        {
            if (pacer.Hold(spoken.Shape, name, source) is { } first) return (null, null, first);
            var judged = await Judge(spoken, name, sent, facility, stop);
            if (judged.Problem is null) pacer.Right(spoken.Shape, name, source);
            return (judged.Login, judged.Problem, (bool?)null);
        }, stop);
        if (held is { } isFirst)
        {
            if (isFirst) await Note(http, spoken, null, name, "quá nhiều lần");
            var wait = spoken.Shape.Login.Seconds.ToString(CultureInfo.InvariantCulture);
            http.Response.Headers.RetryAfter = wait;
            return (null, spoken.Say("too-many", wait));
        }
        await Note(http, spoken, login, name, problem);
        if (problem is not null) return (null, spoken.Say("wrong-login"));
        await logins.Used(login!, stop);
        return (await tokens.Give(spoken.Shape, login!, sent, stop), null);
    }

    private async Task<(SenderLogin? Login, string? Problem)> Judge(SpokenShape spoken, string name, string sent, string? facility,
        CancellationToken stop)
    {
        var login = await logins.ByUser(spoken.Shape.Code, name, stop);
        var isRight = await Task.Run(() => SlowHash.Matches(sent, login?.Hash), stop);
        return (login, !isRight ? login is null ? "không có tên đăng nhập này" : "sai mật khẩu"
            : !login!.Active ? "kiểu gửi đã tắt cho người gửi này"
            : !login.SenderActive ? "người gửi đã ngừng"
            : await IsOf(login, facility, stop) ? null : "mã đơn vị không thuộc người gửi");
    }

    private async Task<bool> IsOf(SenderLogin login, string? facility, CancellationToken stop) =>
        facility is null || (await senders.Find(login.Sender, stop))?.AllowedFacilities is not { } own || own.Contains(facility);

    private Task Note(HttpContext http, SpokenShape spoken, SenderLogin? login, string user, string? problem) =>
        audit.Write(new(login?.Sender ?? (user.Length > 64 ? user[..64] : user), problem is null ? "sender-login" : "sender-login-refused",
            "sender", login?.Sender ?? "?", Source: http.Source(), Detail: problem is null
            ? spoken.Shape.Code : $"{spoken.Shape.Code}: {problem}"), http.RequestAborted);
}
