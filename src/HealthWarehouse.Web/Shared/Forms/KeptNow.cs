using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>What a page that is being made has to give back: the form kept for who looks at it, and the words of its address.</summary>
internal sealed class KeptNow(KeptForms forms, IHttpContextAccessor http)
{
    private readonly Lazy<KeptForm?> _form = new(() => http.HttpContext is { } now && HttpMethods.IsGet(now.Request.Method)
        && now.User.Viewer() is { } viewer ? forms.Take(viewer.Account, now.Request.Path.Value ?? "") : null);

    public KeptForm? Form => _form.Value;

    /// <summary>The kept form when it was posted to this address with the same hidden fields.</summary>
    public KeptForm? Of(string action, IEnumerable<(string Name, string? Value)> hidden) =>
        Form is { } form && form.Action.Equals(Uri.UnescapeDataString(action.Trim('/')), StringComparison.OrdinalIgnoreCase)
            && hidden.All(h => form.Fields.GetValueOrDefault(h.Name) is { } sent ? sent.Contains(h.Value ?? "") : h.Value is null)
            ? form : null;
}
