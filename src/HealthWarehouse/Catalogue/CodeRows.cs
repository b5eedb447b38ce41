using System.Text;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Catalogue;

/// <summary>The rows of one list as they stand in its CSV: named text values, empty as null.</summary>
public sealed record CodeRows(IReadOnlyList<string> Columns, IReadOnlyList<string?[]> Rows)
{
    public static readonly CodeRows None = new([], []);

    public int Index(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
            if (Columns[i] == column) return i;
        return -1;
    }

    public static CodeRows Read(string path)
    {
        var words = new WordPool();
        using var csv = CsvDataReader.Create(path,
            new CsvDataReaderOptions { HasHeaders = true, BufferSize = 1 << 16, MaxBufferSize = 1 << 22, StringFactory = words.Get });
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

    public void Write(TextWriter text)
    {
        WriteLine(text, Columns);
        foreach (var row in Rows) WriteLine(text, row);
    }

    private static void WriteLine(TextWriter text, IReadOnlyList<string?> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Write(',');
            var value = values[i];
            if (string.IsNullOrEmpty(value)) continue;
            text.Write(value.AsSpan().IndexOfAny(",\"\r\n") < 0 && value[0] != '#' ? value
                : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        text.Write('\n');
    }

    /// <summary>Values of the key columns as one text.</summary>
    internal static string Key(string?[] row, int[] key) =>
        key.Length == 1 ? row[key[0]] ?? "" : string.Join('\u001f', key.Select(k => k < 0 ? null : row[k]));

    /// <summary>
    /// These rows with <paramref name="over"/> laid over them: a key that stands there brings its whole history, here it counts no more.
    /// </summary>
    public CodeRows Under(CodeRows over, IReadOnlyList<string> key)
    {
        var columns = Columns.Concat(over.Columns.Except(Columns)).ToArray();
        int[] below = [.. key.Select(Index)], above = [.. key.Select(over.Index)];
        var taken = over.Rows.Select(r => Key(r, above)).ToHashSet();
        return new(columns, [.. Widened(columns).Where(r => !taken.Contains(Key(r, below))), .. over.Widened(columns)]);
    }

    /// <summary>The rows with the columns named, in their order; those the rows lack are empty.</summary>
    public IEnumerable<string?[]> Widened(IReadOnlyList<string> columns)
    {
        if (Columns.SequenceEqual(columns)) return Rows;
        var from = columns.Select(Index).ToArray();
        return Rows.Select(row => Array.ConvertAll(from, f => f < 0 ? null : row[f]));
    }
}

/// <summary>Gives the same string for words that come again and again: days, acts, kinds, parents.</summary>
internal sealed class WordPool
{
    private readonly string?[] _words = new string?[4096];

    public string Get(char[] buffer, int offset, int length)
    {
        var text = buffer.AsSpan(offset, length);
        if (length is 0 or > 96) return text.ToString();
        ref var word = ref _words[string.GetHashCode(text) & 4095];
        return word is not null && text.SequenceEqual(word) ? word : word = text.ToString();
    }
}
