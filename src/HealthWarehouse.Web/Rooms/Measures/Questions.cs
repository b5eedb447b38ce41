using HealthWarehouse.Analyse;

namespace HealthWarehouse.Web.Rooms.Measures;

/// <summary>Questions as they are written in addresses and on the command line: lists with commas, filters as dimension=value;value.</summary>
internal static class Questions
{
    public static Question Of(string measures, string? by, IEnumerable<string>? where, Slice slice) => new(Items(measures, ','), Items(by, ','), slice,
        (where ?? []).Select(w => w.Split('=', 2)).GroupBy(w => w[0].Trim())
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.SelectMany(w => Items(w.ElementAtOrDefault(1), ';'))]));

    private static string[] Items(string? text, char separator) => text?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
