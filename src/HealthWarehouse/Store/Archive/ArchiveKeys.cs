namespace HealthWarehouse.Store.Archive;

/// <summary>Key of the archive: by number, so that old files stay readable after a change of keys.</summary>
public sealed record ArchiveKey(int Number, byte[] Bytes);

/// <summary>
/// What the archive is given of keys: an archive key by number (null = the newest), a new leaf for a file, and the secret of a leaf (null =
/// destroyed).
/// </summary>
public sealed record ArchiveKeys(Func<int?, ArchiveKey> Key, Func<ulong> NewLeaf, Func<ulong, byte[]?> Secret);
