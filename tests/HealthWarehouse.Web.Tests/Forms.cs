using System.Text.RegularExpressions;

namespace HealthWarehouse.Web.Tests;

/// <summary>Forms of pages, sent as a browser does: with the token of the page they stand on.</summary>
internal static partial class Forms
{
    public static async Task<HttpResponseMessage> Submit(this HttpClient client, string page, string action,
        params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await client.GetStringAsync(page)).Groups[1].Value;
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Append(new("__RequestVerificationToken", token)));
        return await client.PostAsync(action, form);
    }

    /// <summary>What a person reads of a page: without its tokens, which are new each time.</summary>
    public static async Task<string> Words(this HttpResponseMessage answer) =>
        Token().Replace(await answer.Content.ReadAsStringAsync(), "");

    /// <summary>The problem an answer sends back to its page; null when it sends none.</summary>
    public static string? Problem(this HttpResponseMessage answer) => answer.Headers.Location?.OriginalString is { } to
        && to.Split('#')[0] is var page && page.Contains("loi=", StringComparison.Ordinal)
        ? Uri.UnescapeDataString(page[(page.IndexOf("loi=", StringComparison.Ordinal) + 4)..]) : null;

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")] private static partial Regex Token();
}

/// <summary>A clock that is moved by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

    public override DateTimeOffset GetUtcNow() => Now;
}
