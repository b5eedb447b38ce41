using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// What a data key is for; each kind has its own keys. Restricted compartments have keys of their own beside these, by their declared ids.
/// Signing: the private half of what signs the roots of the audit, of the number of the audit key it came into force with. Cover: what
/// tokens kept in the warehouse stand under.
/// </summary>
public enum KeyUse { Archive, Identity, Clinical, Tokens, Audit, Sessions, Leaves, Signing, Cover }

/// <summary>A key as it may be told: never the key itself. Retired: its bytes are gone, what it sealed can no longer be read.</summary>
public sealed record KeyCard(string Use, int Number, DateTimeOffset MadeAt, DateTimeOffset? RetiredAt);

/// <summary>
/// The keys of the house. A master key (a file of its own, made at first start, best kept on another disk) wraps the data keys in
/// keyring.json with AES-256-GCM. New content is sealed with the newest key of its kind; older keys stay to read what they sealed, until
/// they are retired.
/// </summary>
public sealed class KeyRing
{
    private readonly string _path;
    private readonly MasterKey _master;
    private readonly TimeProvider _clock;
    private readonly Lock _change = new();
    private volatile ImmutableDictionary<(string Use, int Number), Held> _keys = ImmutableDictionary<(string, int), Held>.Empty;
    private DateTime _read;

    private KeyRing(string path, MasterKey master, TimeProvider clock) => (_path, _master, _clock) = (path, master, clock);

    private sealed record Held(byte[]? Bytes, DateTimeOffset MadeAt, DateTimeOffset? RetiredAt);

    private sealed record Wrapped(string Use, int Number, string? Key, DateTimeOffset MadeAt, DateTimeOffset? RetiredAt = null);

