using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;

namespace HealthWarehouse.Web.Rooms.Imports;

/// <summary>Columns of a file in words.</summary>
internal static class ImportWords
{
    private const int Shown = 3, LongestShown = 40;

    /// <summary>How a column came to its field.</summary>
    public static string By(MatchedColumn column) => (column.By, column.IsDoubtful) switch
    {
        (MatchedBy.Mapping, _) => "Theo lựa chọn đã lưu",
        (_, true) when column.Field is not null => $"Có thể là: {string.Join(", ", column.Match.Candidates.Select(f => f.From))}",
        (MatchedBy.Name, _) => "Đúng tên trường",
        (MatchedBy.Synonym, _) => "Tên gọi khác đã khai",
        (MatchedBy.Preset, _) => "Theo mẫu",
        (_, true) => $"Phải chọn; gần giống: {string.Join(", ", column.Match.Candidates.Select(f => f.From))}",
        _ => "Không nhận ra; bỏ qua thì vẫn giữ trong bản gốc",
    };

    /// <summary>Letter of a column in a spreadsheet.</summary>
    public static string Letter(int place)
    {
        var letters = "";
        for (var n = place + 1; n > 0; n = (n - 1) / 26) letters = (char)('A' + (n - 1) % 26) + letters;
        return letters;
    }

    /// <summary>Some values; of a column that may tell who somebody is only how they begin.</summary>
    public static string Samples(MatchedColumn column)
    {
        var mayShow = column.Field is { Seal: null };
        return string.Join(", ", column.Samples.Take(Shown).Select(s => mayShow ? Clipped(s) : Masked(s)));
    }

    public static string Masked(string text) => text.Length <= 3 ? text : $"{text[..2]}•••";

    private static string Clipped(string text) => text.Length > LongestShown ? $"{text[..LongestShown]}…" : text;

    /// <summary>A value as it would be kept, for people.</summary>
    public static string Value(Field field, string value) => field.Seal is not null ? Masked(value)
        : field.IsDate && value.Length >= 8 && DateOnly.TryParseExact(value[..8], "yyyyMMdd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day) ? Shared.Format.Date(day) : Clipped(value);

    /// <summary>What is other than in the layout a sender used last: columns that are new, are gone, and whether others moved.</summary>
    public static (IReadOnlyList<string> New, IReadOnlyList<string> Gone, bool Moved) Changes(Layout last, LayoutMatch match)
    {
        string[] now = [.. match.Columns.Select(c => c.Words)], before = [.. last.Words];
        return ([.. now.Except(before)], [.. before.Except(now)], !now.Intersect(before).SequenceEqual(before.Intersect(now)));
    }
}
