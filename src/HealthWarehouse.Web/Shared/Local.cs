namespace HealthWarehouse.Web.Shared;

/// <summary>Addresses to come back to: only paths of this portal, never another host.</summary>
internal static class Local
{
    public static string Path(string? back) =>
        back is "/" or ['/', not ('/' or '\\'), ..] && !back.Any(char.IsControl) && !back.Contains('\\') ? back : "/";
}
