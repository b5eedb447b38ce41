using System.Text.Json;
using System.Text.Json.Serialization;
using YamlDotNet.Serialization;

namespace HealthWarehouse.Catalogue;

/// <summary>A declaration that cannot be used: which file, which key, what to do. Stops the start-up.</summary>
public sealed class DeclarationException(string file, string problem, Exception? inner = null)
    : Exception($"{file}: {problem}", inner)
{
    public string File { get; } = file;
}

/// <summary>Reads a YAML file into a record, strictly: an unknown key, a missing one or a wrong type names the file and the key.</summary>
public static class Declaration
{
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization()
        .WithDuplicateKeyChecking().Build();

    public static T Read<T>(string path)
    {
        try
        {
            using var text = File.OpenText(path);
            return Parse<T>(text);
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException or NotSupportedException)
        {
            throw new DeclarationException(path, Explain(e), e);
        }
    }

    public static T Parse<T>(TextReader yaml)
    {
        var json = JsonSerializer.Serialize(Yaml.Deserialize<object>(yaml) ?? throw new JsonException("tệp trống"));
        return JsonSerializer.Deserialize<T>(json, Strict) ?? throw new JsonException("tệp trống");
    }

    private static string Explain(Exception e) => e switch
    {
        YamlDotNet.Core.YamlException yaml => $"dòng {yaml.Start.Line}: {yaml.Message}",
        JsonException { Path: { Length: > 0 } path } json => $"khoá {path}: {json.Message}",
        _ => e.Message,
    };
}
