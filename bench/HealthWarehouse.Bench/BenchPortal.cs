using System.Text.RegularExpressions;
using HealthWarehouse.Operate;
using HealthWarehouse.Web;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Bench;

/// <summary>A portal over a house on a free port, and somebody signed in to it.</summary>
internal sealed partial class BenchPortal(WebApplication app, HttpClient client) : IAsyncDisposable
{
    private const string User = "do-dac", Password = "Chim-xanh-qua-song-27";

    public static async Task<BenchPortal> Open(House house, Action<IServiceCollection>? instead)
    {
        var app = Portal.Build(house, [], "http://127.0.0.1:0", instead);
        await Logins.Put(app.Services, User, "Người đo", "specialist", null, Password);
        await app.StartAsync();
        return new(app, await SignIn(app, User));
    }

    /// <summary>Another person's browser.</summary>
    public async Task<HttpClient> Another(string user)
    {
        await Logins.Put(app.Services, user, $"Người đo {user}", "specialist", null, Password);
        return await SignIn(app, user);
    }

    public string Url => app.Urls.First();

    public HttpClient Client => client;

    private static async Task<HttpClient> SignIn(WebApplication app, string user)
    {
        var client =
            new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { BaseAddress = new(app.Urls.First()),
            Timeout = TimeSpan.FromMinutes(5) };
        using var form = new FormUrlEncodedContent(new Dictionary<string,
            string> { ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token()
            .Match(await client.GetStringAsync("/dang-nhap")).Groups[1].Value, ["Asked.User"] = user, ["Asked.Password"] = Password });
        (await client.PostAsync("/dang-nhap", form)).EnsureSuccessStatusCode();
        return client;
    }

    public Task Get(string path) => client.GetStringAsync(path);

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();
}