    /// <summary>
    /// Opens the ring, or makes master key and ring on first start. A ring without its master key is an error: nothing sealed could be
    /// read.
    /// </summary>
    public static KeyRing Open(string folder, string? masterFile = null, TimeProvider? clock = null)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "keyring.json");
        var master = MasterKey.Open(masterFile ?? Path.Combine(folder, "master.key"), path);
        var ring = new KeyRing(path, master, clock ?? TimeProvider.System);
        if (File.Exists(path)) ring.Load();
        foreach (var use in Enum.GetValues<KeyUse>()
            .Where(use => use is not (KeyUse.Leaves or KeyUse.Signing or KeyUse.Cover) && ring.Newest(use) == 0))
            ring.Add(use.ToString());
        return ring;
    }

    /// <summary>Number of the newest key of a kind; 0 when there is none.</summary>
    public int Newest(KeyUse use) => Newest(use.ToString());

    public int Newest(string use) => _keys.Keys.Where(k => k.Use == use).Select(k => k.Number).DefaultIfEmpty().Max();

    /// <summary>Numbers of all keys of a kind, retired ones too, in order.</summary>
    public IReadOnlyList<int> Numbers(KeyUse use) => [.. _keys.Keys.Where(k => k.Use == use.ToString()).Select(k => k.Number).Order()];

    /// <summary>Changes with every change of the ring: whoever keeps a key at hand looks whether it is still the newest.</summary>
    public object Edition => _keys;

    public IReadOnlyList<KeyCard> Cards =>
        [.. _keys.Select(k => new KeyCard(k.Key.Use, k.Key.Number, k.Value.MadeAt, k.Value.RetiredAt))
        .OrderBy(c => c.Use, StringComparer.Ordinal).ThenBy(c => c.Number)];

    public byte[] this[KeyUse use, int number] => this[use.ToString(), number];

    internal byte[] this[string use, int number] =>
        Find(use, number) is not { } key ? throw new InvalidOperationException($"Không có khoá {use} số {number} trong vòng khoá.")
        : key.Bytes ?? throw new RetiredKeyException(use, number, key.RetiredAt);

    /// <summary>A key another process on the same folder has made meanwhile stands in the file.</summary>
    private Held? Find(string use, int number)
    {
        if (_keys.TryGetValue((use, number), out var key)) return key;
        lock (_change) Load();
        return _keys.GetValueOrDefault((use, number));
    }

    public ArchiveKey ForArchive(int? number) =>
        new(number ?? Newest(KeyUse.Archive), this[KeyUse.Archive, number ?? Newest(KeyUse.Archive)]);

    /// <summary>Makes a new key of a kind, the first too; gives its number.</summary>
    internal int Make(string use)
    {
        lock (_change)
        {
            Add(use);
            return Newest(use);
        }
    }

    /// <summary>Does away with every key of a kind but the newest; gives the numbers of those that were there.</summary>
    internal IReadOnlyList<int> RetireOlder(string use)
    {
        lock (_change)
        {
            int[] older = [.. _keys.Where(k => k.Key.Use == use && k.Key.Number < Newest(use) && k.Value.Bytes is not null)
                .Select(k => k.Key.Number).Order()];
            foreach (var number in older) Retire(use, number);
            return older;
        }
    }

    /// <summary>Makes a first key for a restricted compartment that has none; gives back whether it was made.</summary>
    public bool Ensure(string compartment)
    {
        lock (_change)
        {
            if (Newest(compartment) > 0) return false;
            Add(compartment);
            return true;
        }
    }

    /// <summary>Makes a new key of a kind; from now on new content is sealed with it. Token keys stay: every token would change.</summary>
    public int Rotate(string use)
    {
        if (use is nameof(KeyUse.Tokens)) throw new InvalidOperationException("Khoá thẻ nhận dạng chỉ đổi được khi dựng lại kho.");
        lock (_change)
        {
            if (Newest(use) == 0) throw new InvalidOperationException($"Không có loại khoá '{use}'.");
            Add(use);
            return Newest(use);
        }
    }

    /// <summary>Takes in a key made elsewhere, under a number of its own.</summary>
    internal void Put(KeyUse use, int number, byte[] bytes)
    {
        lock (_change) Save(_keys.Add((use.ToString(), number), new(bytes, _clock.GetUtcNow(), null)), _master.Bytes);
    }

    /// <summary>Reads what another process on the same folder has changed meanwhile.</summary>
    internal void Refresh()
    {
        if (File.GetLastWriteTimeUtc(_path) == _read) return;
        lock (_change) Load();
    }

    /// <summary>Does away with an old key: whoever asks has made sure that nothing needs it any more.</summary>
    public void Retire(string use, int number)
    {
        lock (_change)
        {
            if (number >= Newest(use)) throw new InvalidOperationException("Khoá mới nhất đang dùng, không thôi được.");
            var held = _keys.GetValueOrDefault((use, number))
                ?? throw new InvalidOperationException($"Không có khoá {use} số {number} trong vòng khoá.");
            Save(_keys.SetItem((use, number), held with { Bytes = null, RetiredAt = held.RetiredAt ?? _clock.GetUtcNow() }), _master.Bytes);
        }
    }

    /// <summary>
    /// Changes the master key: the new one is laid beside the old, the ring is rewrapped in one step, then the new takes the place of the
    /// old. Stopped anywhere, the next start finds ring and master that fit (<see cref="MasterKey.Open"/>). No data key changes. <paramref
    /// name="step"/> is told before each step.
    /// </summary>
    public void ChangeMaster(Action<string>? step = null)
    {
        lock (_change)
        {
            step?.Invoke("next");
            var next = _master.LayNext();
            step?.Invoke("ring");
            Save(_keys, next);
            step?.Invoke("place");
            _master.TakePlace(next);
            step?.Invoke("done");
        }
    }

    /// <summary>Throws when a new master key could not be laid beside the old one: its medium is away, or not to be written.</summary>
    public void MustReachMaster()
    {
        lock (_change) _ = _master.LayNext();
    }

    private void Load()
    {
        var keys = ImmutableDictionary.CreateBuilder<(string, int), Held>();
        var read = File.GetLastWriteTimeUtc(_path);
        if (!Fits(_path, _master.Bytes)) _master.ReadAgain();
        foreach (var entry in JsonSerializer.Deserialize<Wrapped[]>(File.ReadAllText(_path), Json)!)
            keys[(entry.Use, entry.Number)] = new(entry.Key is null
                ? null : Wrap.Open(_master.Bytes, Convert.FromBase64String(entry.Key), Label(entry.Use, entry.Number)), entry.MadeAt,
                entry.RetiredAt);
        (_keys, _read) = (keys.ToImmutable(), read);
    }

    private void Add(string use) =>
        Save(_keys.Add((use, Newest(use) + 1), new(RandomNumberGenerator.GetBytes(32), _clock.GetUtcNow(), null)), _master.Bytes);

    /// <summary>The ring on disk first, then in use.</summary>
    private void Save(ImmutableDictionary<(string Use, int Number), Held> keys, byte[] master)
    {
        var entries = keys.OrderBy(k => k.Key.Use, StringComparer.Ordinal).ThenBy(k => k.Key.Number)
            .Select(k =>
                new Wrapped(k.Key.Use, k.Key.Number,
                k.Value.Bytes is { } bytes ? Convert.ToBase64String(Wrap.Close(master, bytes, Label(k.Key.Use, k.Key.Number))) : null,
                k.Value.MadeAt, k.Value.RetiredAt));
        SecretFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(entries, Json));
        (_keys, _read) = (keys, File.GetLastWriteTimeUtc(_path));
    }

    /// <summary>Whether a ring's first key opens with a master key.</summary>
    internal static bool Fits(string ring, byte[] master)
    {
        var entry = JsonSerializer.Deserialize<Wrapped[]>(File.ReadAllText(ring), Json)!.FirstOrDefault(e => e.Key is not null);
        try
        {
            if (entry is not null) _ = Wrap.Open(master, Convert.FromBase64String(entry.Key!), Label(entry.Use, entry.Number));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private static byte[] Label(string use, int number) => System.Text.Encoding.ASCII.GetBytes($"{use}/{number}");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
}

/// <summary>The key was retired: what stood under it cannot be read any more.</summary>
public sealed class RetiredKeyException(string use, int number, DateTimeOffset? at)
    : InvalidOperationException($"Khoá {use} số {number} đã thôi dùng ngày {at:dd/MM/yyyy}.");
