using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OData.Query;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Options, functions and size of a question of OData as declared. What is not is refused rather than passed over, before the library reads
/// it; what is wrong is said without the inside of the server.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FeedQueryAttribute : EnableQueryAttribute
{
    public override void OnActionExecuting(ActionExecutingContext actionExecutingContext)
    {
        var http = actionExecutingContext.HttpContext;
        var rules = http.RequestServices.GetRequiredService<CatalogueFiles>().Feeds;
        var asked = http.Request.Query.Where(q => q.Key != FeedPages.Commit);
        if (asked.Select(q => rules.Fault(q.Key, q.Value.ToString())).FirstOrDefault(f => f is not null) is { } fault)
        {
            actionExecutingContext.Result = Refused(fault);
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
    private static IActionResult? Plain(IActionResult? result) =>
        result is BadRequestObjectResult { Value: SerializableError fault } ? Refused(Words(fault)) : result;

    private static string Words(SerializableError fault) => fault.Where(f => f.Key.EndsWith("Message", StringComparison.Ordinal))
        .Select(f => f.Value?.ToString()).LastOrDefault(m => !string.IsNullOrEmpty(m)) ?? "Không hiểu câu hỏi OData này.";

    private static ObjectResult Refused(string words)
    {
        var problem = new ProblemDetails { Title = "Câu hỏi OData không đúng", Detail = words, Status = StatusCodes.Status400BadRequest };
        return new(problem) { StatusCode = problem.Status, ContentTypes = { "application/problem+json" } };
    }
}
