using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// What is to be told of a sheet once, not of each record: lines that are none, what is hidden, formulas, columns in doubt.
/// </summary>
internal sealed class SheetRemarks
{
    private const int MostShown = 10;

    private readonly List<SourceProblem> _chosen = [];
    private readonly List<string> _left = [];
    private readonly HashSet<string> _hiddenColumns = [];
    private int _leftLines, _hiddenLines, _formulas;
    private string? _hiddenFrom, _formulaAt;

    public IEnumerable<SourceProblem> All
    {
        get
        {
            foreach (var problem in _chosen) yield return problem;
            if (_leftLines > 0)
                yield return new("F06-lines-left", null, $"{string.Join(", ", _left)}{(_leftLines > _left.Count ? ", …" : "")}",
                    Number(_leftLines));
            if (_hiddenLines > 0) yield return new("F05-hidden", null, $"{Number(_hiddenLines)} dòng ẩn (từ {_hiddenFrom})");
            if (_hiddenColumns.Count > 0) yield return new("F05-hidden", null, $"{_hiddenColumns.Count} cột ẩn");
            if (_formulas > 0) yield return new("F05-formulas", null, Number(_formulas), _formulaAt);
        }
    }

    /// <summary>A sheet was chosen; the others have its columns too.</summary>
    public void Chosen(string? part, SheetLayout layout, IReadOnlyList<SheetLayout> others)
    {
        foreach (var column in layout.Columns.Where(c => c.Field is not null && c.IsDoubtful))
            _chosen.Add(new("F07-doubtful-column", null, column.Words, column.Field!.From));
        if (others.Count > 0)
            _chosen.Add(new("F06-other-sheets", null, string.Join(", ", others.Take(MostShown).Select(o => $"'{o.Sheet.Name}'")), part));
    }

    public void HiddenSheet(string sheet) => _chosen.Add(new("F05-hidden", null, $"Trang ẩn '{sheet}'"));

    /// <summary>A line that is no record.</summary>
    public void Left(string? part, int line, string why)
    {
        if (_leftLines++ < MostShown) _left.Add($"{SourcePlace.OfLine(part, line)} ({why})");
    }

    /// <summary>A line that is a record.</summary>
    public void See(string? part, SheetLine line)
    {
        if (line.Hidden && _hiddenLines++ == 0) _hiddenFrom = SourcePlace.OfLine(part, line.Number);
        for (var c = 0; c < line.Cells.Length; c++)
        {
            var odd = line.Cells[c].Odd;
            if ((odd & Odd.HiddenColumn) != 0 && line.Cells[c].Text is not null) _hiddenColumns.Add($"{part}/{c}");
            if ((odd & Odd.Formula) == 0 || line.Cells[c].Text is null || _formulas++ > 0) continue;
            _formulaAt = $"{SourcePlace.OfLine(part, line.Number)}, {ColumnMatcher.Letter(c).Trim('(', ')')}";
        }
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"));
}
