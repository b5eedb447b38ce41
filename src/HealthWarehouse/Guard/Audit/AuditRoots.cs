using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// The last row at the end of a day, signed; kept outside the database, best copied elsewhere every day. Each names the one before, so that none can be
/// taken away between two others; roots of before have no number.
/// </summary>
public sealed record AuditRoot(string Day, long Seq, string Hash, string Signature, int Number = 0, string Before = "")
{
    internal string Text => Number == 0 ? $"{Day}|{Seq}|{Hash}" : $"2|{Number}|{Day}|{Seq}|{Hash}|{Before}";
}

/// <summary>Reads the signed roots of a folder. The public key is all that is needed.</summary>
public static class AuditRoots
{
    /// <summary>What is wrong with the roots in a folder, judged by the public key (PEM) alone; empty when every root is as signed and none is missing between two.</summary>
    public static (int Roots, IReadOnlyList<string> Faults) Check(string folder, string publicKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        var (roots, faults) = Read(folder, (text, signature) => AuditKeys.IsSigned(key, text, signature));
        return (roots.Count, [.. faults.Select(f => f.Text)]);
    }

    internal static (IReadOnlyList<AuditRoot> Roots, IReadOnlyList<AuditFault> Faults) Read(string folder, Func<string, string, bool> isSigned)
    {
        var files = !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "????-??-??*.json").Select(f => (Name: Path.GetFileName(f), Root: Parse(f))).ToArray();
        var valid = files.Where(f => IsGood(f.Name, f.Root, isSigned)).Select(f => f.Root!).OrderBy(r => r.Number).ThenBy(r => r.Day, StringComparer.Ordinal).ToArray();
        var faults = files.Where(f => !IsGood(f.Name, f.Root, isSigned)).Select(f => new AuditFault(After(valid.LastOrDefault(r => string.CompareOrdinal(r.Day, f.Name[..10]) < 0)), $"mốc {f.Name} đã bị sửa")).ToList();
        AuditRoot? before = null;
        foreach (var root in valid)
        {
            if (root.Number > 0 && (root.Before != (before is null ? "" : DigestOf(before)) || root.Number != (before?.Number ?? 0) + 1)) faults.Add(new(After(before), $"thiếu mốc giữa {before?.Day ?? "đầu nhật ký"} và {root.Day}"));
            before = root;
        }
        return (valid, faults);
    }

    /// <summary>Roots the second folder has and the first has not.</summary>
    internal static IEnumerable<AuditFault> MissingFrom(IReadOnlyList<AuditRoot> roots, string? second, Func<string, string, bool> isSigned)
    {
        if (second is null) return [];
        var known = roots.Select(r => r.Text).ToHashSet();
        return Read(second, isSigned).Roots.Where(r => !known.Contains(r.Text)).Select(r => new AuditFault(After(roots.LastOrDefault(k => k.Seq < r.Seq)), $"mốc ngày {r.Day} có ở thư mục thứ hai mà không có ở đây"));
    }

    internal static string DigestOf(AuditRoot root) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{root.Text}|{root.Signature}")));

    private static long After(AuditRoot? root) => (root?.Seq ?? 0) + 1;

    private static bool IsGood(string name, AuditRoot? root, Func<string, string, bool> isSigned) => root is not null && name.StartsWith(root.Day, StringComparison.Ordinal) && isSigned(root.Text, root.Signature);

    private static AuditRoot? Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditRoot>(File.ReadAllText(file)) is { Day: not null, Hash: not null, Signature: not null, Before: not null } root ? root : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
