using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>Debian's chromium, driven by Playwright; one for all tests, a context of its own for each.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var chromium = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        Assert.SkipUnless(chromium is not null, "Không có chromium: chạy ./do test, nó cài giúp.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>
    /// A page signed in to the portal, with a code of an authenticator app where its <paramref name="key"/> is given; errors of scripts and
    /// of the security policy fail the test that asks <paramref name="errors"/>.
    /// </summary>
    internal async Task<IPage> SignIn(TestPortal portal, string user, int width = 1440, bool scripts = true, List<string>? errors = null,
        string host = "127.0.0.1", string? key = null)
    {
        var context = await _browser!.NewContextAsync(new() { BaseURL = portal.Url.Replace("127.0.0.1", host, StringComparison.Ordinal),
            Locale = "vi-VN", ViewportSize = new() { Width = width, Height = 900 }, JavaScriptEnabled = scripts });
        var page = await context.NewPageAsync();
        page.Console += (_, message) => { if (message.Type == "error") errors?.Add(message.Text); };
        page.PageError += (_, error) => errors?.Add(error);
        await page.GotoAsync("/dang-nhap");
        await page.FillAsync("#user", user);
        await page.FillAsync("#password", TestPortal.Password);
        await page.ClickAsync("button[type=submit]");
        if (key is not null)
        {
            await page.FillAsync("#code", Totp.Of(key));
            await page.ClickAsync("button[type=submit]");
        }
        await page.Arrives(url => !url.Contains("dang-nhap", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

internal static class Pages
{
    /// <summary>
    /// Waits until a page stands at an address and has loaded. Asked again and again: a wait for an event of loading that has
    /// just been is a wait for nothing.
    /// </summary>
    internal static async Task Arrives(this IPage page, Func<string, bool> there)
    {
        for (var left = 600; ; left--)
        {
            if (there(page.Url) && await HasLoaded(page)) return;
            left.ShouldBeGreaterThan(0, $"still at {page.Url}");
            await Task.Delay(50);
        }
    }

    private static async Task<bool> HasLoaded(IPage page)
    {
        try { return await page.EvaluateAsync<bool>("document.readyState === 'complete'"); }
        catch (PlaywrightException) { return false; /* the page went while it was asked */ }
    }
}
