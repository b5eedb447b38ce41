using System.Reflection;
using System.Text;
using HealthWarehouse.Store;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// The one writer of CSV: UTF-8 with a byte order mark where people open it, RFC 4180, every field quoted, nothing a spreadsheet would run
/// wherever it cuts a line.
/// </summary>
internal static class Csv
{
    public static IResult File<T>(IEnumerable<T> rows, string name) =>
        TypedResults.Stream(target => Write(rows, target), "text/csv; charset=utf-8", name);

    public static async Task Write<T>(IEnumerable<T> rows, Stream target)
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        await using var text = new StreamWriter(target, new UTF8Encoding(true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(Line(properties.Select(p => Snake(p.Name))));
        foreach (var row in rows) await text.WriteLineAsync(Line(properties.Select(p => p.GetValue(row))));
    }

    public static string Line(IEnumerable<object?> values) => string.Join(',', values.Select(Cell));

    /// <summary>One value, quoted; text that a spreadsheet would run gets an apostrophe (<see cref="CsvField"/>).</summary>
    public static string Cell(object? value)
    {
        var text = value switch
        {
            null => "",
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToString("O", CultureInfo.InvariantCulture),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return value is string ? CsvField.Text(text) : CsvField.Quoted(text);
    }

    private static string Snake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
