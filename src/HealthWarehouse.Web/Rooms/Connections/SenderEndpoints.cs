using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Accounts;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
using Microsoft.AspNetCore.Mvc;

namespace HealthWarehouse.Web.Rooms.Connections;

/// <summary>What the pages of senders and reading systems post; a fault comes back to the page in words, a secret is shown once.</summary>
internal static class SenderEndpoints
{
    private const string Root = "/quan-tri/noi-gui";

    public static void MapSenderDesk(this IEndpointRouteBuilder app)
    {
        app.MapPost($"{Root}/them", Add).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/sua", Change).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/phuong-thuc", Methods).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/bi-mat", NewCredential).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/bi-mat/thay", Replace).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/bi-mat/ngung", End).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/thu-hoi", Revoke).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/mo-lai", Reopen).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/cap-quyen", Give).ExcludeFromDescription();
        app.MapPost($"{Root}/{{code}}/thoi-quyen", Take).ExcludeFromDescription();
    }

    /// <summary>All that is kept of a sender: as long as it is the same, nobody has changed it.</summary>
    private static async Task<string> Standing(HttpContext http, string code) =>
        $"{await http.RequestServices.GetRequiredService<Senders>().Find(code, http.RequestAborted)}";

    private static Task<IResult> Add(IFormCollection form, HttpContext http, SenderDesk desk, CancellationToken stop) =>
        Try(Root, async () =>
    {
        var asked = Asked(form["code"].ToString().Trim(), form);
        await desk.Add(asked, http.User.Viewer()!, stop);
        return Of(asked.Code);
    });

    private static Task<IResult> Change(string code, IFormCollection form, HttpContext http, SenderDesk desk, Senders senders,
        CancellationToken stop) => At(code, async () =>
    {
        var was = await senders.Find(code, stop);
        await desk.Change(Asked(code, form), http.User.Viewer()!, stop);
        await http.MayUndo(now => Standing(now, code), later =>
            desk.Change(new(code, was!.Name, was.Facilities, was.AllowedScopes, was.Contracts), later.User.Viewer()!,
                later.RequestAborted));
    });

    private static Task<IResult> Methods(string code, IFormCollection form, HttpContext http, SenderDesk desk, Senders senders,
        CancellationToken stop) => At(code, async () =>
    {
        var was = await senders.Find(code, stop);
        await desk.Methods(code, [.. form["method"].OfType<string>().Select(Kind)], http.User.Viewer()!, stop);
        await http.MayUndo(now => Standing(now, code), later =>
            desk.Methods(code, [.. Enum.GetValues<CredentialKind>().Where(was!.MayProveBy)], later.User.Viewer()!, later.RequestAborted));
    });

    private static Task<IResult> NewCredential(string code, IFormCollection form, HttpContext http, Approvals approvals, Senders senders,
        NewPasswords secrets, CancellationToken stop) => Try(Of(code), async () =>
    {
        if (code == Sender.Local || await senders.Find(code, stop) is not { Active: true })
            throw new RefusedException("Nơi gửi này không có hoặc đã bị thu hồi.");
        return await Ask(new(code, Kind(form["kind"].ToString()), form["name"].ToString(), form["public_key"], TypedDay.Of(form["ends"])),
            http,
            approvals, secrets, stop);
    });

    private static Task<IResult> Replace(string code, IFormCollection form, HttpContext http, Approvals approvals, NewPasswords secrets,
        CancellationToken stop) => Try(Of(code), async () =>
        Told(code, await approvals.Replace(code, form["credential"].ToString(), form["now"] == "true", form["public_key"],
            http.User.Viewer()!, stop), secrets));

    /// <summary>
    /// A credential of a system that reads records is what a password is to a person: asked by one, shown to who approves.
    /// </summary>
    private static async Task<string> Ask(CredentialRequest asked, HttpContext http, Approvals approvals, NewPasswords secrets,
        CancellationToken stop) =>
        Told(asked.Sender,
            await approvals.Ask(new(PowerRequest.OfCredential, Grants.OfSystem(asked.Sender), asked.Name, Credential: asked),
            http.User.Viewer()!, stop), secrets);

    private static string Told(string code, PowerOutcome outcome, NewPasswords secrets) =>
        outcome.Waits ? $"{Of(code)}?cho=duyet" : Shown(code, outcome.Code, secrets);

    private static Task<IResult> End(string code, [FromForm] string credential, HttpContext http, Credentials credentials,
        CancellationToken stop) =>
        At(code, () => credentials.End(code, credential, http.User.Viewer()!, stop));

    private static Task<IResult> Revoke(string code, [FromForm] string? why, HttpContext http, SenderDesk desk, CancellationToken stop) =>
        At(code, () => desk.Revoke(code, why ?? "", http.User.Viewer()!, stop));

    private static Task<IResult> Reopen(string code, IFormCollection _, HttpContext http, SenderDesk desk, CancellationToken stop) =>
        At(code, async () =>
    {
        await desk.Reopen(code, http.User.Viewer()!, stop);
        await http.MayUndo(now => Standing(now, code), later =>
            desk.Revoke(code, "Hoàn tác việc mở lại", later.User.Viewer()!, later.RequestAborted));
    });

    private static Task<IResult> Give(string code, IFormCollection form, HttpContext http, Approvals approvals, Senders senders,
        CancellationToken stop) => Try(Of(code), async () =>
    {
        if (await senders.Find(code, stop) is null) throw new RefusedException($"Không có nơi gửi '{code}'.");
        var (account, reason) = (Grants.OfSystem(code), form["reason"].ToString());
        var asked = new GrantRequest(account, "system", reason, form["facilities"], form["units"],
            Enum.TryParse<DataClass>(form["data"], out var data) ? data : null, null, TypedDay.Of(form["from"]), TypedDay.Of(form["to"]));
        var waits = (await approvals.Ask(new(PowerRequest.OfGrant, account, reason, asked), http.User.Viewer()!, stop)).Waits;
        await http.OffersToTakeBack(account, waits);
        return waits ? $"{Of(code)}?cho=duyet" : Of(code);
    });

    private static Task<IResult> Take(string code, [FromForm] string grant, HttpContext http) =>
        At(code, () => http.EndGrant(Grants.OfSystem(code), grant));

    private static SenderRequest Asked(string code, IFormCollection form) =>
        new(code, form["name"].ToString(), form["facilities"].ToString(), [.. form["scope"].OfType<string>()],
            form["contracts"].ToString());

    private static string Shown(string code, string? secret, NewPasswords secrets) =>
        secret is null ? Of(code) : $"{Of(code)}?bi-mat={secrets.Keep(secret)}";

    private static Task<IResult> At(string code, Func<Task> work) => Try(Of(code), async () =>
    {
        await work();
        return Of(code);
    });

    private static async Task<IResult> Try(string back, Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (RefusedException e)
        {
            return Refusal.Back(back, e);
        }
    }

    private static string Of(string code) => $"{Root}/{Uri.EscapeDataString(code)}";

    private static CredentialKind Kind(string text) => Enum.TryParse<CredentialKind>(text, out var kind) && Enum.IsDefined(kind)
        ? kind : throw new RefusedException("Không có phương thức này.");
}
