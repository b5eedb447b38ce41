using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>A column of the chosen sheet with some of what stands in it.</summary>
public sealed record MatchedColumn(ColumnMatch Match, IReadOnlyList<string> Samples)
{
    public int Place => Match.Place;
    public string Words => Match.Words;
    public Field? Field => Match.Field;
    public MatchedBy? By => Match.By;

    /// <summary>To be asked: its words are those of several fields, or near those of one that nothing fills.</summary>
    public bool IsDoubtful => Match.IsDoubtful;
}

/// <summary>A sheet that was not chosen: whether it is shown, where headings stand in it that fit, and how many columns do.</summary>
public sealed record OtherSheet(string? Name, SheetState State, int? Line, int Found);

/// <summary>
/// How a table is laid out and read by a contract: its sheet, the line its headings end in, its columns, the fields no column fills, the
/// other sheets, and a digest by which the same layout is known again.
/// </summary>
public sealed record LayoutMatch(string? File, string? Sheet, int Line, IReadOnlyList<MatchedColumn> Columns, IReadOnlyList<Field> Unfilled,
    IReadOnlyList<Field> MissingKeys, IReadOnlyList<OtherSheet> Others, string Digest)
{
    private const int Sampled = 200;

    /// <summary>
    /// Looks at the first table of a content that can be read again. What is no table, or has no line with a word of the contract, is
    /// refused in words.
    /// </summary>
    public static LayoutMatch Of(Contract contract, Stream content, SheetMapping? mapping = null, int samples = 5)
    {
        var matcher = new ColumnMatcher(contract, mapping);
        var (name, file) = First(content);
        var heads = file.Sheets.Select(s => new SheetHead(s, [.. file.Lines(s).Take(Headings.Looked)])).ToArray();
        var found = SheetLayout.Find(matcher, heads, mapping);
        if (found is not [var best, ..]) throw new SheetException($"Không đọc được tệp: {SheetLayout.Missing(matcher, found, heads)}.");
        var columns = matcher.WithGuesses([.. best.Columns]);
        var lines = file.Lines(best.Sheet).SkipWhile(l => l.Number <= best.Headings.Line)
            .Where(l => !best.Headings.IsNumbering(l)).Take(Sampled).ToArray();
        var others = heads.Where(h => h.Sheet != best.Sheet).Select(h => found.FirstOrDefault(f => f.Sheet == h.Sheet) is { } other
            ? new OtherSheet(h.Sheet.Name, h.Sheet.State, other.Headings.Line, other.Found)
            : new OtherSheet(h.Sheet.Name, h.Sheet.State, null, 0));
        var filled = columns.Select(c => c.Field).OfType<Field>().ToHashSet();
        return new(name, best.Sheet.Name, best.Headings.Line,
            [.. columns.Select(c =>
                new MatchedColumn(c, [.. lines.Select(l => Text(l, c.Place)).OfType<string>().Distinct().Take(samples)]))],
            [.. matcher.Fields.Where(f => !filled.Contains(f))], [.. matcher.Keys.Where(f => !filled.Contains(f))], [.. others],
            best.Digest(contract));
    }

    private static (string? Name, SheetFile File) First(Stream content)
    {
        try
        {
            using var parts = TableParts.Open(content, XmlLimits.Default).GetEnumerator();
            if (!parts.MoveNext()) throw new SheetException("Tệp nén không có bảng tính nào.");
            var part = parts.Current;
            return (part.Name, SheetFile.Open(TableParts.IsBook(part) ? part.Content : TableParts.InMemory(part.Content, part.Name)));
        }
        catch (BadContainerException e)
        {
            throw new SheetException($"Không đọc được tệp: {e.Message}.", e);
        }
    }

    private static string? Text(SheetLine line, int place) => place < line.Cells.Length ? line.Cells[place].Clean().Text : null;
}
