namespace HealthWarehouse.Web.Shared;

/// <summary>What filters are set to, in one sentence: on a phone it is all that is seen of them.</summary>
internal static class FilterWords
{
    /// <summary>The parts that say something, after one another; when none does, what is seen unfiltered.</summary>
    public static string Of(string unfiltered, params string?[] parts) =>
        parts.Where(p => !string.IsNullOrWhiteSpace(p)).Select(p => p!.Trim()).ToArray() is { Length: > 0 } said
            ? Format.Lead(string.Join(", ", said.Select(Format.Lower))) : unfiltered;

    /// <summary>The name of what was chosen of a list; null where nothing was.</summary>
    public static string? Chosen(string? value, IEnumerable<(string Code, string Name)> options) =>
        string.IsNullOrEmpty(value) ? null : options.FirstOrDefault(o => o.Code == value).Name ?? value;

    /// <summary>"từ 01/11/2026", "đến 30/11/2026", or both; null where neither is given.</summary>
    public static string? Between(DateOnly? from, DateOnly? to) =>
        (from is { } first ? $"từ {Format.Date(first)} " : "") + (to is { } last ? $"đến {Format.Date(last)}" : "") is { Length: > 0 } said
            ? said.Trim() : null;
}
