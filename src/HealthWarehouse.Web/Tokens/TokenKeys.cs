using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Web.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace HealthWarehouse.Web.Tokens;

/// <summary>
/// Keys tokens are signed with (ECDSA P-256), in DATA/keys/tokens, wrapped by the key ring. A new one is made every declared days;
/// the one before stays until the last token signed with it has died, then its file goes.
/// </summary>
internal sealed class TokenKeys : IDisposable
{
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(10);
    private readonly string _folder;
    private readonly KeyRing _ring;
    private readonly TokenRules _rules;
    private readonly TimeProvider _clock;
    private readonly AuditLog _audit;
    private IReadOnlyList<Held> _held;
    private CancellationTokenSource _signsAnew = new(), _checksAnew = new();

    public TokenKeys(House house)
    {
        (_ring, _rules, _clock, _audit) = (house.Keys, house.Catalogue.Access.Tokens, house.Clock, house.Audit);
        var folder = Directory.CreateDirectory(Path.Combine(house.Settings.Data, "keys", "tokens"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder = folder.FullName;
        _held = [.. Directory.EnumerateFiles(_folder, "*.key").Select(Read).OrderByDescending(k => k.MadeAt)];
        if (_held.Count == 0) _held = [Make()];
    }

    private sealed record Kept(string Id, DateTimeOffset MadeAt, int Ring, string Key);

    private sealed record Held(string Id, DateTimeOffset MadeAt, ECDsa Key);

    /// <summary>The newest first: it signs; the others only verify.</summary>
    public IEnumerable<SigningCredentials> Signing =>
        _held.Select(k => new SigningCredentials(new ECDsaSecurityKey(k.Key) { KeyId = k.Id }, SecurityAlgorithms.EcdsaSha256));

    /// <summary>Fires when there are other keys: first for what signs, then for what checks, which takes its keys from there.</summary>
    public IChangeToken Changed<T>() =>
        new CancellationChangeToken((typeof(T) == typeof(OpenIddictServerOptions) ? _signsAnew : _checksAnew).Token);

    /// <summary>
    /// Makes a new key when the newest is old enough, or when <paramref name="now"/> asks for it, and drops those whose tokens have all
    /// died.
    /// </summary>
    public async Task Turn(bool now = false, CancellationToken stop = default)
    {
        var time = _clock.GetUtcNow();
        var isDue = now || time - _held[0].MadeAt >= TimeSpan.FromDays(_rules.SigningKeyDays);
        var dead = _held.Skip(1).Where((_, i) => time - _held[i].MadeAt > TimeSpan.FromMinutes(_rules.AccessMinutes) + Spare).ToArray();
        if (!isDue && dead.Length == 0) return;
        await _audit.Write(new("khoyte", "key-rotate", "key", "tokens", Detail: isDue ? $"mới; bỏ {dead.Length}" : $"bỏ {dead.Length}"),
            stop);
        foreach (var key in dead) File.Delete(PathOf(key.Id));
        _held = [.. isDue ? new[] { Make() } : [], .. _held.Except(dead)];
        using var signing = Interlocked.Exchange(ref _signsAnew, new());
        using var checking = Interlocked.Exchange(ref _checksAnew, new());
        await signing.CancelAsync();
        await checking.CancelAsync();
    }

    public void Dispose()
    {
        foreach (var key in _held) key.Key.Dispose();
        _signsAnew.Dispose();
        _checksAnew.Dispose();
    }

    private Held Make()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = new Held(Guid.CreateVersion7(_clock.GetUtcNow()).ToString("N"), _clock.GetUtcNow(), key);
        var pkcs8 = key.ExportPkcs8PrivateKey();
        var (ring, box) = KeyWrap.Seal(_ring, pkcs8);
        CryptographicOperations.ZeroMemory(pkcs8);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(PathOf(made.Id), options);
        JsonSerializer.Serialize(file, new Kept(made.Id, made.MadeAt, ring, Convert.ToBase64String(box)), JsonSerializerOptions.Web);
        file.Flush(flushToDisk: true);
        return made;
    }

    private Held Read(string path)
    {
        var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
        var plain = KeyWrap.Open(_ring, kept.Ring, Convert.FromBase64String(kept.Key));
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(plain, out _);
        CryptographicOperations.ZeroMemory(plain);
        return new(kept.Id, kept.MadeAt, key);
    }

    private string PathOf(string id) => Path.Combine(_folder, $"{id}.key");
}

/// <summary>Lets the options of <typeparamref name="T"/> be made again when the keys changed.</summary>
internal sealed class TokenKeysChange<T>(TokenKeys keys) : IOptionsChangeTokenSource<T>
{
    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => keys.Changed<T>();
}
