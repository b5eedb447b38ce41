using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Verbs;

/// <summary>What the command line hands to the running server: the words of the verb, and what was typed in.</summary>
internal sealed record VerbRequest(IReadOnlyList<string> Args, string? Input);

/// <summary>What it prints and how it ends.</summary>
internal sealed record VerbAnswer(int Exit, string Output, string Error);

/// <summary>
/// A verb carried out inside the server that holds the data folder, for the command line beside it: the same code on the server's own
/// house. Only for the verbs that administer systems and accounts.
/// </summary>
internal sealed class Inside(House house, IServiceProvider services, string? input)
{
    private static readonly AsyncLocal<Inside?> Here = new();

    public static Inside? Current => Here.Value;

    public House House => house;
    public IServiceProvider Services => services;
    public string? Input => input;
    public StringWriter Out { get; } = new();
    public StringWriter Error { get; } = new();

    /// <summary>On the server: parses the words as the command line does, and runs them.</summary>
    public static async Task<VerbAnswer> Run(VerbRequest asked, House house, IServiceProvider services, CancellationToken stop)
    {
        var root = new RootCommand { SenderVerb.Command(), UserVerb.Command() };
        var inside = new Inside(house, services, asked.Input);
        Here.Value = inside;
        var exit = await root.Parse(asked.Args)
            .InvokeAsync(new InvocationConfiguration { Output = inside.Out, Error = inside.Error, ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false }, stop);
        return new(exit, inside.Out.ToString(), inside.Error.ToString());
    }

    /// <summary>At the command line: hands the verb over. Files are named in full, for the server stands in a folder of its own.</summary>
    public static async Task<int> HandOver(HttpClient server, ParseResult parsed, string? input, CancellationToken stop)
    {
        var args = parsed.Tokens.Select(t => t.Value).ToList();
        if (args.IndexOf("--data") is >= 0 and var at) args.RemoveRange(at, Math.Min(2, args.Count - at));
        using var answer = await server.PostAsJsonAsync("api/v1/operate/verb",
            new VerbRequest([.. args.Select(a => File.Exists(a) ? Path.GetFullPath(a) : a)], input), stop);
        await Cli.Must(answer, stop);
        var done = (await answer.Content.ReadFromJsonAsync<VerbAnswer>(stop))!;
        Console.Out.Write(done.Output);
        Console.Error.Write(done.Error);
        return done.Exit;
    }
}
