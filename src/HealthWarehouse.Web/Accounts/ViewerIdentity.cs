using System.Security.Claims;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Who a request comes from, worked out anew for each from the session and today's grants: never read from a cookie or a token, which may
/// be older than a change of rights.
/// </summary>
internal sealed class ViewerIdentity(Viewer viewer) : ClaimsIdentity([new(ClaimTypes.Name, viewer.Account)], "khoyte")
{
    public Viewer Viewer { get; } = viewer;

    /// <summary>The session behind it; null at the command line.</summary>
    public Session? Session { get; init; }

    /// <summary>Whether it is the command line beside this server.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether it came by an application password, which opens figures and nothing else.</summary>
    public bool IsApp { get; init; }

    /// <summary>Size of the letters its pages are shown with, in percent.</summary>
    public int Letters { get; init; } = LetterSizes.Usual;

    /// <summary>Whether the password must be changed before anything else.</summary>
    public bool MustChange { get; init; }

    /// <summary>When the password it signed in with runs out; null where no password was part of the sign-in.</summary>
    public DateTimeOffset? PasswordDue { get; init; }
}

internal static class Visitor
{
    /// <summary>The viewer behind a principal; null for a sender's key or nobody.</summary>
    public static Viewer? Viewer(this ClaimsPrincipal user) => user.Seen()?.Viewer;

    public static ViewerIdentity? Seen(this ClaimsPrincipal user) => user.Identities.OfType<ViewerIdentity>().FirstOrDefault();

    /// <summary>The system behind a principal; null for people.</summary>
    public static Tokens.SystemIdentity? System(this ClaimsPrincipal user) =>
        user.Identities.OfType<Tokens.SystemIdentity>().FirstOrDefault();

    /// <summary>The sender whose key or token a request brought; null for people.</summary>
    public static string? SenderCode(this ClaimsPrincipal user) => user.FindFirstValue(KeyScheme.SenderClaim);

    /// <summary>In whose name a request hands in deliveries.</summary>
    public static async Task<string> HandsInAs(this HttpContext http, CancellationToken stop) =>
        http.User.SenderCode() ?? await http.RequestServices.GetRequiredService<Collect.Senders>().Of(http.User.Viewer()!, stop);

    /// <summary>Address the request came from, as it stands in the audit.</summary>
    public static string? Source(this HttpContext http) => http.Connection.RemoteIpAddress?.ToString();
}
