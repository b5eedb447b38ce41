using System.Net.Http.Headers;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests;

/// <summary>A portal of its own for one test, on a free port over a house in a folder that goes with it.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    public const string Password = "Mat-khau-thu-nghiem-1";
    private readonly WebApplication _app;

    private TestPortal(House house, WebApplication app) => (House, _app) = (house, app);

    public House House { get; }

    public string Url => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    public static Task<TestPortal> Open(params (string User, string Role, string? Facilities)[] accounts) => Open(null, null, accounts);

    /// <summary>A portal that holds the stays of shared/data/claims-mimic, loaded once a run and copied.</summary>
    public static Task<TestPortal> OpenWithMimic(params (string User, string Role, string? Facilities)[] accounts) =>
        Make(null, null, accounts, Filling.Mimic);

    /// <summary>A portal over a house with settings of its own: another catalogue, another engine.</summary>
    public static Task<TestPortal> OpenWith(Func<HouseSettings, HouseSettings> settings,
        params (string User, string Role, string? Facilities)[] accounts) => Open(null, settings, accounts);

    /// <summary>A portal by a clock of the test's own.</summary>
    public static Task<TestPortal> At(TimeProvider? clock, params (string User, string Role, string? Facilities)[] accounts) =>
        Open(clock, null, accounts);

    public static Task<TestPortal> Open(TimeProvider? clock, Func<HouseSettings, HouseSettings>? settings,
        params (string User, string Role, string? Facilities)[] accounts) => Make(clock, settings, accounts);

    /// <summary>A portal some of whose services are the test's own.</summary>
    public static Task<TestPortal> Instead(Action<IServiceCollection> instead,
        params (string User, string Role, string? Facilities)[] accounts) => Make(null, null, accounts, instead: instead);

    private static async Task<TestPortal> Make(TimeProvider? clock, Func<HouseSettings, HouseSettings>? settings,
        (string User, string Role, string? Facilities)[] accounts, Filling? filling = null, Action<IServiceCollection>? instead = null)
    {
        var data = Directory.CreateTempSubdirectory("khoyte-web-").FullName;
        var usual = EmptyHouse.Settings(data) with { MaxUpload = 8 << 20, HashMemoryKib = 64 };
        if (settings is null) await EmptyHouse.CopyTo(data, clock: clock, filling: filling);
        var house = await House.Open(settings?.Invoke(usual) ?? usual, clock);
        var app = Portal.Build(house, [], "http://127.0.0.1:0", instead);
        foreach (var (user, role, facilities) in accounts)
            await Logins.Add(app.Services, user, $"Người dùng {user}", role, facilities, Password);
        await app.StartAsync();
        return new(house, app);
    }

    public T Service<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A client with a sender's key, made on the spot.</summary>
    public async Task<HttpClient> Sender(string code = "his", string facilities = "*")
    {
        var client = new HttpClient { BaseAddress = new(Url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", await House.Senders.Add(code, $"Phần mềm {code}", facilities));
        return client;
    }

    public HttpClient Anonymous() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(Url) };

    /// <summary>A client signed in as a person, by the form as a browser does it; its cookies in a jar, where one is given.</summary>
    public async Task<HttpClient> Person(string user, System.Net.CookieContainer? jar = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = jar ?? new() })
            { BaseAddress = new(Url) };
        var page = await client.GetStringAsync("/dang-nhap");
        var token = System.Text.RegularExpressions.Regex.Match(page,
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string,
            string> { ["_handler"] = "sign-in", ["__RequestVerificationToken"] = token, ["Asked.User"] = user,
            ["Asked.Password"] = Password });
        using var answer = await client.PostAsync("/dang-nhap", form);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        return client;
    }

    /// <summary>A code an administrator would hand over for the first second step of an account.</summary>
    public Task<string> Ticket(string user, string kind = Guard.Accounts.Tickets.SecondStep) =>
        Service<Guard.Accounts.Tickets>().Give(user, kind, Viewer.House);

    /// <summary>
    /// Switches two-step sign-in on for an account and gives the key of a new authenticator app, none of whose codes was used.
    /// </summary>
    public async Task<string> SwitchTwoStepsOn(string user)
    {
        using var scope = _app.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Account>>();
        var account = (await users.FindByNameAsync(user))!;
        await users.ResetAuthenticatorKeyAsync(account);
        await users.SetTwoFactorEnabledAsync(account, true);
        await House.Operations.ExecuteText("delete from code_step where account = $user", new { user });
        return (await users.GetAuthenticatorKeyAsync(account))!;
    }

    /// <summary>A client signed in as a person with a code of a new authenticator app.</summary>
    public async Task<HttpClient> PersonInTwoSteps(string user, System.Net.CookieContainer? jar = null)
    {
        var key = await SwitchTwoStepsOn(user);
        var client = await Person(user, jar);
        (await Code(client, Totp.Of(key, House.Clock.GetUtcNow()))).StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        return client;
    }

    /// <summary>Types a code in the second step of a sign-in.</summary>
    public static Task<HttpResponseMessage> Code(HttpClient client, string code) =>
        Post(client, "/dang-nhap/ma", "second-step", new() { ["Asked.Code"] = code });

    /// <summary>Posts a form of a page as a browser does: with the page's own token.</summary>
    public static async Task<HttpResponseMessage> Post(HttpClient client, string path, string handler, Dictionary<string, string> fields)
    {
        var page = await client.GetStringAsync(path);
        fields["_handler"] = handler;
        fields["__RequestVerificationToken"] =
            System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields);
        return await client.PostAsync(path, form);
    }

    /// <summary>Every route of the portal.</summary>
    public IEnumerable<RouteEndpoint> Routes =>
        ((IEndpointRouteBuilder)_app).DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>();

    /// <summary>Waits until nothing waits to be loaded any more.</summary>
    public async Task Loaded()
    {
        while ((await House.Ledger.Waiting(1)).Count > 0) await Task.Delay(50);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await EmptyHouse.CloseForGood(House);
        Directory.Delete(House.Settings.Data, recursive: true);
    }
}
