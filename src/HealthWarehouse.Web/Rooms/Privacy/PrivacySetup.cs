using HealthWarehouse.Guard.Privacy;

namespace HealthWarehouse.Web.Rooms.Privacy;

/// <summary>The desk of the data-protection officer, over the open house.</summary>
internal static class PrivacySetup
{
    public static void AddPrivacyDesk(this IServiceCollection services) =>
        services.AddSingleton<Subjects>().AddSingleton<Consents>().AddSingleton<SubjectRequests>().AddSingleton<PersonPackages>()
            .AddSingleton<Incidents>().AddSingleton<IncidentScope>().AddSingleton<Disclosures>().AddSingleton<Outflows>()
            .AddSingleton<Limits>();

    public static void MapPrivacy(this IEndpointRouteBuilder app)
    {
        app.MapPrivacyForms();
        app.MapPrivacyFiles();
    }
}
