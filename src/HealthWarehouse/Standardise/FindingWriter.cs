using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>Writes findings to the batch, their message filled from the declared one.</summary>
internal static partial class FindingWriter
{
    public static void Write(ColumnBatch batch, FindingDraft finding, Check check, long delivery, long? record)
    {
        var at = batch.Add();
        batch.Columns[0].Set(at, delivery);
        if (record is { } key) batch.Columns[1].Set(at, key);
        batch.Set(2, at, finding.Table);
        if (finding.Row is { } row) batch.Columns[3].Set(at, row);
        batch.Set(4, at, finding.Field);
        batch.Set(5, at, finding.Rule);
        batch.Columns[6].Set(at, (int)check.Severity);
        batch.Columns[7].Set(at, finding.Times);
        batch.Set(8, at, finding.Value);
        batch.Set(9, at, Message(check.Message, finding));
    }

    /// <summary>
    /// Places {field} {about} {value} {limit} {table} of the declared message are filled; what is filled in is not looked at again.
    /// </summary>
    public static string Message(string template, FindingDraft finding) => Place().Replace(template, place => place.Value switch
    {
        "{field}" => finding.Field ?? "",
        "{about}" => finding.About is { Length: > 0 } about ? char.ToLower(about[0], CultureInfo.InvariantCulture) + about[1..] : "",
        "{value}" => finding.Value ?? "(trống)",
        "{limit}" => finding.Limit ?? "",
        _ => finding.Table ?? "",
    });

    [GeneratedRegex(@"\{(?:field|about|value|limit|table)\}")] private static partial Regex Place();
}
