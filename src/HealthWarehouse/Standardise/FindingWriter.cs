using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>Writes findings to the batch, their message filled from the declared one.</summary>
internal static partial class FindingWriter
{
    public static void Write(ColumnBatch batch, FindingDraft finding, Check check, long delivery, long? record) => batch.Row()
        .Put(delivery).Put(record).Put(finding.Table).Put(finding.Row).Put(finding.Field).Put(finding.Rule).Put((int)check.Severity)
        .Put(finding.Times).Put(finding.Value).Put(Message(check.Message, finding));

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
