using System.Text.RegularExpressions;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// What spreadsheets make of codes and cells: 01-May of 1-5, 2E+21 of a long number, #N/A of a lookup that found nothing.
/// </summary>
internal static partial class SheetDamage
{
    public static bool IsError(string text) => text[0] == '#' && Error().IsMatch(text);

    /// <summary>A code that a spreadsheet took for a day or a number.</summary>
    public static bool IsOfCode(string text) => text.Length <= 30 && Code().IsMatch(text);

    [GeneratedRegex(@"^#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|####*)$",
        RegexOptions.CultureInvariant)] private static partial Regex Error();

    [GeneratedRegex(@"^(\d{1,2}[-/ ]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})([-/ ]?\d{2,4})?" +
        @"|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|thg ?\d{1,2})[-/ ]\d{1,4}" +
        @"|\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?|\d{1,2}/\d{1,2}/\d{2,4}|\d+([.,]\d+)?E[+-]\d+)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Code();
}
