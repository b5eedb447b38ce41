using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.OData.Query;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Options, functions and size of a question of OData as declared. What is not is refused rather than passed over, before the library reads
/// it; what is wrong is said without the inside of the server. A question the library fails over is a wrong question: its rows are there
/// before it is applied to them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FeedQueryAttribute : EnableQueryAttribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var http = context.HttpContext;
        var rules = http.RequestServices.GetRequiredService<CatalogueFiles>().Feeds;
        var asked = http.Request.Query.Where(q => q.Key != FeedPages.Commit);
        if (asked.Select(q => rules.Fault(q.Key, q.Value.ToString())).FirstOrDefault(f => f is not null) is { } fault)
            context.Result = Refused(fault);
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
        // All is done before.
    }

    public override void OnActionExecuting(ActionExecutingContext actionExecutingContext)
    {
        try
        {
            base.OnActionExecuting(actionExecutingContext);
            actionExecutingContext.Result = Plain(actionExecutingContext.Result);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            actionExecutingContext.Result = Refused(Words(fault, actionExecutingContext.HttpContext));
        }
    }

    public override void OnActionExecuted(ActionExecutedContext actionExecutedContext)
    {
        try
        {
            base.OnActionExecuted(actionExecutedContext);
            actionExecutedContext.Result = Plain(actionExecutedContext.Result!)!;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            actionExecutedContext.Result = Refused(Words(fault, actionExecutedContext.HttpContext));
        }
    }

    /// <summary>The library answers with its exceptions and their traces; of these only the message leaves.</summary>
    private static IActionResult? Plain(IActionResult? result) =>
        result is BadRequestObjectResult { Value: SerializableError fault } ? Refused(Words(fault)) : result;

    private static string Words(SerializableError fault) => Outside(fault.Where(f => f.Key.EndsWith("Message", StringComparison.Ordinal))
        .Select(f => f.Value?.ToString()).LastOrDefault(m => !string.IsNullOrEmpty(m)));

    private static string Words(Exception fault, HttpContext http)
    {
        switch (fault.GetBaseException())
        {
            case ArithmeticException: return "Có phép tính chia cho 0, hoặc số quá lớn.";
            case Microsoft.OData.ODataException told: return Outside(told.Message);
            default:
                // By its kind alone: a message may repeat what was asked.
                http.RequestServices.GetRequiredService<ILogger<FeedQueryAttribute>>()
                    .LogWarning("A question of OData ended in {Kind}\n{Trace}", fault.GetType(), fault.StackTrace);
                return NotUnderstood;
        }
    }

    /// <summary>What of a message is for those outside: how a programmer of this server would allow more is not.</summary>
    private static string Outside(string? message) =>
        message?.Split(". To ")[0] is { Length: > 0 } words && !words.Contains("Microsoft.", StringComparison.Ordinal)
            ? words : NotUnderstood;

    private const string NotUnderstood = "Không hiểu câu hỏi OData này.";

    public static ObjectResult Refused(string words)
    {
        var problem = new ProblemDetails { Title = "Câu hỏi OData không đúng", Detail = words, Status = StatusCodes.Status400BadRequest };
        Problems.ForFeeds(problem);
        return new(problem) { StatusCode = problem.Status, ContentTypes = { "application/problem+json" } };
    }
}
