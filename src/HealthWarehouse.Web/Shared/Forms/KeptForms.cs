using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace HealthWarehouse.Web.Shared.Forms;

/// <summary>A form that was sent and could not be done: the page it stands on, where it is posted, why not, and what was typed.</summary>
/// <param name="Page">Path of the page.</param>
/// <param name="Action">Path the form is posted to.</param>
/// <param name="Fault">What was wrong; null when nothing was, and the form came too late.</param>
/// <param name="Field">The field that was wrong, where it is known.</param>
/// <param name="Fields">Values by the names of the fields.</param>
/// <param name="IsLate">Whether it came after its session or its page held no more.</param>
internal sealed record KeptForm(string Page, string Action, string? Fault, string? Field, IReadOnlyDictionary<string, string[]> Fields,
    bool IsLate = false);

/// <summary>
/// The last form of each account that could not be done, for half an hour, in memory and sealed for that account: nobody else is shown it,
/// and nothing of it stands in an address or in a book.
/// </summary>
internal sealed class KeptForms(IDataProtectionProvider seals, TimeProvider clock)
{
    private const int Most = 500;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, byte[] Box)> _kept = new(StringComparer.OrdinalIgnoreCase);

    public void Keep(string account, KeptForm form)
    {
        var now = clock.GetUtcNow();
        foreach (var (old, (until, _)) in _kept)
            if (until <= now) _kept.TryRemove(old, out _);
        if (_kept.Count >= Most && !_kept.ContainsKey(account)) return;
        _kept[account] = (now + Long, Seal(account).Protect(JsonSerializer.SerializeToUtf8Bytes(form)));
    }

    /// <summary>The kept form of an account when it belongs to this page; it is given once.</summary>
    public KeptForm? Take(string account, string page)
    {
        if (!_kept.TryGetValue(account, out var kept) || kept.Until <= clock.GetUtcNow()) return null;
        var form = JsonSerializer.Deserialize<KeptForm>(Seal(account).Unprotect(kept.Box))!;
        return form.Page.Equals(page, StringComparison.OrdinalIgnoreCase) && _kept.TryRemove(account, out _) ? form : null;
    }

    private IDataProtector Seal(string account) => seals.CreateProtector("kept-form", account.ToUpperInvariant());
}
