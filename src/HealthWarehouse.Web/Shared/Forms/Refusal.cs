using HealthWarehouse.Concepts;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>What cannot be done goes back to its page in words, with the field they are about where that is known.</summary>
internal static class Refusal
{
    public static IResult Back(string page, Exception fault)
    {
        var field = fault is FieldException { Field: var name } ? $"#{name}" : "";
        return Results.LocalRedirect($"{page}{(page.Contains('?') ? '&' : '?')}loi={Uri.EscapeDataString(fault.Message)}{field}");
    }
}
