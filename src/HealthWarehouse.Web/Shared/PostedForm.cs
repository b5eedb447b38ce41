using Microsoft.AspNetCore.Antiforgery;

namespace HealthWarehouse.Web.Shared;

/// <summary>Fields of a form one of our pages posted; one without the page's token is a bad request. Its route needs <c>RequireAntiforgeryToken</c>.</summary>
internal sealed class PostedForm(IFormCollection fields)
{
    public IEnumerable<KeyValuePair<string, string>> All => fields.Select(f => KeyValuePair.Create(f.Key, f.Value.ToString()));

    /// <summary>A field's text; empty when it is not there.</summary>
    public string this[string name] => fields[name].ToString();

    public IReadOnlyList<string> Many(string name) => [.. fields[name].OfType<string>()];

    public static async ValueTask<PostedForm?> BindAsync(HttpContext http)
    {
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) throw new BadHttpRequestException("Biểu mẫu không mang dấu của trang.");
        return new(await http.Request.ReadFormAsync(http.RequestAborted));
    }
}
