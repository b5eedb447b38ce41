using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// The keys of the audit have turned: rows after <c>Seq</c> stand under audit key <c>Number</c>, and what is signed from then on is signed
/// by the signing key of that number. Signed by the signing key before and by the new one, so that whoever trusts either may trust the
/// other. It pins the newest row, root and closing of that moment, so that the keys before it are good for nothing any more.
/// </summary>
public sealed record AuditTurn(
    int Number, int Former, long Seq, string Hash, int Roots, string RootDigest, int Closings, string ClosingDigest, string FormerPublic,
        string Public, string FormerSignature = "", string Signature = "")
{
    internal string Text => $"turn|{Number}|{Former}|{Seq}|{Hash}|{Roots}|{RootDigest}|{Closings}|{ClosingDigest}|{FormerPublic}|{Public}";

    internal bool IsSigned => AuditSigners.IsSigned(FormerPublic, Text, FormerSignature) && AuditSigners.IsSigned(Public, Text, Signature);
}

/// <summary>Turns in DATA/audit/turns, one file each.</summary>
internal static class AuditTurns
{
    public static string FolderIn(string audit) => Path.Combine(audit, "turns");

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{number:0000}.json");

    public static IReadOnlyList<AuditTurn> Read(string audit) =>
        !Directory.Exists(FolderIn(audit))
            ? [] : [.. Directory.EnumerateFiles(FolderIn(audit), "*.json").Select(Parse).OfType<AuditTurn>().OrderBy(t => t.Number)];

    private static AuditTurn? Parse(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditTurn>(File.ReadAllText(file)) is { Hash: not null, Public: not null,
                FormerPublic: not null } turn ? turn : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// Who may have signed what: the signing keys of the audit in their order. One is trusted; the others because a turn joins each to its
/// neighbour under both signatures. Public keys are SubjectPublicKeyInfo in base64.
/// </summary>
public sealed class AuditSigners
{
    private readonly (int Number, string Public) _first;

    private AuditSigners((int, string) first, IReadOnlyList<AuditTurn> turns, IReadOnlyList<AuditFault> faults,
        IReadOnlyList<AuditTurn> ahead) =>
        (_first, Turns, Faults, Ahead) = (first, turns, faults, ahead);

    /// <summary>Turns that hold, oldest first.</summary>
    public IReadOnlyList<AuditTurn> Turns { get; }

    internal IReadOnlyList<AuditFault> Faults { get; }

    /// <summary>Well-signed turns the ring has not taken: it was stopped before it could, or a ring of before was put back.</summary>
    internal IReadOnlyList<AuditTurn> Ahead { get; }

    /// <summary>Number of the audit key in force; 0 when nothing here tells.</summary>
    internal int InForce => Turns is [.., var newest] ? newest.Number : _first.Number;

    /// <summary>
    /// Reads the turns of a folder, starting from a key that is trusted. <paramref name="numbers"/>: the signing keys there must be, where
    /// that is known.
    /// </summary>
    internal static AuditSigners Read(string audit, string trusted, IReadOnlyList<int>? numbers = null)
    {
        var lying = AuditTurns.Read(audit);
        AuditTurn[] all = [.. lying.Where(t => numbers is null || t.Number <= numbers[^1])];
        var (good, at) = (new List<AuditTurn>(), Array.FindLastIndex(all, t => t.Public == trusted));
        var known = trusted;
        for (var i = at; i >= 0 && all[i].Public == known && all[i].IsSigned; i--)
        {
            good.Insert(0, all[i]);
            known = all[i].FormerPublic;
        }
        var oldest = (Number: good is [var first, ..] ? first.Former : numbers?[0] ?? 0, Public: known);
        known = trusted;
        for (var i = at + 1; i < all.Length && all[i].FormerPublic == known && all[i].IsSigned; i++)
        {
            good.Add(all[i]);
            known = all[i].Public;
        }
        var faults = (numbers ?? []).Skip(1).Except(all.Select(t => t.Number))
            .Select(n => (Number: n, Text: $"thiếu lần đổi khoá nhật ký số {n} (turns/{AuditTurns.NameOf(n)})"))
            .Concat(all.Except(good).Select(t => (t.Number, Text: $"lần đổi khoá nhật ký số {t.Number} " +
                $"(turns/{AuditTurns.NameOf(t.Number)}) đã bị sửa, giả mạo, hoặc không còn lần sau chứng cho nó")))
            .Select(f => new AuditFault((good.LastOrDefault(t => t.Number < f.Number)?.Seq ?? 0) + 1, f.Text));
        return new(oldest, good, [.. faults.OrderBy(f => f.Seq)], [.. lying.Except(all).Where(t => t.IsSigned)]);
    }

    /// <summary>
    /// Whether a row may stand under a key: that of its time; of before the first turn, none older than the row before it.
    /// </summary>
    internal bool Allows(long seq, int number, int before) =>
        Turns.LastOrDefault(t => t.Seq < seq) is { } turn ? number == turn.Number : number >= before
            && number <= (Turns is [var first, ..] ? first.Former : InForce);

    /// <summary>Number of the audit key a row stands under; 0 before the first turn, where several may.</summary>
    internal int NumberAt(long seq) => Turns.LastOrDefault(t => t.Seq < seq)?.Number ?? 0;

    internal bool IsGood(AuditRoot root) =>
        Signer(t => t.Roots, root.Number) is var signer && IsSigned(signer.Public, root.Text, root.Signature)
        && (root.Key == 0 || ((signer.Number == 0 || root.Key == signer.Number) && root.Signer == Fingerprint(signer.Public)));

    internal bool IsGood(AuditClosing closing) =>
        Signer(t => t.Closings, closing.Number) is var signer && IsSigned(signer.Public, closing.Text, closing.Signature)
        && (closing.Key == 0 || signer.Number == 0 || closing.Key == signer.Number);

    /// <summary>The key in force for what bears a number, of which each turn tells how many there were.</summary>
    private (int Number, string Public) Signer(Func<AuditTurn, int> until, int number) =>
        Turns.LastOrDefault(t => until(t) < number) is { } turn ? (turn.Number, turn.Public) : _first;

    /// <summary>Whether a signature was made with the private half of a key; needs no secret.</summary>
    internal static bool IsSigned(string publicKey, string text, string signature)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return false;
        }
    }

    internal static string PublicOf(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    /// <summary>SHA-256 of a public key, by which a root names its signer.</summary>
    internal static string Fingerprint(string publicKey) => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(publicKey)));
}
