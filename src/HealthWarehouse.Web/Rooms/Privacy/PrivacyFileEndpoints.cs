using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Privacy;

/// <summary>Files of the desk: the register, the log of disclosures, a person's copy, the persons of an incident.</summary>
internal static class PrivacyFileEndpoints
{
    public static void MapPrivacyFiles(this IEndpointRouteBuilder app)
    {
        app.MapGet("/bao-mat/hoat-dong.csv", Register).ExcludeFromDescription();
        app.MapGet("/bao-mat/tiet-lo.csv", Log).ExcludeFromDescription();
        app.MapGet("/bao-mat/yeu-cau/{id}/du-lieu.json", Json).ExcludeFromDescription();
        app.MapGet("/bao-mat/yeu-cau/{id}/du-lieu.csv", Table).ExcludeFromDescription();
        app.MapGet("/bao-mat/su-co/{id}/nguoi.csv", Persons).ExcludeFromDescription();
    }

    private sealed record ActivityLine(
        string Id, string Name, DateOnly ValidFrom, DateOnly? ValidTo, string Purpose, string Basis, string Article, string Data,
            bool Sensitive, string Subjects, string Recipients, string Retention, string Measures,
        string Role, bool Abroad, string Dpia, string? DpiaNumber, DateOnly? DpiaDue, string Owner, DateOnly Reviewed);

    private static IResult Register(CatalogueFiles catalogue, TimeProvider clock)
    {
        var (p, today) = (catalogue.Privacy.Processing, clock.Today());
        return Csv.File(p.On(today)
            .Select(a =>
            new ActivityLine(a.Id, a.Name, a.ValidFrom, a.ValidTo, a.Purpose, PrivacyWords.Of(a.Basis), a.Article,
            PrivacyWords.Kinds(p, a.Data), p.IsSensitive(a), string.Join("; ", a.Subjects), string.Join("; ", a.Recipients), a.Retention,
            string.Join("; ", a.Measures), PrivacyWords.Of(a.Role), a.Abroad, PrivacyWords.Of(a.Dpia.State), a.Dpia.Number,
                a.DpiaDue(p.Dpia, catalogue.Privacy.Holidays.Calendar), a.Owner, a.Reviewed)), $"hoat-dong-xu-ly-{today:yyyyMMdd}.csv");
    }

    private static async Task<IResult> Log(string? from, string? to, string? type, string? activity, Disclosures disclosures,
        TimeProvider clock, CancellationToken stop) =>
        Csv.File(await disclosures.Between(Day(from) ?? clock.Today().AddMonths(-12), Day(to) ?? clock.Today(), type, activity, stop),
            "so-tiet-lo.csv");

    private static async Task<IResult> Json(string id, SubjectRequests requests, PersonPackages packages, HttpContext http,
        CancellationToken stop)
    {
        if (await requests.Find(id, stop) is not { } request) return Results.NotFound();
        var package = await packages.Make(request, http.User.Viewer()!, stop);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{request.Request.Number}.json\"";
        return TypedResults.Json(package, Readable);
    }

    private sealed record PackageLine(string FacilityCode, string Facility, string EpisodeCode, string VisitType, DateTime? ArrivedAt,
        DateTime? DischargedAt, string Outcome, string? Icd, string? Diagnosis, bool? Main);

    private static async Task<IResult> Table(string id, SubjectRequests requests, PersonPackages packages, HttpContext http,
        CancellationToken stop)
    {
        if (await requests.Find(id, stop) is not { } request) return Results.NotFound();
        var package = await packages.Make(request, http.User.Viewer()!, stop);
        return Csv.File(package.Episodes.SelectMany(e => e.Diagnoses.Cast<PackageDiagnosis?>().DefaultIfEmpty()
            .Select(d =>
            new PackageLine(e.FacilityCode, e.Facility, e.EpisodeCode, e.VisitType, e.ArrivedAt, e.DischargedAt, e.Outcome, d?.Icd,
            d?.Name, d?.IsMain))), $"{request.Request.Number}.csv");
    }

    private static async Task<IResult> Persons(string id, string? accounts, string? from, string? until, string? source,
        Incidents incidents, IncidentScope scope, Outflows outflows, HttpContext http, CancellationToken stop)
    {
        if (await incidents.Find(id, stop) is not { } known) return Results.NotFound();
        var persons = (await scope.Persons(PrivacyForms.Scope(accounts, from, until, source), http.User.Viewer()!, stop)).ToArray();
        await outflows.File(http.User.Viewer()!, "incident", $"Người trong sự cố {known.Incident.Number}", persons.Length, persons.Length,
            stop);
        return Csv.File(persons, $"{known.Incident.Number}-nguoi.csv");
    }

    private static DateOnly? Day(string? text) => TypedDay.TryParse(text, out var day) ? day : null;

    private static readonly System.Text.Json.JsonSerializerOptions Readable =
        new(System.Text.Json.JsonSerializerDefaults.Web) { WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        Converters = { new LocalTimes() } };
}
