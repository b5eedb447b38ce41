using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>The first lines of a sheet, in which headings are looked for.</summary>
internal sealed record SheetHead(Sheet Sheet, IReadOnlyList<SheetLine> Lines);

/// <summary>A sheet with headings that fit the contract, and how well: key columns found, columns found.</summary>
internal sealed record SheetLayout(Sheet Sheet, Headings Headings, IReadOnlyList<ColumnMatch> Columns, int Keys, int Found)
{
    private const int MostShown = 30, LongestShown = 40;

    /// <summary>The best of all headings of each sheet, the best sheet first; empty where no line has a word of the contract.</summary>
    public static IReadOnlyList<SheetLayout> Find(ColumnMatcher matcher, IEnumerable<SheetHead> heads, SheetMapping? mapping) =>
        [.. heads.Select(h => Best(matcher, h, mapping)).OfType<SheetLayout>()
            .OrderByDescending(l => mapping?.Sheet is { } said && l.Sheet.Name == said)
            .ThenByDescending(l => l.Keys).ThenByDescending(l => l.Found).ThenBy(l => l.Sheet.State)];

    private static SheetLayout? Best(ColumnMatcher matcher, SheetHead head, SheetMapping? mapping) =>
        Headings.Candidates(head.Lines).Select(h => Of(matcher, head.Sheet, h)).Where(l => l.Found > 0)
            .OrderByDescending(l => l.Headings.Line == mapping?.Line).ThenByDescending(l => l.Keys).ThenByDescending(l => l.Found)
            .FirstOrDefault();

    private static SheetLayout Of(ColumnMatcher matcher, Sheet sheet, Headings headings)
    {
        var columns = matcher.Match(headings);
        var found = columns.Select(c => c.Field).OfType<Field>().ToArray();
        return new(sheet, headings, columns, found.Intersect(matcher.Keys).Count(), found.Length);
    }

    /// <summary>A fingerprint of contract and words in their order: the same layout again has the same.</summary>
    public string Digest(Contract contract) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\u001f', Columns.Select(c => VietnameseText.Fold(c.Words)).Prepend(contract.Code)))));

    /// <summary>Why a file cannot be read by its columns: what is missing, and what was found instead.</summary>
    public static string Missing(ColumnMatcher matcher, IReadOnlyList<SheetLayout> found, IReadOnlyList<SheetHead> heads)
    {
        if (found is not [var best, ..])
            return heads.SelectMany(h => h.Lines).FirstOrDefault() is { Cells: { } first }
                ? $"không dòng nào trong {Headings.Looked} dòng đầu có tên cột cần tìm ({Names(matcher.Keys)}, …); dòng đầu ghi: " +
                    Shown(first.Select(c => c.Text))
                : "tệp không có dòng nào";
        var missing = matcher.Keys.Except(best.Columns.Select(c => c.Field).OfType<Field>()).ToArray();
        var near = matcher.WithGuesses([.. best.Columns]).Where(c => c.Field is null && c.Candidates.Intersect(missing).Any())
            .Select(c => $"'{c.Words}' có phải '{c.Candidates.Intersect(missing).First().From}'?").ToArray();
        var place = best.Sheet.Name is { } name ? $" của trang '{name}'" : "";
        var asked = near.Length > 0 ? $" (cột {string.Join(", ", near)})" : "";
        return $"thiếu cột {Names(missing)}; dòng tiêu đề {best.Headings.Line}{place} có: " +
            $"{Shown(best.Columns.Select(c => c.Words))}{asked}";
    }

    private static string Names(IEnumerable<Field> fields) => string.Join(", ", fields.Select(f => $"'{f.From}'"));

    private static string Shown(IEnumerable<string?> words) => string.Join(", ", words.Where(w => !string.IsNullOrWhiteSpace(w))
        .Take(MostShown).Select(w => w!.Length > LongestShown ? $"{w[..LongestShown]}…" : w)) is { Length: > 0 } shown ? shown : "(trống)";
}
