using System.Xml;
using DuckDB.NET.Data;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Bench;

/// <summary>
/// What a script would do: read every file, decode, append the rows to tables of text. No receipt, no checks, no lists, nothing sealed.
/// </summary>
internal static class BareLoad
{
    public static void Run(IEnumerable<string> files, string database)
    {
        var tables = CatalogueFiles.Load(Path.GetFullPath("catalogue")).Usual.Tables.Values.ToDictionary(t =>
            t.Code, t => t.AllFields.Select(f => f.From).Distinct().ToArray());
        using var db = new DuckDBConnection($"Data Source={database}");
        db.Open();
        var appenders = new Dictionary<string, DuckDBAppender>();
        foreach (var (table, columns) in tables)
        {
            using var create = db.CreateCommand();
            create.CommandText = $"create table {table} ({string.Join(", ", columns.Select(c => $"\"{c}\" varchar"))})";
            create.ExecuteNonQuery();
            appenders[table] = db.CreateAppender(table);
        }
        foreach (var file in files) Read(file, tables, appenders);
        foreach (var appender in appenders.Values) appender.Dispose();
    }

    private static void Read(string file, Dictionary<string, string[]> tables, Dictionary<string, DuckDBAppender> appenders)
    {
        using var stream = File.OpenRead(file);
        using var outer = XmlReader.Create(stream);
        var kind = "";
        while (outer.Read())
        {
            if (outer.NodeType is not XmlNodeType.Element) continue;
            if (outer.LocalName == "LOAIHOSO") kind = outer.ReadElementContentAsString();
            if (outer.LocalName != "NOIDUNGFILE" || !tables.TryGetValue(kind, out var columns)) continue;
            using var inner = XmlReader.Create(new MemoryStream(Convert.FromBase64String(outer.ReadElementContentAsString())));
            Rows(inner, columns, appenders[kind]);
        }
    }

    /// <summary>A row ends where its first column comes again, or the document ends.</summary>
    private static void Rows(XmlReader inner, string[] columns, DuckDBAppender appender)
    {
        var row = new Dictionary<string, string>();
        while (inner.Read())
        {
            if (inner.NodeType is XmlNodeType.EndElement && row.Count > 0 && !columns.Contains(inner.LocalName))
            {
                var line = appender.CreateRow();
                foreach (var column in columns) line.AppendValue(row.GetValueOrDefault(column));
                line.EndRow();
                row.Clear();
            }
            if (inner.NodeType is XmlNodeType.Element && Array.IndexOf(columns, inner.LocalName) >= 0 && !inner.IsEmptyElement
                && inner.LocalName is var name && inner.Read() && inner.NodeType is XmlNodeType.Text)
                row[name] = inner.Value;
        }
    }
}
