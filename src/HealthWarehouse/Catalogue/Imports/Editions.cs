namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A new edition of an official file: the same shape, holding from another day.</summary>
internal static class Editions
{
    public static ImportShape From(ImportShape shape, DateOnly day) =>
        shape with { Outputs = [.. shape.Outputs.Select(o => From(o, day))] };

    private static ImportOutput From(ImportOutput output, DateOnly day) =>
        output.Columns.TryGetValue("valid_from", out var from) && from.Const is not null
            && output.Columns.GetValueOrDefault("valid_to")?.Const is null
            ? output with { Columns = output.Columns.ToDictionary(c =>
                c.Key, c => c.Key == "valid_from" ? c.Value with { Const = Days.Text(day) } : c.Value) } : output;
}
