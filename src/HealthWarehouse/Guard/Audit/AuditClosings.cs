using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// A closed period: its rows stand in a sealed file, and this closing root, signed, says which and how the chain goes on after them.
/// <c>Key</c>: number of the keys in force when it was closed; 0 = of before they turned.
/// </summary>
public sealed record AuditClosing(
    int Number, long FirstSeq, long LastSeq, long Count, string FirstAt, string LastAt, string HashBefore, string FirstHash,
        string LastHash, string File, string FileHash, string Signature, int Key = 0)
{
    internal string Text => $"closing|{(Key == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"2|{Key}|"))}{Number}|{FirstSeq}|" +
        $"{LastSeq}|{Count}|{FirstAt}|{LastAt}|{HashBefore}|{FirstHash}|{LastHash}|{File}|{FileHash}";
}

/// <summary>Closing roots in DATA/audit/closed.</summary>
public static class AuditClosings
{
    internal static string FolderIn(string audit) => Path.Combine(audit, "closed");

    /// <summary>All that is signed and follows the one before, in order; a break leaves those after it without proof.</summary>
    internal static (IReadOnlyList<AuditClosing> Closings, IReadOnlyList<AuditFault> Faults) Read(string audit, AuditSigners signers)
    {
        var folder = FolderIn(audit);
        var files = !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Select(f => (Name: Path.GetFileName(f), Closing: Parse(f))).ToArray();
        var (good, faults) = (new List<AuditClosing>(), new List<AuditFault>());
        foreach (var (name, closing) in files)
        {
            var next = good is [.., var last] ? last.LastSeq + 1 : 1;
            if (closing is null || closing.FirstSeq != next || closing.Count != closing.LastSeq - closing.FirstSeq + 1
                || closing.HashBefore != (good is [.., var before] ? before.LastHash : "") || !signers.IsGood(closing))
                faults.Add(new(next, $"mốc khoá sổ {name} đã bị sửa, hoặc thiếu mốc trước nó"));
            else good.Add(closing);
        }
        foreach (var turn in signers.Turns.Where(t =>
            t.Closings > 0 && good.All(c => c.Number != t.Closings || DigestOf(c) != t.ClosingDigest)))
            faults.Add(new(good.LastOrDefault(c => c.Number < turn.Closings)?.LastSeq + 1 ?? 1,
                $"mốc khoá sổ số {turn.Closings} không phải mốc có khi đổi khoá nhật ký số {turn.Number}"));
        return (good, faults);
    }

    internal static string DigestOf(AuditClosing closing) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{closing.Text}|{closing.Signature}")));

    private static AuditClosing? Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditClosing>(File.ReadAllText(file)) is { Signature: not null } closing ? closing : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
