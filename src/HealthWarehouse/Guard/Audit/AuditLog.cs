using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>One line of the audit (TCVN 14423:2026, domain §5.3 A5): who, when, from where, what, on which object, why. Never a clear identity.</summary>
public sealed record AuditEntry(string Account, string Action, string ObjectType, string ObjectId, string? Purpose = null, string? Source = null, string? Detail = null);

/// <summary>The audit, append-only: each row carries the hash of the one before it. <see cref="Write"/> returns when the row is durable;
/// if it throws, what was asked for must not be shown.</summary>
public sealed class AuditLog(Operations operations, TimeProvider clock)
{
    public Task<long> Write(AuditEntry entry, CancellationToken stop = default) =>
        operations.Write(async change =>
        {
            var last = await change.One<Last>("ask/audit/last");
            var seq = (last?.Seq ?? 0) + 1;
            var at = clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            var hash = Chain(last?.Hash ?? "", seq, at, entry);
            await change.Execute("ask/audit/append", new { seq, at, entry.Account, entry.Action, entry.ObjectType, entry.ObjectId, entry.Purpose, entry.Source, entry.Detail, hash });
            return seq;
        }, stop);

    internal sealed record Last(long Seq, string Hash);

    private static string Chain(string before, long seq, string at, AuditEntry e)
    {
        var text = string.Join('\u001f', before, seq.ToString(CultureInfo.InvariantCulture), at, e.Account, e.Action, e.ObjectType, e.ObjectId, e.Purpose, e.Source, e.Detail);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
