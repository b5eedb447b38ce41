using HealthWarehouse.Analyse;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;
using HealthWarehouse.Report;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Accounts;
using HealthWarehouse.Web.Rooms.Account;
using HealthWarehouse.Web.Rooms.Accounts;
using HealthWarehouse.Web.Rooms.Catalogue;
using HealthWarehouse.Web.Rooms.Dashboards;
using HealthWarehouse.Web.Rooms.Deliveries;
using HealthWarehouse.Web.Rooms.Explore;
using HealthWarehouse.Web.Rooms.Feeds;
using HealthWarehouse.Web.Rooms.Findings;
using HealthWarehouse.Web.Rooms.Help;
using HealthWarehouse.Web.Rooms.Home;
using HealthWarehouse.Web.Rooms.Keys;
using HealthWarehouse.Web.Rooms.Imports;
using HealthWarehouse.Web.Rooms.Measures;
using HealthWarehouse.Web.Rooms.Openings;
using HealthWarehouse.Web.Rooms.Operate;
using HealthWarehouse.Web.Rooms.Privacy;
using HealthWarehouse.Web.Rooms.Published;
using HealthWarehouse.Web.Rooms.Reports;
using HealthWarehouse.Web.Rooms.Search;
using HealthWarehouse.Web.Rooms.Connections;
using HealthWarehouse.Web.Rooms.SenderShapes;
using HealthWarehouse.Web.Rooms.Security;
using HealthWarehouse.Web.Rooms.Shredding;
using HealthWarehouse.Web.Rooms.SignIn;
using HealthWarehouse.Web.Rooms.Sources;
using HealthWarehouse.Web.Shared;
using HealthWarehouse.Web.Shared.Undoing;
using HealthWarehouse.Web.Tokens;
using Scalar.AspNetCore;

namespace HealthWarehouse.Web;

