using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OData.Query;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>Options of OData a feed understands. One it does not is refused rather than passed over, and what is wrong is said without the inside of the server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FeedQueryAttribute : EnableQueryAttribute
{
    private static readonly HashSet<string> Understood = ["$filter", "$select", "$orderby", "$top", "$skip", "$skiptoken", "$count", "$apply", "$format"];

    public override void OnActionExecuting(ActionExecutingContext actionExecutingContext)
    {
        var asked = actionExecutingContext.HttpContext.Request.Query.Keys.FirstOrDefault(k => k.StartsWith('$') && !Understood.Contains(k.ToLowerInvariant()));
        if (asked is not null)
        {
            actionExecutingContext.Result = Refused($"Tuỳ chọn {asked} không dùng được ở đây. Dùng được: {string.Join(", ", Understood)}.");
            return;
        }
        base.OnActionExecuting(actionExecutingContext);
        actionExecutingContext.Result = Plain(actionExecutingContext.Result);
    }

    public override void OnActionExecuted(ActionExecutedContext actionExecutedContext)
    {
        base.OnActionExecuted(actionExecutedContext);
        actionExecutedContext.Result = Plain(actionExecutedContext.Result!)!;
    }

    /// <summary>The library answers with its exceptions and their traces; of these only the message leaves.</summary>
    private static IActionResult? Plain(IActionResult? result) => result is BadRequestObjectResult { Value: SerializableError fault } ? Refused(Words(fault)) : result;

    private static string Words(SerializableError fault) => fault.Where(f => f.Key.EndsWith("Message", StringComparison.Ordinal)).Select(f => f.Value?.ToString()).LastOrDefault(m => !string.IsNullOrEmpty(m)) ?? "Không hiểu câu hỏi OData này.";

    private static ObjectResult Refused(string words)
    {
        var problem = new ProblemDetails { Title = "Câu hỏi OData không đúng", Detail = words, Status = StatusCodes.Status400BadRequest };
        return new(problem) { StatusCode = problem.Status, ContentTypes = { "application/problem+json" } };
    }
}
