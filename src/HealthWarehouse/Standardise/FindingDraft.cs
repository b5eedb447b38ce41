namespace HealthWarehouse.Standardise;

/// <summary>
/// A finding of the reader, the binder or a check in memory, before it is written: the same one on further rows only counts.
/// </summary>
internal sealed class FindingDraft(string rule, string? table, int? row, string? field, string? value, string? limit, string? about)
{
    public string Rule { get; } = rule;
    public string? Table { get; } = table;
    public int? Row { get; } = row;
    public string? Field { get; } = field;
    public string? Value { get; } = value;
    public string? Limit { get; } = limit;
    public string? About { get; } = about;
    public int Times { get; set; } = 1;
}
