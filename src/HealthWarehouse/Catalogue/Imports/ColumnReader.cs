using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A row of the file on its way to the lists: cells by place, and the section it stands in.</summary>
internal sealed record SourceRow(int Line, Cell[] Cells, Section? Section, bool From1904 = false, bool Hidden = false)
{
    public Cell this[int place] => place < Cells.Length ? Cells[place] : default;
}

/// <summary>
/// A value read, or why it cannot be; <c>Mended</c> tells what was put right on the way, <c>Assumed</c> what was taken for granted.
/// </summary>
internal readonly record struct ReadValue(Cell Cell, string? Problem = null, string? Mended = null, string? Assumed = null)
{
    public string? Text => Cell.Text;

    public static ReadValue Of(CellValue value, Odd odd) => new(new(value.Text, odd), value.Problem, null, value.Assumed);
}

/// <summary>Reads one declared column from the rows of a file. Keeps what running numbers need, so one reader serves one pass.</summary>
internal sealed class ColumnReader
{
    private const int MaxLength = 2000;

    private readonly ColumnSource _source;
    private readonly int _place = -1;
    private readonly ColumnReader[] _first = [];
    private readonly RowCondition? _when;
    private readonly Regex? _pattern;
    private readonly (Regex Pattern, string Value)[] _choices;
    private readonly RunningNumbers _numbers = new();

    /// <param name="placeOf">Place of a heading in the rows; throws where the file lacks it.</param>
    public ColumnReader(ColumnSource source, Func<string, int> placeOf)
    {
        _source = source;
        if (source.From is { } heading) _place = placeOf(heading);
        if (source.First is { } first) _first = [.. first.Select(f => new ColumnReader(f, placeOf))];
        if (source.When is { } when) _when = new(when, placeOf);
        if (source.Pattern is { } pattern) _pattern = Patterns.Of(pattern);
        _choices = [.. (source.Choose ?? []).Select(c => (Patterns.Of(c.Pattern), c.Value))];
    }

    public ReadValue Read(SourceRow row)
    {
        if (_source.Empty || _when?.Holds(row) == false) return default;
        if (_first.Length > 0)
        {
            foreach (var reader in _first)
                if (reader.Read(row) is { } value && (value.Text ?? value.Problem) is not null)
                    return value.Problem is null ? Shape(value.Cell, row) : value;
            return default;
        }
        return Shape(_source.Const is { } given ? new(given)
            : _source.Section is { } part ? new(row.Section?.Values.GetValueOrDefault(part)) : row[_place], row);
    }

    private ReadValue Shape(Cell cell, SourceRow row)
    {
        if (CellReader.Text(cell) is var said && said.Text is not { } text) return new(default, said.Problem);
        if (text.Length > MaxLength) return new(default, "ô dài hơn 2.000 ký tự");
        if (IsFormula(text)) return new(default, $"ô chứa công thức '{text[..Math.Min(text.Length, 20)]}'");
        if (text.Any(char.IsControl)) return new(default, "ô có ký tự điều khiển");
        if (_pattern is not null)
        {
            if (_pattern.Match(text) is not { Success: true } match) return default;
            text = match.Groups[match.Groups.Count > 1 ? 1 : 0].Value;
        }
        if (_choices.Length > 0)
        {
            var found = Array.FindIndex(_choices, c => c.Pattern.IsMatch(text));
            if (found < 0 && _source.Otherwise is null) return new(default, $"giá trị lạ '{text}'");
            text = found < 0 ? _source.Otherwise! : _choices[found].Value;
        }
        var read = As(text == cell.Text ? cell : new(text, cell.Odd & (Odd.Formula | Odd.Invisible)), row);
        if (_source.Pad is not { } width || read.Text is not { } code || code.Length >= width || !code.All(char.IsAsciiDigit)) return read;
        var padded = code.PadLeft(width, '0');
        return read with { Cell = new(padded, read.Cell.Odd & ~Odd.Number), Mended = _source.TellPad ? $"{code} → {padded}" : read.Mended };
    }

    private ReadValue As(Cell cell, SourceRow row) => _source.As switch
    {
        Reading.Upper => new(cell with { Text = cell.Text!.ToUpperInvariant() }),
        Reading.Icd10 => Icd10.TryParse(cell.Text, out var icd)
            ? new(cell with { Text = icd.Code }) : new(default, $"'{cell.Text}' không phải là mã ICD-10"),
        Reading.Day => ReadValue.Of(CellReader.Day(cell, row.From1904), cell.Odd & ~Odd.Day),
        Reading.Number => ReadValue.Of(CellReader.Number(cell), cell.Odd),
        Reading.RunningNumber => _numbers.Mend(cell),
        _ => new(cell),
    };

    /// <summary>A spreadsheet would run it; nothing of the kind is the name of a code.</summary>
    private static bool IsFormula(string text) =>
        text[0] is '=' or '@' || (text[0] == '+' && text.Length > 1 && !char.IsAsciiDigit(text[1]));
}

/// <summary>A declared test of a row.</summary>
internal sealed class RowCondition(RowTest test, Func<string, int> placeOf)
{
    private readonly int _place = placeOf(test.Column);
    private readonly Regex _pattern = Patterns.Of(test.Pattern);

    public bool Holds(SourceRow row) => _pattern.IsMatch(row[_place].Text ?? "") != test.Not;
}

internal static class Patterns
{
    public static Regex Of(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
}
