using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>What cannot be done goes back to its page in words, with the field they are about where that is known.</summary>
internal static class Refusal
{
    /// <summary>Whether a response sends somebody back with what was wrong.</summary>
    public static bool Is(HttpResponse response) => response.Headers.Location.ToString().Contains("loi=", StringComparison.Ordinal);

    public static IResult Back(string page, Exception fault)
    {
        var field = fault is FieldException { Field: var name } ? $"#{name}" : "";
        return Results.LocalRedirect($"{page}{(page.Contains('?') ? '&' : '?')}loi={Uri.EscapeDataString(fault.Message)}{field}");
    }
}
