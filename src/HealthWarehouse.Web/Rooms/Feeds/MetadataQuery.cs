using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OData.Routing.Controllers;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// What may be asked of the list of feeds and of their description is its form, and of that only what there is: the library passes the rest
/// over.
/// </summary>
internal sealed class MetadataQuery : IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (context.ActionDescriptor is not ControllerActionDescriptor action || action.ControllerTypeInfo != typeof(MetadataController))
            return;
        var isList = action.ActionName == nameof(MetadataController.GetServiceDocument);
        var asked = context.HttpContext.Request.Query;
        var form = asked["$format"].ToString();
        if (asked.Keys.FirstOrDefault(k => !k.Equals("$format", StringComparison.OrdinalIgnoreCase)) is { } other)
            context.Result = FeedQueryAttribute.Refused($"Tuỳ chọn {other} không dùng được ở đây. Dùng được: $format.");
        else if (form.Length > 0 && !IsGiven(form, isList))
            context.Result = FeedQueryAttribute.Refused($"Dạng '{form}' không có; ở đây có {(isList ? "json" : "xml, json")}.");
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // All is done before.
    }

    private static bool IsGiven(string form, bool isList) => form.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "json" or "application/json" => true,
        "xml" or "application/xml" => !isList,
        _ => false,
    };
}
