using Microsoft.AspNetCore.Antiforgery;

namespace HealthWarehouse.Web.Shared;

/// <summary>
/// Fields of a form one of our pages posted. Routes that take one need <c>RequireAntiforgeryToken</c> and the filter <see
/// cref="RequireToken"/>: a form without the page's token is a bad request.
/// </summary>
internal sealed class PostedForm(IFormCollection fields)
{
    public IEnumerable<KeyValuePair<string, string>> All => fields.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()));

    /// <summary>A field's text; empty when it is not there.</summary>
    public string this[string name] => fields[name].ToString();

    public IReadOnlyList<string> Many(string name) => [.. fields[name].OfType<string>()];

    /// <summary>A form without a valid token is never read.</summary>
    public static async ValueTask<PostedForm?> BindAsync(HttpContext http) =>
        new(IsOurs(http) ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty);

    /// <summary>Answers in plain words itself: the page of errors is a page with forms too, and would trip over the same form.</summary>
    public static ValueTask<object?> RequireToken(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        IsOurs(context.HttpContext)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.Text("Biểu mẫu không mang dấu của trang. Hãy mở lại trang rồi gửi lại.",
            statusCode: StatusCodes.Status400BadRequest));

    private static bool IsOurs(HttpContext http) => http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true };
}
