using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Audit;

/// <summary>
/// Keys of the audit: rows are chained with HMAC-SHA-256 under the audit key of the ring, so that who only has the database cannot make them again;
/// roots are signed with ECDSA P-256, whose private key is sealed under the same ring and whose public key (keys/audit-public.pem) anyone may check with.
/// </summary>
public sealed class AuditKeys : IDisposable
{
    private const int NonceSize = 12, TagSize = 16;
    private readonly KeyRing _ring;
    private readonly ECDsa _signing;

    public AuditKeys(KeyRing ring, string folder)
    {
        _ring = ring;
        _signing = Open(Path.Combine(folder, "audit-signing.key"), Path.Combine(folder, "audit-public.pem"));
    }

    /// <summary>What a row must carry after the one before it: the number of the key and the keyed hash.</summary>
    public string Chain(string before, AuditRow row) => Chain(before, row, _ring.Newest(KeyUse.Audit));

    /// <summary>Whether a row carries what it must.</summary>
    internal bool Fits(string before, AuditRow row) =>
        row.Hash.Split(':') is [var number, _] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var key) && key >= 1 && key <= _ring.Newest(KeyUse.Audit)
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Chain(before, row, key)), Encoding.ASCII.GetBytes(row.Hash));

    internal string Sign(string text) => Convert.ToBase64String(_signing.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256));

    internal bool IsSigned(string text, string signature) => IsSigned(_signing, text, signature);

    /// <summary>Whether a signature was made with the private half of a key; needs no secret.</summary>
    internal static bool IsSigned(ECDsa key, string text, string signature) =>
        Convert.TryFromBase64String(signature, new byte[signature.Length], out _) && key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(signature), HashAlgorithmName.SHA256);

    /// <summary>A keyed mark of a text that is kept outside the database.</summary>
    internal string Mark(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_ring[KeyUse.Audit, 1], Encoding.UTF8.GetBytes($"khoyte mark|{text}")));

    /// <summary>Key for closed periods, by number; null = the newest.</summary>
    internal ArchiveKey ForClosed(int? number) => (number ?? _ring.Newest(KeyUse.Audit)) is var n ? new(n, HKDF.DeriveKey(HashAlgorithmName.SHA256, _ring[KeyUse.Audit, n], 32, info: "khoyte closed audit"u8.ToArray())) : null!;

    public void Dispose() => _signing.Dispose();

    private string Chain(string before, AuditRow r, int key) => $"{key}:{Convert.ToHexStringLower(HMACSHA256.HashData(_ring[KeyUse.Audit, key], Encoding.UTF8.GetBytes(r.Form == 1 ? FirstForm(before, r) : Text(before, r))))}";

    /// <summary>What was hashed before rows had all fields of A5.</summary>
    private static string FirstForm(string before, AuditRow r) =>
        string.Join('\u001f', before, r.Seq.ToString(CultureInfo.InvariantCulture), r.At, r.Account, r.Action, r.ObjectType, r.ObjectId, r.Purpose ?? "\0", r.Source ?? "\0", r.Detail ?? "\0");

    /// <summary>Every field with its length before it, so that nothing can move from one field to the next.</summary>
    private static string Text(string before, AuditRow r)
    {
        var text = new StringBuilder("khoyte audit ", 512).Append(CultureInfo.InvariantCulture, $"{r.Form}|{r.Seq}|{r.Port}");
        foreach (var field in (ReadOnlySpan<string?>)[before, r.At, r.Account, r.Action, r.ObjectType, r.ObjectId, r.Purpose, r.Source, r.Detail, r.AccountType, r.Device, r.Result, r.Persons])
            text.Append(CultureInfo.InvariantCulture, $"|{field?.Length ?? -1}:{field}");
        return text.ToString();
    }

    private ECDsa Open(string secret, string open)
    {
        if (File.Exists(secret))
        {
            var parts = File.ReadAllText(secret).Trim().Split(':');
            var bytes = Convert.FromBase64String(parts[1]);
            var plain = new byte[bytes.Length - NonceSize - TagSize];
            using var opening = new AesGcm(_ring[KeyUse.Audit, int.Parse(parts[0], CultureInfo.InvariantCulture)], TagSize);
            opening.Decrypt(bytes.AsSpan(0, NonceSize), bytes.AsSpan(NonceSize + TagSize), bytes.AsSpan(NonceSize, TagSize), plain);
            var known = ECDsa.Create();
            known.ImportPkcs8PrivateKey(plain, out _);
            CryptographicOperations.ZeroMemory(plain);
            return known;
        }
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pkcs8 = made.ExportPkcs8PrivateKey();
        var key = _ring.Newest(KeyUse.Audit);
        var piece = new byte[NonceSize + TagSize + pkcs8.Length];
        RandomNumberGenerator.Fill(piece.AsSpan(0, NonceSize));
        using var sealing = new AesGcm(_ring[KeyUse.Audit, key], TagSize);
        sealing.Encrypt(piece.AsSpan(0, NonceSize), pkcs8, piece.AsSpan(NonceSize + TagSize), piece.AsSpan(NonceSize, TagSize));
        CryptographicOperations.ZeroMemory(pkcs8);
        File.WriteAllText(secret, $"{key}:{Convert.ToBase64String(piece)}");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(open, made.ExportSubjectPublicKeyInfoPem());
        return made;
    }
}
