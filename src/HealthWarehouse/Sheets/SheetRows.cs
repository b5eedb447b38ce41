using System.Xml;

namespace HealthWarehouse.Sheets;

/// <summary>
/// Reads the rows of a sheet one by one. Only cells that are there cost anything, whatever width or length the sheet declares.
/// A range merged downwards says the same in each of its rows, in its first column; the cells right of it say nothing of their own.
/// </summary>
internal sealed class SheetRows(SharedStrings strings, NumberFormats formats, bool from1904, MergedRanges merged)
{
    /// <summary>Cells further to the right are not looked at: no table is so wide.</summary>
    internal const int MostColumns = 1024;
    private const int FebruaryOf1900 = 60, LastDay = 2_958_466, DigitsKept = 15;
    private const double MostKept = 1e15;

    private readonly List<Cell> _cells = [];
    private readonly (int Top, int Bottom, Cell Cell)[] _open = new (int, int, Cell)[MostColumns];
    private int _next, _widest = -1;
    private bool[] _hidden = [];

    public IEnumerable<SheetLine> Read(XmlReader sheet)
    {
        using var xml = sheet;
        var (number, column, inside, hidden) = (0, -1, false, false);
        while (xml.Read())
        {
            var name = xml.LocalName;
            if (xml.NodeType is XmlNodeType.EndElement)
            {
                if (name == "sheetData") yield break;
                if (name == "row" && inside && Line(number)) yield return new(number, [.. _cells], hidden);
            }
            else if (xml.NodeType is not XmlNodeType.Element) continue;
            else if (name == "c" && inside) column = Cell(xml, column + 1);
            else if (name == "row" && inside)
            {
                number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var told) && told > 0
                    ? told : number + 1;
                (column, hidden) = (-1, Workbook.IsTrue(xml.GetAttribute("hidden")));
                _cells.Clear();
            }
            else if (name == "col" && Workbook.IsTrue(xml.GetAttribute("hidden"))) Hide(xml.GetAttribute("min"), xml.GetAttribute("max"));
            else if (name == "sheetData") inside = !xml.IsEmptyElement;
        }
    }

    /// <summary>Takes a cell in and gives its column; one without a place stands right of the one before.</summary>
    private int Cell(XmlReader xml, int next)
    {
        var column = xml.GetAttribute("r") is { } told && Place.Of(told) is { } place ? place.Column : next;
        if (xml.IsEmptyElement) return column;
        var (type, style) = (xml.GetAttribute("t"), xml.GetAttribute("s"));
        var (text, formula) = CellText.Read(xml);
        if (column >= MostColumns || (string.IsNullOrEmpty(text) && !formula)) return column;
        var cell = string.IsNullOrEmpty(text) ? default : Of(text, type, style);
        while (_cells.Count <= column) _cells.Add(default);
        _cells[column] = cell with
        {
            Odd = cell.Odd | (formula ? Odd.Formula : 0) | (column < _hidden.Length && _hidden[column] ? Odd.HiddenColumn : 0),
        };
        return column;
    }

    private Cell Of(string text, string? type, string? style) => type switch
    {
        "s" => strings.At(text) is { } shared ? new(shared) : new(null, Odd.Lost),
        "b" => new(text.Trim() is "1" or "true" ? "TRUE" : "FALSE"),
        "e" => new(text, Odd.Error),
        "str" or "inlineStr" => new(text),
        "d" => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? new(Moment(time), Odd.Day) : new(text),
        _ => Number(text, style),
    };

    private Cell Number(string text, string? style)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return new(text);
        var (shown, width) = formats[style];
        if (shown is Shown.Time && number is >= 0 and < 1)
            return new(TimeOnly.FromTimeSpan(TimeSpan.FromSeconds(Math.Min(Math.Round(number * 86_400), 86_399)))
                .ToString("HH:mm:ss", CultureInfo.InvariantCulture), Odd.Number | Odd.Day);
        if (shown is Shown.Day && number is >= 0 and < LastDay && Moment(number) is { } moment)
            return new(moment, Odd.Number | Odd.Day);
        var digits = Digits(number, text.Trim());
        var lost = Math.Abs(number) >= MostKept && !(digits.All(char.IsAsciiDigit)
            && digits.AsSpan(DigitsKept).ContainsAnyInRange('1', '9'));
        return new(shown is Shown.Zeros && digits.All(char.IsAsciiDigit) ? digits.PadLeft(width, '0') : digits,
            Odd.Number | (lost ? Odd.LostDigits : 0) | (shown is Shown.Percent ? Odd.Percent : 0));
    }

    /// <summary>A number as a spreadsheet shows it, to 15 digits and without exponent; digits that were written out are kept.</summary>
    private static string Digits(double number, string text) =>
        text.Length <= 40 && text[0] is >= '1' and <= '9' && text.All(char.IsAsciiDigit) ? text
            : Math.Abs(number) < 1e28 ? ((decimal)number).ToString("0.############################", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private string? Moment(double number)
    {
        // the calendar of 1900 has a 29 February that never was
        if (!from1904 && number is >= FebruaryOf1900 and < FebruaryOf1900 + 1) return null;
        var serial = from1904 ? number + CellReader.From1900To1904 : number < FebruaryOf1900 ? number + 1 : number;
        return serial >= LastDay ? null
            : Moment(new DateTime(1899, 12, 30).AddSeconds(Math.Round(serial * 86_400, MidpointRounding.AwayFromZero)));
    }

    private static string Moment(DateTime time) =>
        time.ToString(time.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Ends a row: merged ranges are laid over it. Tells whether anything of its own stands in it.</summary>
    private bool Line(int number)
    {
        if (!_cells.Exists(c => !string.IsNullOrWhiteSpace(c.Text) || c.Is(Odd.Formula | Odd.Lost))) return false;
        for (; _next < merged.Ranges.Length && merged.Ranges[_next].Top <= number; _next++)
        {
            var range = merged.Ranges[_next];
            if (range.Left >= MostColumns) continue;
            var first = range.Top == number && range.Left < _cells.Count ? _cells[range.Left] : default;
            var right = Math.Min(range.Right, MostColumns - 1);
            for (var c = range.Left; c <= right; c++)
                _open[c] = (range.Top, range.Bottom, c > range.Left ? new(null, Odd.Across)
                    : first.Text is null ? default : first with { Odd = first.Odd | Odd.Merged });
            _widest = Math.Max(_widest, right);
        }
        for (var c = 0; c <= _widest; c++)
        {
            var (top, bottom, cell) = _open[c];
            if (number < top || number > bottom || cell.Odd is Odd.None || (c < _cells.Count && _cells[c].Text is not null)) continue;
            while (_cells.Count <= c) _cells.Add(default);
            _cells[c] = cell;
        }
        return true;
    }

    private void Hide(string? min, string? max)
    {
        if (!int.TryParse(min, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || from < 1
            || !int.TryParse(max, NumberStyles.None, CultureInfo.InvariantCulture, out var to)) return;
        if (_hidden.Length == 0) _hidden = new bool[MostColumns];
        for (var c = from - 1; c < Math.Min(to, MostColumns); c++) _hidden[c] = true;
    }
}
