namespace HealthWarehouse.Tests;

/// <summary>The declarations of the repository in a folder of their own, to be changed for one test.</summary>
internal sealed class CatalogueCopy : IDisposable
{
    public CatalogueCopy()
    {
        var source = Repo.File("catalogue");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("khoyte-catalogue-").FullName;

    /// <summary>Changes a file; a change that finds nothing to change is the test's mistake.</summary>
    public void Change(string name, Func<string, string> change)
    {
        var (path, text) = (Path.Combine(Folder, name), File.ReadAllText(Path.Combine(Folder, name)));
        var changed = change(text);
        changed.ShouldNotBe(text, name);
        File.WriteAllText(path, changed);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
