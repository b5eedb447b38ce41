using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Findings;

/// <summary>A rule in words, with the field it is about where one rule speaks of many fields.</summary>
internal static class RuleWords
{
    public static string Name(Check check, string? table, string? field) =>
        check.By is null || field is null ? check.Name : $"{check.Name}: {table}.{field}";

    /// <summary>The same for who knows no names of elements: the field by what it is about.</summary>
    public static string Plain(Check check, Contract contract, string? table, string? field) =>
        check.By is not null && contract.Tables.GetValueOrDefault(table ?? "")?.AllFields.FirstOrDefault(f => f.From == field) is { } known
            ? $"{check.Name} ({Format.Lower(known.About.Split(',')[0])})" : check.Name;

    public static string Fix(Check check, string? field) => check.Fix
        .Replace("{field}", string.IsNullOrEmpty(field) ? "trường này" : field, StringComparison.Ordinal)
        .Replace("{table}", "bảng này", StringComparison.Ordinal).Replace("{limit}", "tương ứng", StringComparison.Ordinal);
}
