using System.Text.Json;
using HealthWarehouse.Guard.Audit;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Schemas as the answers really are: numbers as numbers, times as text with their offset, rows of the audit by their names in files.
/// </summary>
internal static class ApiSchemas
{
    public static Task Mend(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = context.JsonTypeInfo.Type;
        if (schema.Type is { } kinds && kinds.HasFlag(JsonSchemaType.String)
            && (kinds.HasFlag(JsonSchemaType.Integer) || kinds.HasFlag(JsonSchemaType.Number)))
            (schema.Type, schema.Pattern) = (kinds & ~JsonSchemaType.String, null);
        if (type == typeof(DateTime)) schema.Type = JsonSchemaType.String;
        if (type == typeof(DateTime?)) schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
        if (type == typeof(ProblemDetails))
            schema.Properties!["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Mã vết, để báo quản trị" };
        if (type == typeof(AuditRow))
        {
            schema.Properties = schema.Properties!.ToDictionary(p => Snake(p.Key), p => p.Value);
            schema.Required = schema.Required?.Select(Snake).ToHashSet();
        }
        return Task.CompletedTask;
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
