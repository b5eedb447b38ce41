using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HealthWarehouse.Web.Tests;

/// <summary>The executable as a process of its own, to be killed.</summary>
internal sealed class Khoyte : IDisposable
{
    private readonly Process _process;

    private Khoyte(Process process) => _process = process;

    public static Khoyte Start(params string[] args)
    {
        var process = Process.Start(Command(args))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);
    }

    /// <summary>Runs to the end; exit code and standard output.</summary>
    public static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        using var process = Process.Start(Command(args))!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    /// <summary>It lives for seconds here: code is not measured to be made faster later.</summary>
    private static ProcessStartInfo Command(string[] args) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "khoyte.dll"), .. args]) { RedirectStandardOutput = true,
            RedirectStandardError = true, UseShellExecute = false,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_CallCountThreshold"] = "800", ["KHOYTE_THREADS"] = "1" } };

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Its exit code, once it has ended by itself.</summary>
    public async Task<int> Ended(TimeSpan within)
    {
        using var late = new CancellationTokenSource(within);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    /// <summary>As kill -9: no handler, no flush.</summary>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    public async Task<bool> Ready(HttpClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested && !HasExited)
        {
            try
            {
                if ((await client.GetAsync("/healthz", stop)).IsSuccessStatusCode) return true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                await Task.Delay(20, CancellationToken.None);
            }
        }
        return false;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}
