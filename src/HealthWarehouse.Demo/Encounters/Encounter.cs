using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>
/// An episode written down: the rows of its tables, in the order they are sent, and its sums. A later revision is the same episode
/// corrected.
/// </summary>
internal sealed class Encounter(Visit visit, int revision, Forms forms)
{
    private readonly List<Sheet> _sheets = new(8);

    public Visit Visit { get; } = visit;
    public int Revision { get; } = revision;
    public Bill Bill { get; } = new();
    public IReadOnlyList<Sheet> Sheets => _sheets;

    /// <summary>Rows of a table; null when the episode has none.</summary>
    public IReadOnlyList<Row>? Rows(string table) => _sheets.Find(s => s.Form.Table.Code == table)?.Rows;

    public Row Main => Rows(forms.Contract.Main)![0];

    /// <summary>Begins a row of a table that goes on from the ones before it.</summary>
    public Row Add(string table)
    {
        var sheet = _sheets.Find(s => s.Form.Table.Code == table);
        if (sheet is null) _sheets.Add(sheet = new(forms[table], []));
        var row = new Row(sheet.Form) { ["episode_code"] = Visit.Episode };
        sheet.Rows.Add(row);
        row["line_no"] = Text.Number(sheet.Rows.Count);
        return row;
    }
}

/// <summary>One table of an episode.</summary>
internal sealed record Sheet(Form Form, List<Row> Rows);