/// <summary>The portal over an open house: one line a room.</summary>
internal static class Portal
{
    /// <param name="house">What it shows.</param>
    /// <param name="args">Settings of the command line.</param>
    /// <param name="urls">Addresses it answers at.</param>
    /// <param name="instead">Services put in the place of the house's own: what is measured is left out that way.</param>
    public static WebApplication Build(House house, string[] args, string urls, Action<IServiceCollection>? instead = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot") });
        builder.WebHost.UseUrls(urls)
            .ConfigureKestrel(server =>
            (server.AddServerHeader, server.Limits.MaxRequestBodySize, server.Limits.RequestHeadersTimeout) =
            (false, house.Settings.MaxUpload, TimeSpan.FromSeconds(15)));
        builder.AddLogLines();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = house.Settings.StopWithin);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.OData", LogLevel.None)
            .AddFilter("HealthWarehouse.Web.Accounts", LogLevel.Warning)
            .AddFilter("HealthWarehouse.Web.Rooms.SenderShapes", LogLevel.Warning);
        builder.AddHouse(house);
        builder.AddAccounts(house);
        builder.AddTokens(house);
        builder.AddPages(house.Settings);
        instead?.Invoke(builder.Services);
        var app = builder.Build();
        app.UsePages();
        app.MapSignIn();
        app.MapOwnAccount();
        app.MapAccounts();
        app.MapApprovals();
        app.MapTokens();
        app.MapSenderDesk();
        app.MapDeliveries();
        app.MapDeliveryForms(house.Settings.MaxUpload);
        app.MapVersionForm();
        Withdrawal.Map(app);
        app.MapSources();
        app.MapImports();
        app.MapFindings();
        app.MapOpenings();
        app.MapReports();
        app.MapMeasures();
        app.MapPublished();
        app.MapDashboards();
        app.MapSavedViews();
        app.MapChoices();
        app.MapSearch();
        app.MapControllers();
        app.MapFeedFiles();
        app.MapCatalogue();
        app.MapListImports();
        app.MapPrivacy();
        app.MapOperate();
        app.MapRetry();
        app.MapSenderShapes();
        app.MapSecurity();
        app.MapKeys();
        app.MapShredding();
        app.MapHelp();
        app.MapUndo();
        app.MapOpenApi();
        app.MapScalarApiReference("/api", (options, http) => options.WithTitle("Kho Y tế – API").WithNonce(SecurityHeaders.Nonce(http)));
        app.MapPages();
        app.VerifyAccess();
        app.Lifetime.ApplicationStarted.Register(() =>
            app.Services.GetRequiredService<RunningServer>().Announce(house.Settings.Data, app.Urls.First()));
        app.Lifetime.ApplicationStopped.Register(() => File.Delete(RunningServer.PathIn(house.Settings.Data)));
        return app;
    }

    private static void AddHouse(this WebApplicationBuilder builder, House house)
    {
        var services = builder.Services;
        services.AddSingleton(house).AddSingleton(house.Catalogue).AddSingleton(house.Warehouse).AddSingleton(house.Ledger)
            .AddSingleton(house.Intake).AddSingleton(new Collect.ContractDoor(house.Catalogue, house.Senders))
            .AddSingleton(house.Senders).AddSingleton(house.Audit).AddSingleton<IAuditLog>(house.Audit).AddSingleton(house.Loader)
                .AddSingleton(house.Clock).AddSingleton(house.Vault.Pseudonyms);
        services.AddSingleton<RunningServer>().AddSingleton<Geographies>().AddSingleton<Figures>().AddSingleton<Dashboards>()
            .AddSingleton(p =>
                new Publications(house.Catalogue, p.GetRequiredService<Figures>(), house.Operations, house.Audit, house.Clock))
            .AddSingleton<BoardRequests>().AddSingleton<BoardPages>().AddSingleton<BoardDrafts>()
            .AddSingleton<Finder>().AddSingleton<Choices>()
            .AddSingleton(new SavedViews(house.Operations, house.Clock)).AddSingleton(new Boundaries(house.Warehouse))
            .AddSingleton<Analyse.Quality.QualityOffice>().AddSingleton<Analyse.Quality.FixPlans>().AddSingleton<Peers>()
            .AddSingleton<Reports>().AddSingleton<AgencyToday>().AddSingleton<PersonalReads>()
            .AddSingleton<Guard.Openings>().AddSingleton<RecordPlaces>().AddSingleton<BreakGlassDesk>().AddSingleton<FindingReads>()
            .AddSingleton(p => new Records.Messages(house.Catalogue, house.Ledger, house.Contents, house.Warehouse, house.Vault,
                p.GetRequiredService<PersonalReads>(), p.GetRequiredService<RecordPlaces>()))
            .AddSingleton(new SourceBook(house.Operations, house.Senders)).AddSingleton<HeldFiles>().AddSingleton<ImportDesk>()
            .AddSingleton<PersonTraces>().AddSingleton<HeldLists>();
        services.AddFeeds(new Analyse.Feeds(house.Catalogue, new Figures(house.Catalogue, house.Warehouse, house.Audit),
            house.Warehouse));
        services.AddScoped<Entrance>().AddScoped<AccountBook>().AddScoped<AccessReviews>().AddSingleton<PowerTurn>().AddScoped<Approvals>()
            .AddScoped<DeskCounts>()
            .AddSingleton<NewPasswords>();
        services.AddSenderShapes();
        services.AddPrivacyDesk();
        services.AddSingleton<FeedbackBook>().AddSingleton<PageState>();
        services.AddHostedService<LoadWorker>().AddHostedService<FolderWorker>().AddHostedService<AuditWorker>()
            .AddHostedService<VaultWorker>();
        services.AddSingleton<RefusedKeys>().AddHostedService(p => p.GetRequiredService<RefusedKeys>());
        services.AddSingleton(house.Retention).AddSingleton(house.Anomalies).AddSingleton(new AuditSearch(house.Operations));
    }
}
