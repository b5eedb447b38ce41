using HealthWarehouse.Concepts;

namespace HealthWarehouse.Collect.Formats;

/// <summary>
/// The tables of a record while it is taken apart: each is there once it has a row, and has no more rows than are allowed.
/// </summary>
internal sealed class RecordTables(TableNames[] names, SourceRecord record, int bytes, int mostRows)
{
    private const int Room = 256;

    private readonly TableText?[] _tables = new TableText?[names.Length];

    /// <summary>Where the next row of a table goes; null when there are too many, which is told.</summary>
    public TableText? Row(int table)
    {
        var text = _tables[table] ??= new(names[table], table == 0 ? bytes + Room : Room, record.Problems);
        if (text.Rows < mostRows) return text;
        var code = names[table].Table.Code;
        if (!record.Problems.Exists(p => p.Unusable && p.Table == code))
            record.Problems.Add(new("R01-too-large", code,
                Limit: string.Create(CultureInfo.GetCultureInfo("vi-VN"), $"{mostRows:N0} dòng"), Unusable: true));
        return null;
    }

    public void Done()
    {
        foreach (var table in _tables) if (table is not null) record.Tables.Add(table.Done());
    }
}
