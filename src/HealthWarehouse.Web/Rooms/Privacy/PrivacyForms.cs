using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Forms;
using Microsoft.AspNetCore.Antiforgery;

namespace HealthWarehouse.Web.Rooms.Privacy;

/// <summary>What the pages of the desk post; a fault comes back to the page in words.</summary>
internal static class PrivacyForms
{
    private static readonly TimeSpan Hanoi = TimeSpan.FromHours(7);

    public static void MapPrivacyForms(this IEndpointRouteBuilder app)
    {
        var desk = app.MapGroup("/bao-mat").WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter(PostedForm.RequireToken)
            .ExcludeFromDescription();
        desk.MapPost("/dong-y/ghi", Consent);
        desk.MapPost("/yeu-cau/them", Receive);
        desk.MapPost("/yeu-cau/{id}/buoc", RequestStep);
        desk.MapPost("/su-co/them", OpenIncident);
        desk.MapPost("/su-co/{id}/buoc", IncidentStep);
        desk.MapPost("/su-co/{id}/pham-vi", KeepScope);
        desk.MapPost("/su-co/{id}/thong-bao/ghi", WriteNotice);
        desk.MapPost("/tiet-lo/ghi", Disclose);
    }

    private static Task<IResult> Consent(PostedForm form, HttpContext http, Consents consents, CancellationToken stop) =>
        Try(SubjectRef.TryParse(form["subject"], out var subject) ? $"/bao-mat/dong-y?nguoi={subject}" : "/bao-mat/dong-y", async () =>
        {
            var asked = new ConsentAsked(SubjectRef.Parse(form["subject"]), form["activity"], form["channel"], form["document"],
                Enum.TryParse<ConsentBy>(form["by"], out var by) ? by : ConsentBy.Self, TypedDay.Of(form["from"]));
            await (form["action"] == ConsentRecord.Withdrawn
                ? consents.Withdraw(asked, Viewer(http), stop) : consents.Give(asked, Viewer(http), stop));
            return $"/bao-mat/dong-y?nguoi={asked.Subject}";
        });

    private static Task<IResult> Receive(PostedForm form, HttpContext http, SubjectRequests requests, CancellationToken stop) =>
        Try("/bao-mat/yeu-cau", async () =>
        {
            var subject = string.IsNullOrWhiteSpace(form["subject"]) ? (SubjectRef?)null : SubjectRef.Parse(form["subject"]);
            var asked = new RequestAsked(form["kind"],
                TypedDay.Of(form["received"]) ?? throw new FieldException("received", "Hãy ghi ngày nhận."),
                form["channel"], form["paper"], form["digits"], form["third"] == "true", form["summary"], subject);
            return $"/bao-mat/yeu-cau/{(await requests.Receive(asked, Viewer(http), stop)).Request.Id}";
        });

    private static Task<IResult> RequestStep(string id, PostedForm form, HttpContext http, SubjectRequests requests,
        CancellationToken stop) =>
        Try($"/bao-mat/yeu-cau/{Uri.EscapeDataString(id)}", async () =>
        {
            await requests.Step(id, new(form["type"], Blank(form["value"]), form["note"]), Viewer(http), stop);
            return $"/bao-mat/yeu-cau/{id}";
        });

    private static Task<IResult> OpenIncident(PostedForm form, HttpContext http, Incidents incidents, CancellationToken stop) =>
        Try("/bao-mat/su-co", async () =>
        {
            var asked = new IncidentAsked(form["kind"], form["severity"], Moment(form["detected"]), Moment(form["aware"]), form["note"]);
            return $"/bao-mat/su-co/{(await incidents.Open(asked, Viewer(http), stop)).Incident.Id}";
        });

    private static Task<IResult> IncidentStep(string id, PostedForm form, HttpContext http, Incidents incidents, CancellationToken stop) =>
        Try($"/bao-mat/su-co/{Uri.EscapeDataString(id)}", async () =>
        {
            await incidents.Step(id, new(form["type"], Blank(form["value"]), form["note"]), Viewer(http), stop);
            return $"/bao-mat/su-co/{id}";
        });

    private static Task<IResult> KeepScope(string id, PostedForm form, HttpContext http, Incidents incidents, IncidentScope scope,
        CancellationToken stop) =>
        Try($"/bao-mat/su-co/{Uri.EscapeDataString(id)}", async () =>
        {
            await incidents.Keep(id,
                await scope.Ask(Scope(form["accounts"], form["from"], form["until"], form["source"]), Viewer(http), stop), Viewer(http),
                stop);
            return $"/bao-mat/su-co/{id}";
        });

    private static Task<IResult> WriteNotice(string id, PostedForm form, HttpContext http, Incidents incidents, CancellationToken stop) =>
        Try($"/bao-mat/su-co/{Uri.EscapeDataString(id)}/thong-bao", async () =>
        {
            await incidents.Write(id, form.All.ToDictionary(), Viewer(http), stop);
            return $"/bao-mat/su-co/{id}/thong-bao";
        });

    private static Task<IResult> Disclose(PostedForm form, HttpContext http, Disclosures disclosures, CatalogueFiles catalogue,
        CancellationToken stop) =>
        Try("/bao-mat/tiet-lo", async () =>
        {
            var subjects = form["subjects"].Split([';', ',', ' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
                .Select(SubjectRef.Parse).ToArray();
            await disclosures.Record(new(form["activity"], form["type"], form["recipient"],
                Enum.TryParse<LawfulBasis>(form["basis"], out var basis)
                    ? basis : throw new FieldException("basis", "Hãy chọn cơ sở pháp lý."),
                form.Many("kinds"), Count(form["persons"]), Count(form["rows"]), form["document"], form["channel"],
                    Blank(form["agreement"]), Blank(form["request"]), Blank(form["country"])
                    ?? catalogue.Privacy.Egress.Countries[0], subjects), Viewer(http), stop);
            return "/bao-mat/tiet-lo";
        });

    /// <summary>What to ask the audit, as a form or an address writes it; times are of Việt Nam.</summary>
    public static ScopeAsked Scope(string? accounts, string? from, string? until, string? source) =>
        new([.. (accounts ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries)], Moment(from), Moment(until),
            Blank(source));

    private static async Task<IResult> Try(string back, Func<Task<string>> work)
    {
        try
        {
            return Results.LocalRedirect(await work());
        }
        catch (Exception e) when (e is RefusedException or NotAllowedException)
        {
            return Refusal.Back(back, e);
        }
    }

    private static Viewer Viewer(HttpContext http) => http.User.Viewer()!;

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static long? Count(string? text) => Blank(text) is not { } digits
        ? null : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        ? n : throw new RefusedException($"'{digits}' không phải số.");

    private static DateTimeOffset Moment(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var local) && TypedDay.IsCounted(DateOnly.FromDateTime(local))
                ? new(local, Hanoi) : throw new RefusedException("Hãy ghi ngày và giờ.");
}
