using System.Reflection;
using System.Text;

namespace HealthWarehouse.Web.Shared;

/// <summary>Records as CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180, nothing a spreadsheet would run.</summary>
internal static class Csv
{
    public static IResult File<T>(IEnumerable<T> rows, string name) => TypedResults.Stream(target => Write(rows, target), "text/csv; charset=utf-8", name);

    public static async Task Write<T>(IEnumerable<T> rows, Stream target)
    {
        var properties = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance);
        await using var text = new StreamWriter(target, new UTF8Encoding(true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync(string.Join(',', properties.Select(p => Snake(p.Name))));
        foreach (var row in rows) await text.WriteLineAsync(string.Join(',', properties.Select(p => Cell(p.GetValue(row)))));
    }

    /// <summary>One value, quoted where it must be; text that a spreadsheet would run gets an apostrophe.</summary>
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
        if (value is string && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = $"'{text}";
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    private static string Snake(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
