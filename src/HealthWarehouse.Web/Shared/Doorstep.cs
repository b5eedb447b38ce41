using System.Text.RegularExpressions;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Before anything is judged, even the name of the host: probes of a balancer are answered whatever name they come under, and addresses
/// that clients put together with a slash too many (a base that ends in one) are read as they were meant.
/// </summary>
internal sealed partial class Doorstep(IOptions<HostFilteringOptions> hosts) : IStartupFilter
{
    private static readonly string[] Probes = ["/healthz", "/readyz"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, on) =>
        {
            if (http.Request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
                http.Request.Path = Slashes().Replace(path, "/");
            if (Probes.Contains(http.Request.Path.Value, StringComparer.OrdinalIgnoreCase)
                && hosts.Value.AllowedHosts is [var known, ..] && known != "*")
                http.Request.Host = new(known.TrimStart('*', '.'));
            return on(http);
        });
        next(app);
    };

    [GeneratedRegex("/{2,}")] private static partial Regex Slashes();
}
