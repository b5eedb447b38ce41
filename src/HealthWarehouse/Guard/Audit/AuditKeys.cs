using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// Keys of the audit: rows are chained with HMAC-SHA-256 under the audit key in force, so that who only has the database cannot make them
/// again; roots are signed with ECDSA P-256, whose private key is in the ring under the number of that audit key and whose public key
/// (keys/audit-public.pem) anyone may check with. A newer audit key comes into force, with a signing key of its own, by a turn (<see
/// cref="AuditTurn"/>).
/// </summary>
public sealed class AuditKeys : IDisposable
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly KeyRing _ring;
    private readonly string _folder, _audit;
    private readonly Lock _lock = new();
    private (int Number, ECDsa Key)? _signing;

    /// <param name="audit">The folder of marks, in which turns lie.</param>
    public AuditKeys(KeyRing ring, string folder, string audit)
    {
        (_ring, _folder, _audit) = (ring, folder, audit);
        if (InForce == 0) Begin();
        Publish();
    }

    /// <summary>Number of the audit key rows stand under now.</summary>
    internal int InForce => _ring.Newest(KeyUse.Signing);

    /// <summary>Number of an audit key that was made and is not in force yet.</summary>
    internal int? Next => _ring.Newest(KeyUse.Audit) is var newest && newest > InForce ? newest : null;

    internal string Public => AuditSigners.PublicOf(Signing);

    /// <summary>Takes up what another node on the same folder has turned.</summary>
    internal void Refresh() => _ring.Refresh();

    /// <summary>Who may have signed what stands in a folder of marks.</summary>
    internal AuditSigners Signers(string audit)
    {
        var signers = Read();
        if (signers.Ahead.Count == 0) return signers;
        Refresh();              // another node may just have turned
        return Read();

        AuditSigners Read() => AuditSigners.Read(audit, Public, _ring.Numbers(KeyUse.Signing));
    }

    /// <summary>
    /// Turns to keys the ring never had: it is one of before, put back. A key that was made and is not in force yet is none of them: its
    /// turn was stopped before the ring said so.
    /// </summary>
    internal IReadOnlyList<AuditTurn> Unknown(AuditSigners signers) => [.. signers.Ahead.Where(t => t.Number > _ring.Newest(KeyUse.Audit))];

    /// <summary>
    /// Throws when the ring is older than the turns: a key made from it would take the number, and the file, of one that was in force.
    /// </summary>
    internal void MustBeNewest()
    {
        if (Unknown(Signers(_audit)) is [.., var newest])
            throw new RefusedException(
                $"Vòng khoá cũ hơn lần đổi khoá nhật ký số {newest.Number}: hãy đặt lại vòng khoá mới nhất rồi mới đổi khoá.");
    }

    /// <summary>What a row must carry after the one before it: the number of the key and the keyed hash.</summary>
    public string Chain(string before, AuditRow row) => Chain(before, row, InForce);

    /// <summary>Number of the key a row's hash says it was made under; 0 when it says none.</summary>
    internal static int NumberOf(string hash) =>
        hash.Split(':') is [var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : 0;

    /// <summary>Whether a row carries what it must under the key it names.</summary>
    internal bool Fits(string before, AuditRow row) =>
        NumberOf(row.Hash) is var key && key >= 1 && key <= _ring.Newest(KeyUse.Audit)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Chain(before, row, key)), Encoding.ASCII.GetBytes(row.Hash));

    internal string Sign(string text) => Sign(Signing, text);

    /// <summary>
    /// A keyed mark of a text that is kept outside the database, under an audit key by number; null when there is no such key.
    /// </summary>
    internal string? Mark(string text, int number) => !_ring.Numbers(KeyUse.Audit).Contains(number) ? null
        : Convert.ToHexStringLower(HMACSHA256.HashData(_ring[KeyUse.Audit, number], Encoding.UTF8.GetBytes($"khoyte mark|{text}")));

    /// <summary>Key for closed periods, by number; null = the one in force.</summary>
    internal ArchiveKey ForClosed(int? number) => (number ?? InForce) is var n
        ? new(n, HKDF.DeriveKey(HashAlgorithmName.SHA256, _ring[KeyUse.Audit, n], 32, info: "khoyte closed audit"u8.ToArray())) : null!;

    /// <summary>
    /// Puts the next audit key in force, with a new signing key: the turn, signed by both, is written by <paramref name="write"/>; only
    /// when it is safe does the ring say that it holds. The private half of the key before is done away with.
    /// </summary>
    internal void Turn(int number, AuditTurn standing, Action<AuditTurn> write)
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var former = InForce;
        var turn = standing with { Number = number, Former = former, FormerPublic = Public, Public = AuditSigners.PublicOf(next) };
        write(turn with { FormerSignature = Sign(turn.Text), Signature = Sign(next, turn.Text) });
        Keep(number, next);
        _ring.Retire(nameof(KeyUse.Signing), former);
        Publish();
    }

    public void Dispose() => _signing?.Key.Dispose();

    private ECDsa Signing
    {
        get
        {
            lock (_lock)
            {
                if (_signing is { } known && known.Number == InForce) return known.Key;
                _signing?.Key.Dispose();
                var number = InForce;
                _signing = (number,
                    ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = _ring[KeyUse.Signing, number] }));
                return _signing.Value.Key;
            }
        }
    }

    private static string Sign(ECDsa key, string text) =>
        Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    internal string Chain(string before, AuditRow r, int key)
    {
        var text = Encoding.UTF8.GetBytes(r.Form == 1 ? FirstForm(before, r) : Text(before, r));
        return $"{key}:{Convert.ToHexStringLower(HMACSHA256.HashData(_ring[KeyUse.Audit, key], text))}";
    }

    /// <summary>What was hashed before rows had all fields of A5.</summary>
    private static string FirstForm(string before, AuditRow r) =>
        string.Join('\u001f', before, r.Seq.ToString(CultureInfo.InvariantCulture), r.At, r.Account, r.Action, r.ObjectType, r.ObjectId,
            r.Purpose ?? "\0", r.Source ?? "\0", r.Detail ?? "\0");

    /// <summary>Every field with its length before it, so that nothing can move from one field to the next.</summary>
    private static string Text(string before, AuditRow r)
    {
        var text = new StringBuilder("khoyte audit ", 512).Append(CultureInfo.InvariantCulture, $"{r.Form}|{r.Seq}|{r.Port}");
        foreach (var field in (ReadOnlySpan<string?>)[before, r.At, r.Account, r.Action, r.ObjectType, r.ObjectId, r.Purpose, r.Source,
            r.Detail, r.AccountType, r.Device, r.Result, r.Persons])
            text.Append(CultureInfo.InvariantCulture, $"|{field?.Length ?? -1}:{field}");
        return text.ToString();
    }

    /// <summary>The first signing key: that of before, which stood in a file of its own and was never changed, or a new one.</summary>
    private void Begin()
    {
        var former = Path.Combine(_folder, "audit-signing.key");
        using var key = File.Exists(former) ? Former(former) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Keep(_ring.Newest(KeyUse.Audit), key);
        File.Delete(former);
    }

    private void Keep(int number, ECDsa key)
    {
        var secret = key.ExportParameters(includePrivateParameters: true).D!;
        _ring.Put(KeyUse.Signing, number, secret);
    }

    /// <summary>Not the key of a ring of before: what checkers were given stays.</summary>
    private void Publish()
    {
        if (Unknown(Signers(_audit)).Count > 0) return;
        var (path, pem) = (Path.Combine(_folder, "audit-public.pem"), Signing.ExportSubjectPublicKeyInfoPem());
        if (!File.Exists(path) || File.ReadAllText(path) != pem) File.WriteAllText(path, pem);
    }

    private ECDsa Former(string file)
    {
        var parts = File.ReadAllText(file).Trim().Split(':');
        var bytes = Convert.FromBase64String(parts[1]);
        var plain = new byte[bytes.Length - NonceSize - TagSize];
        using var opening = new AesGcm(_ring[KeyUse.Audit, int.Parse(parts[0], CultureInfo.InvariantCulture)], TagSize);
        opening.Decrypt(bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), plain);
        var known = ECDsa.Create();
        known.ImportPkcs8PrivateKey(plain, out _);
        CryptographicOperations.ZeroMemory(plain);
        return known;
    }
}
