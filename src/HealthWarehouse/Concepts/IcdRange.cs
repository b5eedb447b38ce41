namespace HealthWarehouse.Concepts;

/// <summary>
/// Ranges of three-character ICD-10 categories as statutory lists write them: <c>A02,A04-A05,A07-A08</c>; a range may cross letters.
/// </summary>
public static class IcdRange
{
    public static IEnumerable<string> Categories(string codes)
    {
        foreach (var part in codes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-');
            for (var at = Number(ends[0]); at <= Number(ends[^1]); at++) yield return string.Create(CultureInfo.InvariantCulture,
                $"{(char)('A' + at / 100)}{at % 100:00}");
        }
    }

    private static int Number(string category) =>
        category.Length == 3 && char.IsAsciiLetterUpper(category[0]) ? (category[0] - 'A') * 100
            + int.Parse(category.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture)
            : throw new RefusedException($"'{category}' không phải là mã loại ICD-10 ba ký tự.");
}
