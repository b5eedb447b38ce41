using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using HealthWarehouse.Web.Shared.Undoing;
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
        app.MapPost("/quan-tri/tai-khoan/{user}/ma-buoc-hai", Ticket).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/nghi-viec", Leave).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/sso", Link).ExcludeFromDescription();
        app.MapPost("/quan-tri/tai-khoan/{user}/sso/bo", Unlink).ExcludeFromDescription();
        app.MapGet("/quan-tri/tai-khoan.csv", Export).ExcludeFromDescription();
        app.MapPost("/quan-tri/ra-soat/ky", Review).ExcludeFromDescription();
    }

    private static async Task<IResult> Add([FromForm] string user, [FromForm] string name, [FromForm] string? unit, HttpContext http,
        AccountLife life, CancellationToken stop) =>
        await Try("/quan-tri/tai-khoan", async () =>
        {
            await life.Make(user.Trim(), name, unit, null, http.User.Viewer()!, stop: stop);
            return Of(user.Trim());
        });

    /// <summary>The field that says somebody was asked a second time.</summary>
    public const string Sure = "sure";

    /// <summary>A right to identified records of a whole province is asked twice: the second page says what it opens.</summary>
    private static Task<IResult> Give(string user, IFormCollection form, HttpContext http, Approvals approvals, Grants grants,
        CatalogueFiles catalogue, KeptForms kept, CancellationToken stop) =>
        Try(Of(user), async () =>
        {
            var asked = Asked(user, form, catalogue);
            if (form[Sure] == "false") throw new FieldException("facilities", "Hãy chọn cơ sở, địa bàn hoặc lớp dữ liệu hẹp hơn.");
            var viewer = http.User.Viewer()!;
            if (form[Sure] == "true" || !(await grants.Draft(asked, viewer, stop)).IsWholeProvince)
            {
                var waits = (await approvals.Ask(new(PowerRequest.OfGrant, user, asked.Reason, asked), viewer, stop)).Waits;
                await http.OffersToTakeBack(user, waits);
                return waits ? $"{Of(user)}?cho=duyet" : Of(user);
            }
            kept.Keep(viewer.Account, new($"{Of(user)}/toan-tinh", $"{Of(user)}/cap-quyen".Trim('/'), null, null,
                form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal))
                    .ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray())));
            return $"{Of(user)}/toan-tinh";
        });

    private static GrantRequest Asked(string user, IFormCollection form, CatalogueFiles catalogue) =>
        new(user, form["role"].ToString(), form["reason"].ToString(),
            Places.Facilities(catalogue).Codes(form["facilities"], "facilities"), Places.Communes(catalogue).Codes(form["units"], "units"),
            Enum.TryParse<DataClass>(form["data"], out var data) ? data : null, string.Join(';', form["compartments"].OfType<string>()),
            TypedDay.Of(form["from"], "from"), TypedDay.Of(form["to"], "to"), string.Join(';', form["fields"].OfType<string>()));

    private static Task<IResult> End(string user, [FromForm] string grant, HttpContext http) =>
        Try(Of(user), async () => { await http.EndGrant(user, grant); return Of(user); });

    private static Task<IResult> Disable(string user, [FromForm] string? why, HttpContext http, AccountLife life, CancellationToken stop) =>
        Try(Of(user), async () =>
        {
            NotOwn(user, http);
            await life.Disable(user,
                string.IsNullOrWhiteSpace(why)
                ? throw new FieldException("why", "Hãy ghi lý do ngừng tài khoản.") : why.Trim(), http.User.Viewer()!, stop);
            await http.MayUndo(now => now.StandingOf(user), later => life.Disable(user, null, later.User.Viewer()!, later.RequestAborted));
            return Of(user);
        });

    private static Task<IResult> Enable(string user, IFormCollection _, HttpContext http, AccountLife life, AccountBook book,
        CancellationToken stop) => Try(Of(user), async () =>
    {
        var why = (await book.Find(user, stop))?.Account.DisabledWhy;
        await life.Disable(user, null, http.User.Viewer()!, stop);
        if (why is not null)
            await http.MayUndo(now => now.StandingOf(user), later => life.Disable(user, why, later.User.Viewer()!, later.RequestAborted));
        return Of(user);
    });

    private static Task<IResult> Reset(string user, [FromForm] string? steps, [FromForm] string? reason, HttpContext http,
        Approvals approvals, NewPasswords codes, CancellationToken stop) =>
        Ask(user, http, approvals, codes, () => new(PowerRequest.OfReset, user, reason ?? "", Steps: steps == "true"), stop);

    private static Task<IResult> Ticket(string user, [FromForm] string? reason, HttpContext http, Approvals approvals, NewPasswords codes,
        CancellationToken stop) =>
        Ask(user, http, approvals, codes, () => new(PowerRequest.OfTicket, user, reason ?? ""), stop);

    /// <summary>Somebody leaves: every right, session, key and link ends at once.</summary>
    private static Task<IResult> Leave(string user, [FromForm] string? why, HttpContext http, AccountLife life, CancellationToken stop) =>
        Try(Of(user), async () =>
        {
            NotOwn(user, http);
            await life.Leave(user,
                string.IsNullOrWhiteSpace(why)
                ? throw new FieldException("why", "Hãy ghi lý do (quyết định nghỉ việc, chuyển công tác).")
                : why.Trim(), http.User.Viewer()!, stop);
            return Of(user);
        });

    private static Task<IResult> Link(string user, [FromForm] string? subject, [FromForm] string? reason, HttpContext http,
        Approvals approvals, NewPasswords codes, CancellationToken stop) =>
        Ask(user, http, approvals, codes, () => new(PowerRequest.OfLink, user, reason ?? "", Subject: subject), stop);

    private static Task<IResult> Unlink(string user, [FromForm] string? subject, HttpContext http, AccountBook book, AccountLife life,
        CancellationToken stop) =>
        Try(Of(user), async () =>
            { await life.LinkForAnother(await Known(user, book, stop), subject ?? "", isOn: false, http.User.Viewer()!,
            stop); return Of(user); });

    private static async Task<IResult> Export(HttpContext http, AccountBook book, AuditLog audit, CancellationToken stop, string? q = null,
        [FromQuery(Name = "vai-tro")] string? role = null, [FromQuery(Name = "tinh-trang")] string? standing = null,
        [FromQuery(Name = "mot-buoc")] string? oneStep = null)
    {
        var lines = await book.All(Filter(q, role, standing, oneStep == "true"), stop);
        await audit.Write(new(http.User.Viewer()!.Account, "export", "account", "*", Source: http.Source(),
            Detail: $"{lines.Count} tài khoản"), stop);
        return Csv.File(book.Rows(lines), "tai-khoan.csv");
    }

    /// <summary>What the page's filter and its export ask for.</summary>
    public static AccountFilter Filter(string? text, string? role, string? standing, bool oneStep) =>
        new(text, string.IsNullOrEmpty(role) ? null : role, Enum.TryParse<AccountStanding>(standing, out var s) ? s : null, oneStep);

    private static Task<IResult> Review(IFormCollection form, HttpContext http, AccessReviews reviews, CancellationToken stop) =>
        Try("/quan-tri/ra-soat", async () =>
        {
            var decisions = form.Keys.Where(k => k.StartsWith("d.", StringComparison.Ordinal) && form[k] is [{ } word]
                && word is "keep" or "end")
                .Select(k => new ReviewDecision(k[2..], form[k] == "keep", form[$"r.{k[2..]}"].ToString().Trim())).ToArray();
            await reviews.Sign(decisions, form["note"].ToString(), http.User.Viewer()!, stop);
            return "/quan-tri/ra-soat";
        });

    /// <summary>What may need a second person: the page tells whether it waits, or shows the code there is to hand over.</summary>
    private static Task<IResult> Ask(string user, HttpContext http, Approvals approvals, NewPasswords codes, Func<PowerRequest> request,
        CancellationToken stop) =>
        Try(Of(user), () => Told(user, approvals, codes, request(), http.User.Viewer()!, stop));

    private static async Task<string> Told(string user, Approvals approvals, NewPasswords codes, PowerRequest request, Viewer by,
        CancellationToken stop)
    {
        var outcome = await approvals.Ask(request, by, stop);
        return outcome.Waits ? $"{Of(user)}?cho=duyet" : outcome.Code is { } code ? $"{Of(user)}?ma={codes.Keep(code)}" : Of(user);
    }

    /// <summary>The name of an account as it stands in the book.</summary>
    private static async Task<string> Known(string user, AccountBook book, CancellationToken stop) =>
        await book.Find(user, stop) is { } found ? found.Account.UserName! : throw new RefusedException($"Không có tài khoản '{user}'.");

    private static void NotOwn(string user, HttpContext http)
    {
        if (user.Equals(http.User.Viewer()!.Account, StringComparison.OrdinalIgnoreCase))
            throw new RefusedException("Việc này với tài khoản của chính mình do một quản trị khác làm.");
    }

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

    private static string Of(string user) => $"/quan-tri/tai-khoan/{Uri.EscapeDataString(user)}";
}
