using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace HealthWarehouse.Catalogue;

/// <summary>Sentences tiles of boards may be titled with, the first that fits: catalogue/headlines.yaml.</summary>
public sealed record HeadlineFile(IReadOnlyList<Headline> Headlines)
{
    /// <summary>What keeps it from being used, in words; null when nothing does.</summary>
    [JsonIgnore] public string? Fault => Headlines.Select(h => h.Fault).FirstOrDefault(f => f is not null)
        ?? (Headlines.GroupBy(h => h.Id).FirstOrDefault(g => g.Count() > 1) is { } twice ? $"câu '{twice.Key}' có hai lần" : null);
}

/// <summary>A sentence over facts of a tile, for some kinds of tiles, told when facts are at least or at most so much.</summary>
public sealed partial record Headline(string Id, IReadOnlyList<TileKind> For, string Words,
    IReadOnlyDictionary<string, decimal>? AtLeast = null, IReadOnlyDictionary<string, decimal>? AtMost = null)
{
    /// <summary>Facts with a number, which conditions may name.</summary>
    public static readonly IReadOnlySet<string> Numbers =
        new HashSet<string> { "falling", "rising", "change", "known_months", "members", "top_share", "two_share", "half", "missed" };

    private static readonly HashSet<string> Names =
        [.. Numbers, "Measure", "measure", "last", "last_month", "change_words", "peak", "peak_month", "top", "second", "top_share_words",
            "two_share_words", "target"];

    [JsonIgnore] public IEnumerable<string> Told => Place().Matches(Words).Select(m => m.Groups[1].Value);

    internal string? Fault =>
        Told.FirstOrDefault(t => !Names.Contains(t)) is { } strange ? $"câu '{Id}' nói '{strange}' là điều không ai tính"
        : Bounds.FirstOrDefault(b => !Numbers.Contains(b)) is { } vague ? $"câu '{Id}' đặt điều kiện cho '{vague}' không phải là số"
        : null;

    private IEnumerable<string> Bounds => (AtLeast?.Keys ?? []).Concat(AtMost?.Keys ?? []);

    /// <summary>The sentence, when all it needs is known and its conditions hold; else null.</summary>
    public string? Say(TileKind kind, IReadOnlyDictionary<string, string> words, IReadOnlyDictionary<string, decimal> numbers)
    {
        var holds = For.Contains(kind) && Told.All(words.ContainsKey)
            && (AtLeast ?? Nothing).All(b => numbers.TryGetValue(b.Key, out var n) && n >= b.Value)
            && (AtMost ?? Nothing).All(b => numbers.TryGetValue(b.Key, out var n) && n <= b.Value);
        return holds ? Place().Replace(Words, m => words[m.Groups[1].Value]) : null;
    }

    private static readonly Dictionary<string, decimal> Nothing = [];

    [GeneratedRegex(@"\{(\w+)\}")] private static partial Regex Place();
}
