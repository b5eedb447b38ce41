using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Web.Rooms.SenderShapes;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Plays a golden conversation: requests as a client sends them, and the answers word for word. {{…}} in a request is filled; in an
/// expected body "&lt;id x&gt;" is a tracking id, "&lt;word x&gt;" any word, both the same wherever x stands again; "&lt;time&gt;",
/// "&lt;stamp&gt;", "&lt;text&gt;", "&lt;any&gt;" are what they say.
/// </summary>
internal sealed partial class Conversation(TestPortal portal, MovingClock clock, string shape)
{
    private readonly Dictionary<string, string> _known = [];
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(portal.Url) };
    private string _sender = "";
    private int _times = 1;

    public async Task Play(string text, CancellationToken stop)
    {
        using var client = _client;
        foreach (var block in Blocks().Split(text.ReplaceLineEndings("\n")).Where(b => b.Trim().Length > 0))
        {
            if (block[0] is '#' && !block.StartsWith("### ", StringComparison.Ordinal)) continue;
            if (block[0] is '@') await Direct(block.Trim()[1..].Split(' '), stop);
            else await Exchange(block, stop);
        }
    }

    /// <summary>
    /// What happens beside the conversation: @sender CODE FACILITIES, @login USER, @off, @on, @clock SECONDS, @loaded, @times N (the next
    /// request).
    /// </summary>
    private async Task Direct(string[] words, CancellationToken stop)
    {
        var logins = portal.Service<SenderLogins>();
        switch (words[0])
        {
            case "sender":
                await portal.House.Senders.Add(_sender = words[1], $"Bệnh viện {words[1]}", words[2], stop: stop);
                break;
            case "login":
                (_known["user"], _known["password"]) = (words[1], await logins.Give(_sender, shape, words[1], "thu-nghiem", null, stop));
                _known["md5"] = SenderLogins.AsSent(portal.House.Catalogue.SenderShapes[shape], _known["password"]);
                break;
            case "off" or "on":
                await logins.Switch(_sender, shape, words[0] == "on", "thu-nghiem", null, stop);
                break;
            case "clock":
                clock.Move(TimeSpan.FromSeconds(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case "loaded":
                await portal.Loaded();
                break;
            case "times":
                _times = int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
                break;
            default:
                throw new ArgumentException(string.Join(' ', words));
        }
    }

    private async Task Exchange(string block, CancellationToken stop)
    {
        var title = block[4..block.IndexOf('\n')];
        var parts = Answered().Split(block[(block.IndexOf('\n') + 1)..], 2);
        var (head, body) = Cut(parts[0].Trim('\n'));
        var (expectedHead, expected) = Cut(parts[1].Trim('\n'));
        HttpResponseMessage? answer = null;
        for (; _times > 0; _times--)
        {
            answer?.Dispose();
            using var request = Request(head, body);
            answer = await _client.SendAsync(request, stop);
        }
        _times = 1;
        using (answer)
        {
            var said = await answer!.Content.ReadAsStringAsync(stop);
            $"{(int)answer.StatusCode}".ShouldBe(expectedHead[0].Trim(), $"{title}: {said}");
            foreach (var header in expectedHead[1..].Select(h => h.Split(": ", 2)))
                Header(answer, header[0]).ShouldBe(header[1], $"{title}: {header[0]}");
            Compare(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(said).RootElement, title, said);
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(", ", values) : null;

    private static (string[] Head, string Body) Cut(string text) =>
        text.Split("\n\n", 2) is [var head, var body] ? (head.Split('\n'), body.Trim('\n')) : (text.Split('\n'), "");

    private HttpRequestMessage Request(string[] head, string body)
    {
        var first = Fill(head[0]).Split(' ', 2);
        var request = new HttpRequestMessage(new(first[0]), new Uri(portal.Url.TrimEnd('/') + first[1]));
        if (first[0] == "POST")
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(head.Any(h => h.Contains("multipart", StringComparison.Ordinal))
                ? Fill(body).Replace("\n", "\r\n") : Fill(body)));
        foreach (var header in head[1..].Select(h => Fill(h).Split(": ", 2)))
        {
            if (header[0] == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(header[1]);
            else request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }
        return request;
    }

    /// <summary>{{name}} is something known; {{xml 1 | base64 | url}} a dossier, turned.</summary>
    private string Fill(string text) => Place().Replace(text, place =>
    {
        var steps = place.Groups[1].Value.Split(" | ");
        var value = _known.TryGetValue(steps[0], out var known) ? known : Dossiers.Named(steps[0]);
        return steps[1..]
            .Aggregate(value, (v, step) =>
            step switch { "base64" => Dossiers.Base64(v), "url" =>
            Uri.EscapeDataString(v), "lower" => v.ToLowerInvariant(), _ => throw new ArgumentException(step) });
    });

    private void Compare(JsonElement expected, JsonElement actual, string at, string said)
    {
        if (expected.ValueKind is JsonValueKind.String && Wanted().Match(expected.GetString()!) is { Success: true } wanted)
        {
            Meets(wanted.Groups[1].Value, wanted.Groups[2].Value, actual).ShouldBeTrue($"{at}: {expected} – {said}");
            return;
        }
        actual.ValueKind.ShouldBe(expected.ValueKind, $"{at}: {said}");
        if (expected.ValueKind is JsonValueKind.Object)
        {
            actual.EnumerateObject().Select(p => p.Name)
                .ShouldBe(expected.EnumerateObject().Select(p => p.Name), ignoreOrder: true, $"{at}: {said}");
            foreach (var property in expected.EnumerateObject())
                Compare(property.Value, actual.GetProperty(property.Name), $"{at}.{property.Name}", said);
        }
        else if (expected.ValueKind is JsonValueKind.Array)
        {
            actual.GetArrayLength().ShouldBe(expected.GetArrayLength(), $"{at}: {said}");
            for (var i = 0; i < expected.GetArrayLength(); i++) Compare(expected[i], actual[i], $"{at}[{i}]", said);
        }
        else actual.ToString().ShouldBe(Fill(expected.ToString()), $"{at}: {said}");
    }

    private bool Meets(string kind, string name, JsonElement actual)
    {
        var text = actual.ValueKind is JsonValueKind.String ? actual.GetString()! : "";
        var fits = kind switch
        {
            "id" => Guid.TryParse(text, out _),
            "word" => text.Length >= 16,
            "time" => DateTime.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _),
            "stamp" => DateTime.TryParseExact(text, "yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture,
                System.Globalization.DateTimeStyles.None, out _),
            "text" => text.Length > 0,
            _ => true,
        };
        if (name.Length == 0 || !fits) return fits;
        if (_known.TryGetValue(name, out var known)) return known == text;
        _known[name] = text;
        return true;
    }

    [GeneratedRegex(@"^(?=### |@|# )", RegexOptions.Multiline)] private static partial Regex Blocks();
    [GeneratedRegex(@"^HTTP ", RegexOptions.Multiline)] private static partial Regex Answered();
    [GeneratedRegex(@"\{\{([^{}]+)\}\}")] private static partial Regex Place();
    [GeneratedRegex(@"^<(id|word|time|stamp|text|any)(?: ([a-z0-9-]+))?>$")] private static partial Regex Wanted();
}
