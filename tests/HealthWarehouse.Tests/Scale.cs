namespace HealthWarehouse.Tests;

/// <summary>
/// How much is proved in one run: by default every kind of thing on a part of the cases, with KHOYTE_TESTS=full all of them (./do test says
/// which).
/// </summary>
internal static class Scale
{
    public static bool Full { get; } = Environment.GetEnvironmentVariable("KHOYTE_TESTS") == "full";
}
