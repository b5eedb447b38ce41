using System.Net;
using System.Net.Sockets;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Calls this server makes to others: only to hosts the operator named, without following redirects, and never to an address of this
/// machine or of its network card behind a name that promises something else (server-side request forgery, DNS rebinding). A refused call
/// throws HttpRequestException.
/// </summary>
internal static class Outbound
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A handler for calls to these hosts; <paramref name="resolve"/> looks names up, by default the system does.</summary>
    public static SocketsHttpHandler To(IEnumerable<string> hosts, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var named = hosts.ToHashSet(StringComparer.OrdinalIgnoreCase);
        resolve ??= Dns.GetHostAddressesAsync;
        return new()
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Patience, MaxResponseHeadersLength = 64,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = async (context, stop) =>
            {
                var host = context.DnsEndPoint.Host;
                if (!named.Contains(host))
                    throw new HttpRequestException($"Máy chủ không được gọi tới '{host}': chỉ gọi các địa chỉ đã cấu hình.");
                var addresses = (await resolve(host, stop)).Where(a => IsAllowed(host, a)).ToArray();
                if (addresses.Length == 0) throw new HttpRequestException($"'{host}' trỏ về địa chỉ không được gọi tới.");
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, stop);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
    }

    /// <summary>This machine only where the operator named it as such; link-local, multicast and unspecified addresses never.</summary>
    private static bool IsAllowed(string host, IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address))
            return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(host, out var literal) && IPAddress.IsLoopback(literal));
        return !address.IsIPv6LinkLocal && !address.IsIPv6Multicast && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            && (address.AddressFamily is not AddressFamily.InterNetwork
                || (address.GetAddressBytes() is [var first, var second, ..] && first is not 0 and < 224 && (first, second)
                is not (169, 254)));
    }
}
