using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Store;

namespace HealthWarehouse.Collect;

/// <summary>
/// What stands behind a system somebody enters or changes: facilities and contracts joined by ';' (<c>*</c> = all, no facility = sends
/// nothing) and scopes of its tokens.
/// </summary>
public sealed record SenderRequest(string Code, string Name, string Facilities, IReadOnlyCollection<string> Scopes,
    string Contracts = "*");

/// <summary>
/// The desk that administers systems: each change is audited before it is made; faults are RefusedExceptions with words for the asker.
/// </summary>
public sealed partial class SenderDesk(Operations operations, Senders senders, CatalogueFiles catalogue, AuditLog audit, TimeProvider clock)
{
    public async Task Add(SenderRequest asked, Viewer by, CancellationToken stop = default)
    {
        if (!Code().IsMatch(asked.Code)) throw new RefusedException("Mã chỉ gồm chữ thường không dấu, số và . - _, dài 2 đến 64 ký tự.");
        if (await senders.Find(asked.Code, stop) is not null) throw new RefusedException($"Đã có nơi gửi '{asked.Code}'.");
        var sound = Sound(asked);
        await senders.Put(sound.Code, sound.Name, sound.Facilities, by, stop);
        await Write(sound, stop);
    }

    public async Task Change(SenderRequest asked, Viewer by, CancellationToken stop = default)
    {
        await Known(asked.Code, stop);
        var sound = Sound(asked);
        await audit.Write(new(by.Account, "sender-change", "sender", sound.Code, Source: by.Source,
            Detail: $"{sound.Facilities}; {sound.Contracts}; {string.Join(' ', sound.Scopes)}"), stop);
        await Write(sound, stop);
    }

    /// <summary>The ways a system may prove itself from now on; a way left out is closed at once.</summary>
    public async Task Methods(string code, IReadOnlyCollection<CredentialKind> methods, Viewer by, CancellationToken stop = default)
    {
        await Known(code, stop);
        var list = string.Join(';', methods.Distinct().Order());
        await audit.Write(new(by.Account, "sender-methods", "sender", code, Source: by.Source, Detail: list), stop);
        await operations.Write(change => change.Execute("ask/sender/methods", new { code, methods = list }), stop);
    }

    /// <summary>Shuts a system out at once: its credentials end, and every token with them.</summary>
    public async Task Revoke(string code, string why, Viewer by, CancellationToken stop = default)
    {
        await Known(code, stop);
        if (string.IsNullOrWhiteSpace(why)) throw new RefusedException("Hãy ghi lý do thu hồi.");
        await audit.Write(new(by.Account, "sender-revoke", "sender", code, Source: by.Source, Detail: why.Trim()), stop);
        var at = clock.GetUtcNow();
        await operations.Write(async change =>
        {
            await change.Execute("ask/credential/end-all", new { sender = code, kind = "", at, by = by.Account });
            return await change.Execute("ask/sender/revoke",
                new { code, active = false, at = (DateTimeOffset?)at, why = (string?)why.Trim() });
        }, stop);
    }

    /// <summary>Lets a system in again; it needs new credentials.</summary>
    public async Task Reopen(string code, Viewer by, CancellationToken stop = default)
    {
        await Known(code, stop);
        await audit.Write(new(by.Account, "sender-reopen", "sender", code, Source: by.Source), stop);
        await operations.Write(change =>
            change.Execute("ask/sender/revoke", new { code, active = true, at = (DateTimeOffset?)null, why = (string?)null }), stop);
    }

    private Task Write(SenderRequest sound, CancellationToken stop) =>
        operations.Write(change =>
            change.Execute("ask/sender/change", new { sound.Code, sound.Name, sound.Facilities, scopes = string.Join(';', sound.Scopes),
                sound.Contracts }), stop);

    private async Task Known(string code, CancellationToken stop)
    {
        if (code == Sender.Local) throw new RefusedException("Đây là nơi gửi của chính kho, không đổi được.");
        if (await senders.Find(code, stop) is null) throw new RefusedException($"Không có nơi gửi '{code}'.");
    }

    private SenderRequest Sound(SenderRequest asked)
    {
        if (string.IsNullOrWhiteSpace(asked.Name) || asked.Name.Length > 200)
            throw new RefusedException("Hãy ghi tên nơi gửi (không quá 200 ký tự).");
        var (facilities, contracts) = (Items(asked.Facilities), Items(asked.Contracts));
        if (facilities is not ["*"]
            && facilities.FirstOrDefault(f => catalogue.Lists["facility"].Entries.All(e => e.Code != f)) is { } stranger)
            throw new RefusedException($"Không có cơ sở '{stranger}' trong danh mục.");
        if (contracts is not ["*"] && contracts.FirstOrDefault(c => !catalogue.Contracts.ContainsKey(c)) is { } strange)
            throw new RefusedException($"Không có hợp đồng dữ liệu '{strange}'. Có: {string.Join(", ", catalogue.Contracts.Keys)}.");
        if (asked.Scopes.FirstOrDefault(s => catalogue.Access.Scopes.All(c => c.Id != s)) is { } scope)
            throw new RefusedException($"Không có phạm vi '{scope}'.");
        if (facilities.Length == 0 && asked.Scopes.Any(s => catalogue.Access.Scopes.Single(c => c.Id == s).IsForSenders))
            throw new RefusedException("Phạm vi của nơi gửi cần ít nhất một cơ sở.");
        return asked with { Name = asked.Name.Trim(), Facilities = string.Join(';', facilities),
            Contracts = contracts.Length == 0 ? "*" : string.Join(';', contracts),
            Scopes = [.. asked.Scopes.Distinct().Order(StringComparer.Ordinal)] };
    }

    private static string[] Items(string list) => [.. list.Split([';', ',', ' ', '\n', '\r'],
        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()];

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{1,63}$")] private static partial Regex Code();
}
