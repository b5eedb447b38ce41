using System.Text.RegularExpressions;

namespace HealthWarehouse.Store;

/// <summary>A field of CSV as RFC 4180 has it, always quoted; for the writer of downloads and for books kept as files.</summary>
public static partial class CsvField
{
    public static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// Text of others: what a spreadsheet would run gets an apostrophe, also behind what another than ours takes for the end of a field.
    /// </summary>
    public static string Text(string value) => Quoted(Formula().Replace(value, "'"));

    /// <summary>What a spreadsheet takes for a formula, at the beginning or behind a separator of fields or lines.</summary>
    [GeneratedRegex("(?<=^|[;\t\r\n])(?=[ \"]*[=+\\-@＝＋－＠]|\t|\r)")] private static partial Regex Formula();
}
