using System.CommandLine;
using System.Text;
using HealthWarehouse.Web.Verbs;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A verb as it is typed, run in this process: the same code a process of its own would start with, without the seconds that takes. Some
/// are run as processes, see <see cref="Khoyte.Run"/>.
/// </summary>
internal static class Typed
{
    private static readonly AsyncLocal<(StringWriter Out, StringWriter Error)?> Screen = new();

    static Typed()
    {
        Environment.SetEnvironmentVariable("KHOYTE_THREADS", "1");
        Console.SetIn(TextReader.Null);
        Console.SetOut(new Split(Console.Out, screen => screen.Out));
        Console.SetError(new Split(Console.Error, screen => screen.Error));
    }

    /// <summary>Runs to the end; exit code, standard output and standard error.</summary>
    public static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        var (screen, file) = ((Out: new StringWriter(), Error: new StringWriter()), new MemoryStream());
        Screen.Value = screen;
        Cli.Piped.Value = file;
        var exit = await AllVerbs.Command().Parse(args)
            .InvokeAsync(new InvocationConfiguration { Output = screen.Out, Error = screen.Error, ProcessTerminationTimeout = null },
            TestContext.Current.CancellationToken);
        return (exit, screen.Out + Read(file), screen.Error.ToString());
    }

    /// <summary>As a process's output is read: without the mark of its encoding.</summary>
    private static string Read(MemoryStream file) => Encoding.UTF8.GetString(file.ToArray()).TrimStart('\uFEFF');

    /// <summary>The console, but for a verb that runs here: what it writes is its own.</summary>
    private sealed class Split(TextWriter console, Func<(StringWriter Out, StringWriter Error), TextWriter> mine) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        private TextWriter Target => Screen.Value is { } screen ? mine(screen) : console;
    }
}
