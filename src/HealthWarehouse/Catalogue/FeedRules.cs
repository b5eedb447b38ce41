namespace HealthWarehouse.Catalogue;

/// <summary>What may be asked of the feeds over OData: catalogue/feeds.yaml.</summary>
/// <param name="Act">The standard it follows.</param>
/// <param name="ValidFrom">Since when.</param>
/// <param name="Options">Options of a question.</param>
/// <param name="Functions">Functions in conditions.</param>
/// <param name="Transformations">Transformations of $apply.</param>
/// <param name="Length">Most characters of an option.</param>
/// <param name="Words">Most words of an option: names, values, operators.</param>
/// <param name="Depth">Most brackets inside one another.</param>
/// <param name="Names">What feeds are called, by the fact and the number of the rollup they come from.</param>
public sealed record FeedRules(
    string Act, string ValidFrom, IReadOnlyList<string> Options, IReadOnlyList<string> Functions, IReadOnlyList<string> Transformations,
        int Length, int Words, int Depth, IReadOnlyDictionary<string, FeedName> Names)
{
    private static readonly HashSet<string> Operators = new(["and", "or", "not", "in", "eq", "ne", "gt", "ge", "lt", "le", "add", "sub",
        "mul", "div", "mod"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Why an option may not be asked, in words; null when it may. Read before anything else makes sense of it.</summary>
    public string? Fault(string option, string value)
    {
        if (!Options.Contains(option, StringComparer.OrdinalIgnoreCase))
            return $"Tuỳ chọn {option} không dùng được ở đây. Dùng được: {string.Join(", ", Options)}.";
        if (option.Equals("$format", StringComparison.OrdinalIgnoreCase) && !IsJson(value))
            return $"Dạng '{value}' không có; các bảng chỉ trả JSON ($format=json).";
        if (value.Length > Length) return $"{option} dài quá {Length} ký tự.";
        var (words, depth, at) = (0, 0, 0);
        while (at < value.Length)
        {
            var c = value[at];
            if (c == '\'')
            {
                at = AfterText(value, at);
                words++;
            }
            else if (IsWord(c))
            {
                var from = at;
                while (at < value.Length && IsWord(value[at])) at++;
                words++;
                if (NameOfCall(value, from, at) is { } name && !IsKnown(name)) return $"Hàm hoặc phép '{name}' không dùng được ở đây. " +
                    $"Dùng được: {string.Join(", ", Functions.Concat(Transformations))}.";
            }
            else
            {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (depth > Depth) return $"{option} lồng quá {Depth} lớp ngoặc.";
                at++;
            }
            if (words > Words) return $"{option} có quá {Words} từ.";
        }
        return null;
    }

    private static bool IsJson(string value) => value.Equals("json", StringComparison.OrdinalIgnoreCase)
        || value.StartsWith("application/json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Names are read whatever their capitals, as OData 4.01 has it and clients write them (startsWith).</summary>
    private bool IsKnown(string name) => Functions.Concat(Transformations).Contains(name, StringComparer.OrdinalIgnoreCase)
        || Operators.Contains(name);

    /// <summary>The word before a bracket, blanks between them or not.</summary>
    private static string? NameOfCall(string value, int from, int to)
    {
        var next = to;
        while (next < value.Length && char.IsWhiteSpace(value[next])) next++;
        return next < value.Length && value[next] == '(' ? value[from..to] : null;
    }

    /// <summary>Behind the text that begins here; two marks in it stand for one.</summary>
    private static int AfterText(string value, int at)
    {
        for (at++; at < value.Length; at++)
            if (value[at] == '\'')
                if (at + 1 < value.Length && value[at + 1] == '\'') at++;
                else return at + 1;
        return value.Length;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '@' or '$' or '-' or ':';

    internal void Verify()
    {
        CatalogueRules.Require(Length > 0 && Words > 0 && Depth > 0, "feeds.yaml", "length, words, depth phải lớn hơn 0");
        CatalogueRules.Require(Options.All(o => o.StartsWith('$')), "feeds.yaml", "tuỳ chọn bắt đầu bằng $");
    }
}

/// <summary>What a feed is called where people choose it, without accents since it stands in addresses, and in words.</summary>
public sealed record FeedName(string Name, string Title);
