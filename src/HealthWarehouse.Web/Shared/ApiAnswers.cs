using HealthWarehouse.Analyse;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Rooms.Deliveries;
using HealthWarehouse.Web.Rooms.Operate;
using HealthWarehouse.Web.Rooms.Reports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// What routes of the API answer, for its description, where the types of their handlers do not tell: receipts, lists that may be files
/// too, and problems for all that goes wrong.
/// </summary>
internal sealed class ApiAnswers : IApiDescriptionProvider
{
    private const string Sending = "POST /api/v1/deliveries", Json = "application/json", Problem = "application/problem+json";

    private static readonly Dictionary<string, ApiResponseType> Told = new()
    {
        [Sending] = Of<ReceiptAnswer>(StatusCodes.Status202Accepted),
        ["POST /api/v1/deliveries/{id}/retry"] = Of<RetryAnswer>(),
        ["POST /api/v1/episodes/cancel"] = Of<ReceiptAnswer>(StatusCodes.Status202Accepted),
        ["POST /api/v1/episodes/restore"] = Of<ReceiptAnswer>(StatusCodes.Status202Accepted),
        ["GET /api/v1/deliveries/{id}/findings"] = Of<IReadOnlyList<FindingLine>>(),
        ["GET /api/v1/contracts/{code}/schema"] = Of<System.Text.Json.Nodes.JsonObject>(type: "application/schema+json"),
        ["GET /api/v1/findings"] = Of<IReadOnlyList<FindingLine>>(),
        ["GET /api/v1/completeness"] = Of<IReadOnlyList<Sending>>(),
        ["GET /api/v1/audit/export"] = Of<AuditRow>(type: "application/x-ndjson"),
        ["GET /api/v1/reports/{code}"] = Of<ReportAnswer>(),
        ["GET /api/v1/published/table"] = Of<PublishedContent>(),
    };

    /// <summary>After the framework's own.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        // All is done when the framework has told what it knows.
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var route in context.Results)
        {
            var (name, answers) = (NameOf(route), route.SupportedResponseTypes);
            if (Told.TryGetValue(name, out var told))
            {
                answers.Clear();
                answers.Add(told);
            }
            if (name == Sending) answers.Add(Of<DryRunAnswer>());
            var mayBeAbsent = name.Contains('{', StringComparison.Ordinal)
                || answers.Any(a => a.StatusCode == StatusCodes.Status404NotFound);
            foreach (var bare in answers.Where(a => a.StatusCode >= 400).ToArray()) answers.Remove(bare);
            foreach (var status in Failures(route, mayBeAbsent)) answers.Add(Of<ProblemDetails>(status, Problem));
            var others = Of<ProblemDetails>(type: Problem);
            others.IsDefaultResponse = true;
            answers.Add(others);
        }
    }

    /// <summary>A route as catalogue/access.yaml writes it.</summary>
    public static string NameOf(ApiDescription route) => $"{route.HttpMethod} {AccessTable.PathOf(route.RelativePath ?? "")}";

    private static IEnumerable<int> Failures(ApiDescription route, bool mayBeAbsent)
    {
        if (route.ParameterDescriptions.Count > 0) yield return StatusCodes.Status400BadRequest;
        yield return StatusCodes.Status401Unauthorized;
        yield return StatusCodes.Status403Forbidden;
        if (mayBeAbsent) yield return StatusCodes.Status404NotFound;
        if (route.HttpMethod == HttpMethods.Post)
        {
            yield return StatusCodes.Status409Conflict;
            yield return StatusCodes.Status413PayloadTooLarge;
        }
        yield return StatusCodes.Status422UnprocessableEntity;
        yield return StatusCodes.Status429TooManyRequests;
        yield return StatusCodes.Status503ServiceUnavailable;
    }

    private static ApiResponseType Of<T>(int status = StatusCodes.Status200OK, string type = Json) =>
        new() { StatusCode = status, Type = typeof(T), ApiResponseFormats = { new() { MediaType = type } } };
}
