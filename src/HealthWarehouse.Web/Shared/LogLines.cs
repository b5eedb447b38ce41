using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Lines of the log: time, level, the trace id people are told to report, who speaks, what; as text, or as one JSON a line with
/// <c>KHOYTE_LOG=json</c>.
/// </summary>
internal sealed class LogLines() : ConsoleFormatter(nameof(LogLines))
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly bool _json =
        string.Equals(Environment.GetEnvironmentVariable("KHOYTE_LOG"), "json", StringComparison.OrdinalIgnoreCase);

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter to)
    {
        var (message, trace, at) =
            (entry.Formatter(entry.State, entry.Exception), Activity.Current?.TraceId.ToHexString(), DateTimeOffset.Now);
        if (_json)
            to.WriteLine(JsonSerializer.Serialize(new { at, level = entry.LogLevel.ToString(), traceId = trace, from = entry.Category,
                message, exception = entry.Exception?.ToString() }, Json));
        else
            to.WriteLine($"{at:yyyy-MM-ddTHH:mm:ss.fffzzz} {entry.LogLevel} {trace ?? "-"} {entry.Category}: " +
                $"{message}{(entry.Exception is null ? "" : $"{Environment.NewLine}{entry.Exception}")}");
    }
}

internal static class LogSetup
{
    public static void AddLogLines(this WebApplicationBuilder builder)
    {
        builder.Logging.AddConsole(console => console.FormatterName = nameof(LogLines))
            .AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>The id an answer tells is the one the log carries.</summary>
    public static void UseTraceIds(this WebApplication app) => app.Use((http, next) =>
    {
        if (Activity.Current is { } activity) http.TraceIdentifier = activity.TraceId.ToHexString();
        return next(http);
    });
}
