using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Rooms.Findings;

/// <summary>A rule in words, with the field it is about where one rule speaks of many fields.</summary>
internal static class RuleWords
{
    public static string Name(Check check, string? table, string? field) =>
        check.By is null || field is null ? check.Name : $"{check.Name}: {table}.{field}";

    public static string Fix(Check check, string? field) => check.Fix
        .Replace("{field}", string.IsNullOrEmpty(field) ? "trường này" : field, StringComparison.Ordinal)
        .Replace("{table}", "bảng này", StringComparison.Ordinal).Replace("{limit}", "tương ứng", StringComparison.Ordinal);
}
