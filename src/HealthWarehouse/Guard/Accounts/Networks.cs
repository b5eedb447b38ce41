using System.Net;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>Whether an address is inside the Department's networks; one that cannot be read is outside.</summary>
public static class Networks
{
    public static bool IsInside(IReadOnlyList<string> inside, string? source)
    {
        if (!IPAddress.TryParse(source, out var address)) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return inside.Any(network => IPNetwork.Parse(network).Contains(address));
    }
}
