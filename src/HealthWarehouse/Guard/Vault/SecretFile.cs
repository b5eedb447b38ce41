using System.Security.Cryptography;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Guard.Vault;

/// <summary>Small files only their owner may read, put in place whole or not at all, safe on disk when written.</summary>
internal static class SecretFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temporary = path + ".new";
        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        Move(temporary, path);
    }

    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        Disk.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(to))!);
    }
}

/// <summary>A key or a small secret wrapped by another key: nonce, tag, content (AES-256-GCM), bound to a label.</summary>
internal static class Wrap
{
    public const int Overhead = 28;

    public static byte[] Close(byte[] key, ReadOnlySpan<byte> content, ReadOnlySpan<byte> label)
    {
        var bytes = new byte[Overhead + content.Length];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, 12));
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(bytes.AsSpan(0, 12), content, bytes.AsSpan(Overhead), bytes.AsSpan(12, 16), label);
        return bytes;
    }

    public static byte[] Open(byte[] key, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> label)
    {
        var content = new byte[wrapped.Length - Overhead];
        using var cipher = new AesGcm(key, 16);
        cipher.Decrypt(wrapped[..12], wrapped[Overhead..], wrapped.Slice(12, 16), content, label);
        return content;
    }
}
