using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using AccountOf = HealthWarehouse.Web.Accounts.Account;

namespace HealthWarehouse.Web.Rooms.Account;

/// <summary>What a person does with their own account; a fault comes back to the page in words.</summary>
internal static class OwnAccountEndpoints
{
    private const string Page = "/tai-khoan";

    public static void MapOwnAccount(this IEndpointRouteBuilder app)
    {
        app.MapPost("/tai-khoan/vai-tro", UseGrant).ExcludeFromDescription();
        app.MapPost("/tai-khoan/phien/ket-thuc", EndSession).ExcludeFromDescription();
        app.MapPost("/tai-khoan/lien-he", Contact).ExcludeFromDescription();
        app.MapPost("/tai-khoan/co-chu", Letters).ExcludeFromDescription();
        app.MapPost("/tai-khoan/sso/bo", Unlink).ExcludeFromDescription();
        app.MapPost("/tai-khoan/ung-dung/them", MakeAppPassword).ExcludeFromDescription();
        app.MapPost("/tai-khoan/ung-dung/thu-hoi", EndAppPassword).ExcludeFromDescription();
        var passkeys = app.MapGroup("/tai-khoan/khoa").ExcludeFromDescription();
        passkeys.MapPost("/tuy-chon", (IFormCollection _, HttpContext http, UserManager<AccountOf> users, Passkeys keys) =>
            Own(http, users, async (account, _) => Results.Text(await keys.CreationOptions(account), "application/json")));
        passkeys.MapPost("/them", AddPasskey);
        passkeys.MapPost("/ten",
            ([FromForm] string id, [FromForm] string name, HttpContext http, UserManager<AccountOf> users, Passkeys keys) =>
            Own(http, users, async (account, session) =>
            {
                var was = (await keys.Of(account)).FirstOrDefault(k => Passkeys.IdOf(k) == id)?.Name;
                await keys.Rename(account, session, id, name, http.RequestAborted);
                if (was is not null)
                    http.MayUndo(later => Later(later, (owner, now) => later.RequestServices.GetRequiredService<Passkeys>()
                        .Rename(owner, now, id, was, later.RequestAborted)));
                return Results.LocalRedirect(Page);
            }));
        passkeys.MapPost("/bo", ([FromForm] string id, HttpContext http, UserManager<AccountOf> users, Passkeys keys) =>
            Own(http, users, async (account, session) =>
                { await keys.Remove(account, session, id, http.RequestAborted); return Results.LocalRedirect(Page); }));
    }

    /// <summary>Works under another of today's grants; the session goes on under a new id.</summary>
    private static Task<IResult> UseGrant([FromForm] string grant, HttpContext http, UserManager<AccountOf> users, Grants grants) =>
        Own(http, users, async (account, session) =>
    {
        var today = await grants.Today(session.Account, http.RequestAborted);
        if (today.All(g => g.Id != grant)) return Results.NotFound();
        var was = today.FirstOrDefault(g => g.Id == session.Grant) ?? today[0];
        await Use(http, account, session, grant);
        http.MayUndo(later => Later(later, (owner, now) => Use(later, owner, now, was.Id)));
        return Results.LocalRedirect(Page);
    });

    private static async Task Use(HttpContext http, AccountOf account, Session session, string grant)
    {
        await http.RequestServices.GetRequiredService<AuditLog>().Write(
            new(session.Account, "role-use", "account", session.Account, Source: http.Source(), Detail: grant), http.RequestAborted);
        await http.Renew(account, session, grant, session.TwoSteps);
    }

    /// <summary>The password stands in the next page once, never in an address.</summary>
    private static Task<IResult> MakeAppPassword([FromForm] string? name, HttpContext http, UserManager<AccountOf> users,
        AppPasswords passwords, NewPasswords shown) => Own(http, users, async (_, session) =>
    {
        if (http.User.Seen()!.MustChange) throw new RefusedException("Hãy đổi mật khẩu trước.");
        var made = await passwords.Make(session, name, http.Source(), http.RequestAborted);
        return Results.LocalRedirect($"{Page}?ung-dung={shown.Keep(made)}#app-passwords");
    });

    private static Task<IResult> EndAppPassword([FromForm] string id, HttpContext http, UserManager<AccountOf> users,
        AppPasswords passwords) => Own(http, users, async (_, session) =>
    {
        await passwords.End(session.Account, id, http.Source(), http.RequestAborted);
        return Results.LocalRedirect(Page);
    });

    private static Task<IResult> EndSession([FromForm] string? id, HttpContext http, UserManager<AccountOf> users, Sessions sessions,
        AuditLog audit) => Own(http, users, async (_, session) =>
    {
        await audit.Write(new(session.Account, "session-end", "account", session.Account, Source: http.Source()), http.RequestAborted);
        await sessions.End(session.Account, string.IsNullOrEmpty(id) ? null : id, "Chủ tài khoản kết thúc", except: session.Id,
            stop: http.RequestAborted);
        return Results.LocalRedirect(Page);
    });

