using System.Security.Cryptography;
using System.Text.Json;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Vault;

/// <summary>What a data key is for; each kind has its own keys.</summary>
public enum KeyUse { Archive, Identity, Clinical, Tokens, Audit, Sessions }

/// <summary>
/// The keys of the house. A master key (a file of its own, made at first start, best kept on another disk) wraps the data keys in keyring.json
/// with AES-256-GCM. New content is sealed with the newest key of its kind; older keys stay to read what they sealed.
/// </summary>
public sealed class KeyRing
{
    private readonly string _path;
    private readonly byte[] _master;
    private readonly Dictionary<(KeyUse, int), byte[]> _keys = [];

    private KeyRing(string path, byte[] master) => (_path, _master) = (path, master);

    private sealed record Wrapped(KeyUse Use, int Number, string Key, DateTimeOffset MadeAt);

    /// <summary>Opens the ring, or makes master key and ring on first start. A ring without its master key is an error: nothing sealed could be read.</summary>
    public static KeyRing Open(string folder, string? masterFile = null, TimeProvider? clock = null)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "keyring.json");
        masterFile ??= Path.Combine(folder, "master.key");
        if (!File.Exists(masterFile))
        {
            if (File.Exists(path)) throw new InvalidOperationException($"Thiếu tệp khoá chính {masterFile}: không có nó thì không mở được dữ liệu đã niêm phong. Hãy chép lại từ bản sao lưu.");
            WriteSecret(masterFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        var ring = new KeyRing(path, Convert.FromBase64String(File.ReadAllText(masterFile).Trim()));
        if (File.Exists(path)) ring.Load();
        foreach (var use in Enum.GetValues<KeyUse>().Where(use => ring.Newest(use) == 0)) ring.Add(use, clock ?? TimeProvider.System);
        return ring;
    }

    /// <summary>Number of the newest key of a kind; 0 when there is none.</summary>
    public int Newest(KeyUse use) => _keys.Keys.Where(k => k.Item1 == use).Select(k => k.Item2).DefaultIfEmpty().Max();

    public byte[] this[KeyUse use, int number] =>
        _keys.TryGetValue((use, number), out var key) ? key : throw new InvalidOperationException($"Không có khoá {use} số {number} trong vòng khoá.");

    public ArchiveKey ForArchive(int? number) => new(number ?? Newest(KeyUse.Archive), this[KeyUse.Archive, number ?? Newest(KeyUse.Archive)]);

    /// <summary>Makes a new key of a kind; from now on new content is sealed with it. Token keys stay: every token would change.</summary>
    public int Rotate(KeyUse use, TimeProvider clock)
    {
        if (use is KeyUse.Tokens) throw new InvalidOperationException("Khoá thẻ nhận dạng chỉ đổi được khi dựng lại kho.");
        Add(use, clock);
        return Newest(use);
    }

    private void Load()
    {
        foreach (var entry in JsonSerializer.Deserialize<Wrapped[]>(File.ReadAllText(_path), Json)!)
        {
            var bytes = Convert.FromBase64String(entry.Key);
            var key = new byte[bytes.Length - 28];
            using var cipher = new AesGcm(_master, 16);
            cipher.Decrypt(bytes.AsSpan(0, 12), bytes.AsSpan(28), bytes.AsSpan(12, 16), key, Label(entry.Use, entry.Number));
            _keys[(entry.Use, entry.Number)] = key;
        }
    }

    private void Add(KeyUse use, TimeProvider clock)
    {
        var number = Newest(use) + 1;
        _keys[(use, number)] = RandomNumberGenerator.GetBytes(32);
        var entries = File.Exists(_path) ? JsonSerializer.Deserialize<List<Wrapped>>(File.ReadAllText(_path), Json)! : [];
        entries.Add(new(use, number, Wrap(use, number), clock.GetUtcNow()));
        WriteSecret(_path, JsonSerializer.Serialize(entries, Json));
    }

    private string Wrap(KeyUse use, int number)
    {
        var bytes = new byte[28 + 32];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var cipher = new AesGcm(_master, 16);
        cipher.Encrypt(bytes.AsSpan(0, 12), _keys[(use, number)], bytes.AsSpan(28), bytes.AsSpan(12, 16), Label(use, number));
        return Convert.ToBase64String(bytes);
    }

    private static byte[] Label(KeyUse use, int number) => System.Text.Encoding.ASCII.GetBytes($"{use}/{number}");

    private static void WriteSecret(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
}
