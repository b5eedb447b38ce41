using System.Net;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Who is really at the other end of a connection, noted before forwarded headers are believed. Somebody is here only by a connection from
/// this machine that nobody passed on: what a header says of an address, whoever wrote it, never makes anybody stand here.
/// </summary>
internal static class Peer
{
    private static readonly string[] Passing =
        ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Real-IP", "Via"];
    private static readonly object Here = new();

    public static void UsePeer(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer) && !Passing.Any(http.Request.Headers.ContainsKey))
            http.Items[Here] = true;
        return next(http);
    });

    public static bool IsHere(this HttpContext http) => http.Items.ContainsKey(Here);
}