    /// <summary>E-mail and phone, both optional: for colleagues to reach somebody, never to sign in or to reset a password.</summary>
    private static Task<IResult> Contact([FromForm] string? email, [FromForm] string? phone, HttpContext http,
        UserManager<AccountOf> users) => Own(http, users, async (account, session) =>
    {
        if (email is { Length: > 0 } && (email.Length > 200 || !System.Net.Mail.MailAddress.TryCreate(email, out _)))
            throw new FieldException("email", "Địa chỉ thư điện tử không đúng.");
        if (phone is { Length: > 0 } && (phone.Length > 20 || phone.Any(c => !char.IsAsciiDigit(c) && c is not ('+' or ' ' or '.'))))
            throw new FieldException("phone", "Số điện thoại chỉ gồm chữ số.");
        var (emailWas, phoneWas) = (account.Email, account.PhoneNumber);
        await Write(http, account, Blank(email), Blank(phone));
        http.MayUndo(later => Later(later, (owner, _) => Write(later, owner, emailWas, phoneWas)));
        return Results.LocalRedirect(Page);
    });

    private static async Task Write(HttpContext http, AccountOf account, string? email, string? phone)
    {
        var services = http.RequestServices;
        await services.GetRequiredService<AuditLog>().Write(
            new(account.UserName!, "contact-change", "account", account.UserName!, Source: http.Source()), http.RequestAborted);
        (account.Email, account.PhoneNumber) = (email, phone);
        await services.GetRequiredService<UserManager<AccountOf>>().UpdateAsync(account);
    }

    private static Task<IResult> Letters([FromForm] int? size, [FromForm] string? trang, HttpContext http,
        UserManager<AccountOf> users) => Own(http, users, async (account, _) =>
    {
        if (size is not { } chosen || !LetterSizes.All.Contains(chosen)) throw new RefusedException("Không có cỡ chữ này.");
        var was = account.Letters;
        await Write(http, account, chosen);
        http.MayUndo(later => Later(later, (owner, _) => Write(later, owner, was)), $"{chosen}%");
        return Results.LocalRedirect(Local.Path(trang));
    });

    private static async Task Write(HttpContext http, AccountOf account, int letters)
    {
        var services = http.RequestServices;
        await services.GetRequiredService<AuditLog>().Write(new(account.UserName!, "letters-change", "account", account.UserName!,
            Source: http.Source(), Detail: $"{letters}%"), http.RequestAborted);
        account.Letters = letters;
        await services.GetRequiredService<UserManager<AccountOf>>().UpdateAsync(account);
    }

    private static Task<IResult> Unlink([FromForm] string subject, HttpContext http, UserManager<AccountOf> users, AccountLife life,
        SecondSteps steps) => Own(http, users, async (account, session) =>
    {
        await steps.Change(account, session, null, () =>
            life.Link(account.UserName!, subject, isOn: false, http.User.Viewer()!, http.RequestAborted), http.RequestAborted);
        return Results.LocalRedirect(Page);
    });

    /// <summary>A first second step makes this session one in two steps, under a new id.</summary>
    private static Task<IResult> AddPasskey([FromForm] string? credential, [FromForm] string? name, [FromForm] string? ticket,
        HttpContext http, UserManager<AccountOf> users, Passkeys keys) => Own(http, users, async (account, session) =>
    {
        if (http.User.Seen()!.MustChange) throw new RefusedException("Hãy đổi mật khẩu trước.");
        await keys.Add(account, session, credential ?? "", name ?? "", ticket, http.RequestAborted);
        if (!session.TwoSteps) await http.Renew(account, session, session.Grant, twoSteps: true);
        return Results.LocalRedirect(Page);
    });

    /// <summary>Does something for the person of a session; the command line has none.</summary>
    private static async Task<IResult> Own(HttpContext http, UserManager<AccountOf> users, Func<AccountOf, Session, Task<IResult>> work)
    {
        if (http.User.Seen()?.Session is not { } session || await users.FindByNameAsync(session.Account) is not { } account)
            return Results.NotFound();
        try
        {
            return await work(account, session);
        }
        catch (RefusedException e)
        {
            return Refusal.Back(Page, e);
        }
    }

    /// <summary>Does something for the same person in a later request.</summary>
    private static async Task Later(HttpContext http, Func<AccountOf, Session, Task> work)
    {
        var session = http.User.Seen()!.Session!;
        await work((await http.RequestServices.GetRequiredService<UserManager<AccountOf>>().FindByNameAsync(session.Account))!, session);
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
