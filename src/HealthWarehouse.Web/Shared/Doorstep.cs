using System.Text.RegularExpressions;
using HealthWarehouse.Operate;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Before anything is judged, even the name of the host: probes of a balancer are answered whatever name they come under, a request that
/// names no host is for this house, and addresses that clients put together with a slash too many (a base that ends in one) are read as
/// they were meant. HEAD is asked as GET is; the server leaves the body out.
/// </summary>
internal sealed partial class Doorstep(IOptions<HostFilteringOptions> hosts, House house) : IStartupFilter
{
    private static readonly string[] Probes = ["/healthz", "/readyz"];

    /// <summary>The name of this house where a client told none.</summary>
    private readonly HostString _own = new(house.Settings.Address?.Authority
        ?? (hosts.Value.AllowedHosts is [var first, ..] && first != "*" ? first.TrimStart('*', '.') : "localhost"));

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, on) =>
        {
            var asked = http.Request;
            if (asked.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal)) asked.Path = Slashes().Replace(path, "/");
            var isProbe = Probes.Contains(asked.Path.Value?.TrimEnd('/'), StringComparer.OrdinalIgnoreCase);
            if (!asked.Host.HasValue || isProbe) asked.Host = _own;
            if (asked.Host.Port is < 1 or > ushort.MaxValue)
            {
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Task.CompletedTask;
            }
            if (HttpMethods.IsHead(asked.Method)) asked.Method = HttpMethods.Get;
            return on(http);
        });
        next(app);
    };

    [GeneratedRegex("/{2,}")] private static partial Regex Slashes();
}
