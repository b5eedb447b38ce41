using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// The last row at the end of a day, signed; kept outside the database, best copied elsewhere every day. Each names the one before, so that
/// none can be taken away between two others, and pins the number of the audit key in force and its signer's fingerprint. Roots of before
/// have no key, the oldest no number.
/// </summary>
public sealed record AuditRoot(string Day, long Seq, string Hash, string Signature, int Number = 0, string Before = "", int Key = 0,
    string Signer = "")
{
    internal string Text => Number == 0 ? $"{Day}|{Seq}|{Hash}" : Key == 0
        ? $"2|{Number}|{Day}|{Seq}|{Hash}|{Before}" : $"3|{Number}|{Day}|{Seq}|{Hash}|{Before}|{Key}|{Signer}";
}

/// <summary>Reads the signed roots of a folder. The public key is all that is needed.</summary>
public static class AuditRoots
{
    /// <summary>
    /// What is wrong with the roots in a folder, judged by one public key (PEM) and the turns beside them; empty when every root is as
    /// signed and none is missing between two. The newest public key leaves nothing to a stolen older one; an older key follows whatever it
    /// signed on.
    /// </summary>
    public static (int Roots, IReadOnlyList<string> Faults) Check(string folder, string publicKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        var signers = AuditSigners.Read(folder, AuditSigners.PublicOf(key));
        var (roots, faults) = Read(folder, signers);
        return (roots.Count, [.. signers.Faults.Concat(faults).Select(f => f.Text)]);
    }

    internal static (IReadOnlyList<AuditRoot> Roots, IReadOnlyList<AuditFault> Faults) Read(string folder, AuditSigners signers)
    {
        var files = !Directory.Exists(folder)
            ? [] : Directory.EnumerateFiles(folder, "????-??-??*.json").Select(f => (Name: Path.GetFileName(f), Root: Parse(f))).ToArray();
        var valid = files.Where(f => IsGood(f.Name, f.Root, signers)).Select(f => f.Root!).OrderBy(r => r.Number)
            .ThenBy(r => r.Day, StringComparer.Ordinal).ToArray();
        var faults = files.Where(f => !IsGood(f.Name, f.Root, signers))
            .Select(f =>
            new AuditFault(After(valid.LastOrDefault(r => string.CompareOrdinal(r.Day, f.Name[..10]) < 0)), $"mốc {f.Name} đã bị sửa"))
            .ToList();
        AuditRoot? before = null;
        foreach (var root in valid)
        {
            if (root.Number > 0 && (root.Before != (before is null ? "" : DigestOf(before)) || root.Number != (before?.Number ?? 0) + 1))
                faults.Add(new(After(before), $"thiếu mốc giữa {before?.Day ?? "đầu nhật ký"} và {root.Day}"));
            before = root;
        }
        foreach (var turn in signers.Turns.Where(t =>
            t.RootDigest.Length > 0 && valid.All(r => r.Number != t.Roots || DigestOf(r) != t.RootDigest)))
            faults.Add(new(After(valid.LastOrDefault(r => r.Number < turn.Roots)),
                $"mốc số {turn.Roots} không phải mốc có khi đổi khoá nhật ký số {turn.Number}"));
        return (valid, faults);
    }

    /// <summary>Roots the second folder has and the first has not.</summary>
    internal static IEnumerable<AuditFault> MissingFrom(IReadOnlyList<AuditRoot> roots, string? second, AuditSigners signers)
    {
        if (second is null) return [];
        var known = roots.Select(r => r.Text).ToHashSet();
        var turned = AuditTurns.Read(second).Where(t => t.Number > signers.InForce)
            .Select(t => new AuditFault(t.Seq + 1, $"lần đổi khoá nhật ký số {t.Number} có ở thư mục thứ hai mà ở đây không biết"));
        return Read(second, signers).Roots.Where(r => !known.Contains(r.Text))
            .Select(r =>
            new AuditFault(After(roots.LastOrDefault(k => k.Seq < r.Seq)), $"mốc ngày {r.Day} có ở thư mục thứ hai mà không có ở đây"))
            .Concat(turned);
    }

    internal static string DigestOf(AuditRoot root) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{root.Text}|{root.Signature}")));

    private static long After(AuditRoot? root) => (root?.Seq ?? 0) + 1;

    private static bool IsGood(string name, AuditRoot? root, AuditSigners signers) =>
        root is not null && name.StartsWith(root.Day, StringComparison.Ordinal) && signers.IsGood(root);

    private static AuditRoot? Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRoot>(File.ReadAllText(file)) is { Day: not null, Hash: not null, Signature: not null,
                Before: not null, Signer: not null } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
