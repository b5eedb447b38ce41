namespace HealthWarehouse.Store.Archive;

/// <summary>
/// A content read to its end and sealed, but not in the archive yet: a small one in memory, a large one in a file beside. What is not
/// placed is gone when it is disposed.
/// </summary>
public sealed class Staged : IAsyncDisposable
{
    private readonly Action<Staged> _gone;

    internal Staged(Archived archived, int keyNumber, string? path, byte[]? bytes, Action<Staged> gone) =>
        (Archived, KeyNumber, Path, Bytes, _gone) = (archived, keyNumber, path, bytes, gone);

    public Archived Archived { get; }

    /// <summary>Number of the archive key its data key is wrapped by.</summary>
    internal int KeyNumber { get; }

    /// <summary>Head and sealed chunks, when it is in memory.</summary>
    internal byte[]? Bytes { get; }

    /// <summary>The file it is in, once it is in one.</summary>
    internal string? Path { get; private set; }

    /// <summary>The bytes of its file are safe.</summary>
    internal bool IsOnDisk { get; set; }

    internal void Write(Func<string> path)
    {
        if (Path is not null) return;
        Path = path();
        File.WriteAllBytes(Path, Bytes!);
    }

    public ValueTask DisposeAsync()
    {
        _gone(this);
        if (Path is not null) File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
