namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// How somebody said a table is to be read: its sheet and the line its headings end in, where they were chosen, and which field (its
/// <c>from</c>) each column fills by its words; null: the column is not read. Columns it does not name are matched by their words.
/// </summary>
public sealed record SheetMapping(IReadOnlyDictionary<string, string?> Columns, string? Sheet = null, int? Line = null);
