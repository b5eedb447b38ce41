using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>What administrators do with accounts; a fault comes back to the page in words.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this IEndpointRouteBuilder app)
    {
        app.MapPost("/quan-tri/tai-khoan/them", Add).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/cap-quyen", Give).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/thoi-quyen", End).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/ngung", Disable).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/mo-lai", Enable).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/dat-lai", Reset).ExcludeFromDescription();
        app.MapPost("/quan-tri/ra-soat/ky", Review).ExcludeFromDescription();
    }

    private static async Task<IResult> Add([FromForm] string user, [FromForm] string name, [FromForm] string? unit, HttpContext http, AccountLife life, NewPasswords passwords, CancellationToken stop) =>
        await Try("/quan-tri/tai-khoan", async () =>
        {
            var password = Logins.NewPassword();
            await life.Make(user.Trim(), name, unit, password, http.User.Viewer()!, stop: stop);
            return $"{Of(user.Trim())}?mat-khau={passwords.Keep(password)}";
        });

    private static async Task<IResult> Give(string user, IFormCollection form, HttpContext http, Grants grants, CancellationToken stop)
    {
        return await Try(Of(user), async () =>
        {
            if (user == http.User.Viewer()!.Account) throw new FormatException("Không ai tự cấp quyền cho chính mình. Hãy nhờ một quản trị khác.");
            await grants.Give(new(user, form["role"].ToString(), form["reason"].ToString(), form["facilities"], form["units"],
                Enum.TryParse<DataClass>(form["data"], out var data) ? data : null, string.Join(';', form["compartments"].OfType<string>()), Day(form["from"]), Day(form["to"])), http.User.Viewer()!, stop);
            return Of(user);
        });
    }

    private static Task<IResult> End(string user, [FromForm] string grant, HttpContext http, Grants grants, CancellationToken stop) =>
        Try(Of(user), async () => { await grants.End(user, grant, http.User.Viewer()!, stop); return Of(user); });

    private static Task<IResult> Disable(string user, [FromForm] string? why, HttpContext http, AccountLife life, CancellationToken stop) =>
        Try(Of(user), async () =>
        {
            if (user == http.User.Viewer()!.Account) throw new FormatException("Không thể ngừng tài khoản đang dùng.");
            await life.Disable(user, string.IsNullOrWhiteSpace(why) ? throw new FormatException("Hãy ghi lý do ngừng tài khoản.") : why.Trim(), http.User.Viewer()!, stop);
            return Of(user);
        });

    private static Task<IResult> Enable(string user, IFormCollection _, HttpContext http, AccountLife life, CancellationToken stop) =>
        Try(Of(user), async () => { await life.Disable(user, null, http.User.Viewer()!, stop); return Of(user); });

    private static Task<IResult> Reset(string user, [FromForm] string? steps, HttpContext http, AccountLife life, NewPasswords passwords, CancellationToken stop) =>
        Try(Of(user), async () =>
        {
            var password = Logins.NewPassword();
            await life.Reset(user, password, steps == "true", http.User.Viewer()!, stop);
            return $"{Of(user)}?mat-khau={passwords.Keep(password)}";
        });

    /// <summary>Signs off a review: every grant was looked at; those ticked end today.</summary>
    private static async Task<IResult> Review(IFormCollection form, HttpContext http, AccountBook book, Grants grants, Operations operations, AuditLog audit, TimeProvider clock, CancellationToken stop)
    {
        var viewer = http.User.Viewer()!;
        if (string.IsNullOrWhiteSpace(form["note"])) return Results.LocalRedirect("/quan-tri/ra-soat?loi=" + Uri.EscapeDataString("Hãy ghi kết luận rà soát trước khi ký."));
        var (ending, all) = (form["end"].OfType<string>().ToHashSet(), (await book.All(null, stop)).SelectMany(l => l.Grants).ToArray());
        await audit.Write(new(viewer.Account, "access-review", "account", "*", Source: viewer.Source, Detail: $"{all.Length} quyền, thôi {ending.Count}"), stop);
        foreach (var grant in all.Where(g => ending.Contains(g.Id) && g.Account != viewer.Account)) await grants.End(grant.Account, grant.Id, viewer, stop);
        await operations.Write(change => change.Execute("ask/account/review", new
        {
            id = Guid.CreateVersion7().ToString(), at = clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture), by = viewer.Account, grants = all.Length, ended = ending.Count, note = form["note"].ToString().Trim(),
        }), stop);
        return Results.LocalRedirect("/quan-tri/ra-soat");
    }

    private static async Task<IResult> Try(string back, Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (FormatException e)
        {
            return Results.LocalRedirect($"{back}?loi={Uri.EscapeDataString(e.Message)}");
        }
    }

    private static string Of(string user) => $"/quan-tri/tai-khoan/{Uri.EscapeDataString(user)}";

    private static DateOnly? Day(string? text) => string.IsNullOrEmpty(text) ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : throw new FormatException($"'{text}' không phải ngày.");
}
