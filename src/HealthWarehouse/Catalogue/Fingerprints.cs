using System.Security.Cryptography;
using System.Text;

namespace HealthWarehouse.Catalogue;

/// <summary>Fingerprints of folders of declarations: names and contents, whatever the place and the time of the files.</summary>
internal static class Fingerprints
{
    public static string Of(params string?[] folders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in folders.OfType<string>().Where(Directory.Exists))
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".part", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file).Replace('\\', '/')));
                hash.AppendData(File.ReadAllBytes(file));
            }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
