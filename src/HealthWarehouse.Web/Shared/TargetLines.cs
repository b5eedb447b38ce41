using System.Text.Encodings.Web;
using System.Text.Json;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Web.Shared;

/// <summary>Targets as lines across a chart over months, for the script that draws it: a change of target is a step of its line.</summary>
internal static class TargetLines
{
    /// <summary>Words for the page's own script: letters as they are, quotes the page escapes.</summary>
    private static readonly JsonSerializerOptions Plain = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Null where the first measure has no target in any of the months.</summary>
    public static string? Of(Answer answer, FigureTargets targets)
    {
        if (answer.By is not [{ Code: "month" }]) return null;
        var months = answer.Rows.Where(r => r.Keys[0].Code is not null)
            .Select(r => (Month: r.Keys[0].Code!, Target: targets.Of(r, 0))).ToArray();
        if (months.Select(m => m.Target).LastOrDefault(t => t is not null) is not { } last) return null;
        var label = Statuses.Short(last, answer.Measures[0].Unit);
        var lines = Enumerable.Range(0, last.Reached.Values.Count).Select(i => new TargetLine(i == 0 ? label : "", months
            .Where(m => m.Target?.Reached.Values.Count > i).ToDictionary(m => m.Month, m => m.Target!.Reached.Values[i])));
        return JsonSerializer.Serialize(lines, Plain);
    }

    private sealed record TargetLine(string Label, IReadOnlyDictionary<string, decimal> Months);
}
