using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>A server asked to stop (SIGTERM) lets requests in flight end, takes no new ones, and ends well.</summary>
public class GracefulStopSpec
{
    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_request_in_flight_is_answered_and_the_exit_code_is_0()
    {
        var stop = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("khoyte-stop-").FullName;
        await EmptyHouse.CopyTo(data);
        var port = Khoyte.FreePort();
        using var server = Khoyte.Start("serve", "--data", data, "--urls", $"http://127.0.0.1:{port}");
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };
        (await server.Ready(client, stop)).ShouldBeTrue();
        var key = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(data, "running.json"),
            stop)).RootElement.GetProperty("Key").GetString();
        using var line = new TcpClient("127.0.0.1", port);
        await using var stream = line.GetStream();
        var body = Encoding.UTF8.GetBytes(Envelopes.One("S1"));
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/deliveries HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
            $"{key}\r\nContent-Type: application/xml\r\nContent-Length: {body.Length}\r\n\r\n"), stop);
        await stream.WriteAsync(body.AsMemory(0, 100), stop);
        await Task.Delay(300, stop);                                     // it is being received now

        using (var kill = Process.Start("kill", ["-TERM", $"{server.Id}"])) await kill.WaitForExitAsync(stop);
        await Task.Delay(2500, stop);                                    // longer than the two seconds it was cut after
        await stream.WriteAsync(body.AsMemory(100), stop);
        using var reader = new StreamReader(stream);
        (await reader.ReadLineAsync(stop)).ShouldNotBeNull().ShouldContain("202");

        (await server.Ended(TimeSpan.FromSeconds(60))).ShouldBe(0);
        Directory.Delete(data, recursive: true);
    }
}
