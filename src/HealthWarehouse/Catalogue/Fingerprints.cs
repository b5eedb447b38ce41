using System.Security.Cryptography;
using System.Text;

namespace HealthWarehouse.Catalogue;

/// <summary>Fingerprints of folders of declarations: names and contents, whatever the place and the time of the files.</summary>
internal static class Fingerprints
{
    public static string Of(params string?[] folders) =>
        OfFiles(folders.OfType<string>().Where(Directory.Exists).SelectMany(folder =>
            Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".part", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(f => (Path.GetRelativePath(folder, f).Replace('\\', '/'), (string?)f))));

    /// <summary>Of named files; one that is not there counts as such.</summary>
    public static string OfFiles(IEnumerable<(string Name, string? Path)> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, path) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            if (path is not null) hash.AppendData(File.ReadAllBytes(path));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
