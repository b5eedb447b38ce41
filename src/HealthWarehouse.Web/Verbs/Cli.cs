using System.CommandLine;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Verbs;

/// <summary>
/// What the verbs share: the data folder, the house or the server that holds it, results on standard output and everything else on standard
/// error.
/// </summary>
internal static class Cli
{
    public static Option<string?> Data() =>
        new("--data") { Description = "Thư mục dữ liệu (mặc định: KHOYTE_DATA hoặc ./data)", Recursive = true };

    /// <summary>Runs a verb; a fault becomes one line and exit code 1.</summary>
    public static void Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> work) =>
        command.SetAction(async (parsed, stop) =>
        {
            try
            {
                return await work(parsed, stop);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Error.WriteLine($"Lỗi: {e.Message}");
                return 1;
            }
        });

    /// <summary>Opens the house, or gives the client of the server that has it open.</summary>
    public static async Task<T> WithHouse<T>(string? data, Func<House, Task<T>> here, Func<HttpClient, Task<T>> there,
        CancellationToken stop)
    {
        var settings = HouseSettings.FromEnvironment(data);
        House house;
        try
        {
            house = await House.Open(settings, stop: stop);
        }
        catch (HouseInUseException) when (RunningServer.Find(settings.Data) is { } running)
        {
            using var client = new HttpClient { BaseAddress = new(running.Url), Timeout = Timeout.InfiniteTimeSpan };
            client.DefaultRequestHeaders.Authorization = new("Bearer", running.Key);
            return await there(client);
        }
        await using (house) return await here(house);
    }

    /// <summary>Where a verb writes its results.</summary>
    public static TextWriter Out => Inside.Current?.Out ?? Console.Out;

    /// <summary>Where a verb writes what is no result.</summary>
    public static TextWriter Error => Inside.Current?.Error ?? Console.Error;

    /// <summary>Where a verb writes an answer that is a file: the file named, else standard output.</summary>
    public static Stream Target(string? file = null) => file is not null ? File.Create(file) : Piped.Value ?? Console.OpenStandardOutput();

    /// <summary>
    /// What stands in the place of standard output for answers that are files, where a verb is run inside another process.
    /// </summary>
    internal static readonly AsyncLocal<Stream?> Piped = new();

    /// <summary>For verbs that administer: on the house, or, where a server has it open, inside that server.</summary>
    public static Task<int> OnHouse(string? data, ParseResult parsed, Func<House, Task> work, CancellationToken stop, string? input = null)
    {
        return Inside.Current is { } inside
            ? Done(inside.House) : WithHouse(data, Done, server => Inside.HandOver(server, parsed, input, stop), stop);

        async Task<int> Done(House house)
        {
            await work(house);
            return 0;
        }
    }

    /// <summary>For verbs that need the house to themselves.</summary>
    public static async Task<T> Alone<T>(string? data, Func<House, Task<T>> work, CancellationToken stop)
    {
        await using var house = await House.Open(HouseSettings.FromEnvironment(data), stop: stop);
        return await work(house);
    }

    /// <summary>Copies an answer to a file or to standard output; a refusal becomes its own words.</summary>
    public static async Task<int> Deliver(HttpResponseMessage answer, string? file, CancellationToken stop)
    {
        await Must(answer, stop);
        await using var target = Target(file);
        await answer.Content.CopyToAsync(target, stop);
        return 0;
    }

    public static async Task Must(HttpResponseMessage answer, CancellationToken stop)
    {
        if (answer.IsSuccessStatusCode) return;
        var problem = await answer.Content.ReadAsStringAsync(stop);
        string? words = null;
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(problem);
            words = json.RootElement.TryGetProperty("detail", out var detail)
                ? detail.GetString() : json.RootElement.GetProperty("title").GetString();
        }
        catch (System.Text.Json.JsonException)
        {
            words = $"Máy chủ trả lời {(int)answer.StatusCode}.";
        }
        throw new InvalidOperationException(words);
    }

    /// <summary>One line of progress on standard error, written over itself on a terminal.</summary>
    public static void Progress(string text)
    {
        if (!Console.IsErrorRedirected) Console.Error.Write($"\r{text,-100}");
    }

    public static void EndProgress()
    {
        if (!Console.IsErrorRedirected) Console.Error.WriteLine();
    }
}
