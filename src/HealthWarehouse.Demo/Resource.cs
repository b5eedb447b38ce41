using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Demo;

/// <summary>
/// Declarations that travel inside this assembly (Names/*.yaml, Profiles/*.yaml), read as strictly as those of the catalogue.
/// </summary>
internal static class Resource
{
    public static IEnumerable<string> Named(string folder) =>
        typeof(Resource).Assembly.GetManifestResourceNames().Where(n => n.StartsWith($"{folder}/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    public static T Read<T>(string name)
    {
        using var stream = typeof(Resource).Assembly.GetManifestResourceStream(name)
            ?? throw new DeclarationException(name, "không có tệp này trong HealthWarehouse.Demo");
        using var text = new StreamReader(stream);
        try
        {
            return Declaration.Parse<T>(text);
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or YamlDotNet.Core.YamlException)
        {
            throw new DeclarationException(name, e.Message, e);
        }
    }
}
