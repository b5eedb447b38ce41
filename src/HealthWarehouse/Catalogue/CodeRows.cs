using System.Text;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Catalogue;

/// <summary>The rows of one list as they stand in its CSV: named text values, empty as null.</summary>
public sealed record CodeRows(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows)
{
    public static readonly CodeRows None = new([], []);

    public int Index(string column) => Columns.ToList().IndexOf(column);

    public static CodeRows Read(string path)
    {
        using var csv = CsvDataReader.Create(path, new CsvDataReaderOptions { HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 22 });
        var columns = Enumerable.Range(0, csv.FieldCount).Select(csv.GetName).ToArray();
        var rows = new List<string?[]>();
        while (csv.Read())
        {
            var row = new string?[columns.Length];
            for (var i = 0; i < columns.Length && i < csv.RowFieldCount; i++)
                row[i] = csv.GetString(i).Trim() is { Length: > 0 } value ? value.Normalize(NormalizationForm.FormC) : null;
            rows.Add(row);
        }
        return new(columns, rows);
    }

    public void Write(string path)
    {
        using var csv = CsvDataWriter.Create(path, new CsvDataWriterOptions { NewLine = "\n" });
        using var table = new System.Data.DataTable();
        foreach (var column in Columns) table.Columns.Add(column);
        foreach (var row in Rows) table.Rows.Add([.. row]);
        using var reader = table.CreateDataReader();
        csv.Write(reader);
    }

    /// <summary>These rows, with those of <paramref name="overlay"/> in place of rows of the same key and behind the rest.</summary>
    public CodeRows Merge(CodeRows overlay, IReadOnlyList<string> key)
    {
        var columns = Columns.Concat(overlay.Columns.Except(Columns)).ToArray();
        var rows = new Dictionary<string, string?[]>();
        foreach (var source in new[] { this, overlay })
        {
            var from = columns.Select(source.Index).ToArray();
            var keys = key.Select(source.Index).ToArray();
            foreach (var row in source.Rows)
                rows[string.Join('\u001f', keys.Select(k => k < 0 ? null : row[k]))] = [.. from.Select(f => f < 0 ? null : row[f])];
        }
        return new(columns, [.. rows.Values]);
    }
}
