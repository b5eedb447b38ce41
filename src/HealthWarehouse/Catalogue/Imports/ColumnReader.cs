using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>A row of the file on its way to the lists: cells by place, and the section it stands in.</summary>
internal sealed record SourceRow(int Line, string?[] Cells, Section? Section, bool From1904 = false)
{
    public string? this[int place] => place < Cells.Length ? Cells[place] : null;
}

/// <summary>A value read, or why it cannot be; <c>Mended</c> tells what was put right on the way.</summary>
internal readonly record struct ReadValue(string? Text, string? Problem = null, string? Mended = null);

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
                    return value.Problem is null ? Shape(value.Text!, row) : value;
            return default;
        }
        var text = _source.Const ?? (_source.Section is { } part ? row.Section?.Values.GetValueOrDefault(part) : row[_place]);
        return text is null ? default : Shape(text, row);
    }

    private ReadValue Shape(string text, SourceRow row)
    {
        if (text.Length > MaxLength) return new(null, "ô dài hơn 2.000 ký tự");
        if (IsFormula(text)) return new(null, $"ô chứa công thức '{text[..Math.Min(text.Length, 20)]}'");
        if (SheetDamage.IsError(text)) return new(null, $"ô ghi lỗi của bảng tính '{text}'");
        if (text.Any(char.IsControl)) return new(null, "ô có ký tự điều khiển");
        if (_pattern is not null)
        {
            if (_pattern.Match(text) is not { Success: true } match) return default;
            text = match.Groups[match.Groups.Count > 1 ? 1 : 0].Value;
        }
        if (_choices.Length > 0)
        {
            var found = Array.FindIndex(_choices, c => c.Pattern.IsMatch(text));
            if (found < 0 && _source.Otherwise is null) return new(null, $"giá trị lạ '{text}'");
            text = found < 0 ? _source.Otherwise! : _choices[found].Value;
        }
        var read = As(text, row);
        if (_source.Pad is not { } width || read.Text is not { } code || code.Length >= width || !code.All(char.IsAsciiDigit)) return read;
        var padded = code.PadLeft(width, '0');
        return read with { Text = padded, Mended = _source.TellPad ? $"{code} → {padded}" : read.Mended };
    }

    private ReadValue As(string text, SourceRow row) => _source.As switch
    {
        Reading.Upper => new(text.ToUpperInvariant()),
        Reading.Icd10 => Icd10.TryParse(text, out var icd) ? new(icd.Code) : new(null, $"'{text}' không phải là mã ICD-10"),
        Reading.Day => Days.Read(text, row.From1904) is { } day
            ? new(day) : new(null, $"'{text}' không phải là ngày (viết 31/12/2025, 20251231 hoặc 2025-12-31)"),
        Reading.Number => Amounts.Read(text) is { } number ? new(number) : new(null, $"'{text}' không phải là số"),
        Reading.RunningNumber => _numbers.Mend(text),
        _ => new(text),
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

    public bool Holds(SourceRow row) => _pattern.IsMatch(row[_place] ?? "") != test.Not;
}

internal static class Patterns
{
    public static Regex Of(string pattern) =>
        new(pattern, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1));
}
