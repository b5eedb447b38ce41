using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Collect;

/// <summary>
/// What became of a file of the watched folder: its receipt, or why it is not taken yet; <c>Note</c> tells what should be looked at.
/// </summary>
public sealed record TakenFile(string Path, Receipt? Receipt, string? Problem, string? Note = null);

/// <summary>
/// Takes files in from a folder (SFTP drop, shared disk), all that are ready together. A file is taken when nothing has happened to it
/// between two looks and its content has come to its end, or it has been quiet for long; then it is written in the book of what was taken
/// and moved to <c>taken/</c>, where it stays for the declared minutes and is deleted: nothing clear is kept beside the sealed archive. One
/// that changes while it is taken stays, and one that grows afterwards, or whose content the archive does not hold, is brought back: what
/// its sender writes is never lost. A folder inside it named by a contract (<c>FOLDER/practitioners</c>) takes deliveries of that contract,
/// in the same way.
/// </summary>
public sealed class WatchedFolder(string folder, Intake intake, CatalogueFiles catalogue, TimeProvider clock,
    string contract = Handover.Usual)
{
    private const int MostFiles = 1000;
    private const long MostBytes = 64 << 20;
    private const string PutBy = "taken", Book = "taken-book";

    private readonly IntakeRules _rules = catalogue.Intake;
    private readonly MadeOrder _order = new(catalogue.ContractOf(contract).Envelope);
    private readonly Dictionary<string, Seen> _seen = [];
    private readonly Dictionary<string, Seen> _taken = [];
    private readonly TakenBook _book = new(Path.Combine(folder, Book));

    private string Taken => Path.GetFullPath(Path.Combine(folder, PutBy));

    /// <summary>How a file was at a look, and since when.</summary>
    private sealed record Seen(long Length, DateTime Written, DateTimeOffset Since)
    {
        /// <summary>Whether its content has come to its end; null until somebody looked.</summary>
        public bool? IsWhole { get; set; }

        /// <summary>It was given a receipt; one found in <c>taken/</c> by a process that starts there has to show that it was.</summary>
        public bool HasReceipt { get; init; }

        public bool IsAs(FileInfo file) => file.Exists && file.Length == Length && file.LastWriteTimeUtc == Written;
    }

    /// <summary>The folder and those of the contracts inside it.</summary>
    public static IReadOnlyList<WatchedFolder> All(string folder, Intake intake, CatalogueFiles catalogue, TimeProvider clock) =>
        [new(folder, intake, catalogue, clock),
            .. catalogue.Contracts.Keys.Select(c => new WatchedFolder(Path.Combine(folder, c), intake, catalogue, clock, c))];

    /// <summary>Folders with files inside a watched one that nobody looks into: their names are no contract's.</summary>
    public static IEnumerable<TakenFile> Strange(string folder, CatalogueFiles catalogue) =>
        new DirectoryInfo(folder).EnumerateDirectories()
            .Where(d => d.Name is not (PutBy or Book) && d.Name[0] != '.' && !catalogue.Contracts.ContainsKey(d.Name))
            .Where(d => d.EnumerateFiles().Any()).Select(d => new TakenFile(d.FullName, null,
                $"thư mục {d.Name} không mang mã hợp đồng nào nên không được nhìn vào; có: " +
                    $"{string.Join(", ", catalogue.Contracts.Keys)}."));

    /// <summary>One look: takes in what has settled since the look before.</summary>
    public async Task<IReadOnlyList<TakenFile>> Look(CancellationToken stop = default)
    {
        Directory.CreateDirectory(folder);
        var told = PutBehind();
        FileInfo[] present = [.. new DirectoryInfo(folder).EnumerateFiles().Where(f => !_rules.IsUnfinished(f.Name) && !Junk.Is(f.Name))];
        var ready = _order.Of(present.Where(IsReady).Select(f => f.FullName)).ToArray();
        foreach (var gone in _seen.Keys.Except(present.Select(f => f.FullName)).ToArray()) _seen.Remove(gone);
        foreach (var group in Groups(ready)) told.AddRange(await Take(group, stop));
        return told;
    }

    /// <summary>Unchanged since the look before, and whole, or waited for long enough.</summary>
    private bool IsReady(FileInfo file)
    {
        if (!_seen.TryGetValue(file.FullName, out var before) || !before.IsAs(file))
        {
            _seen[file.FullName] = new(file.Length, file.LastWriteTimeUtc, clock.GetUtcNow());
            return false;
        }
        return (before.IsWhole ??= IsWhole(file)) || clock.GetUtcNow() - before.Since >= _rules.Quiet;
    }

    private static bool IsWhole(FileInfo file)
    {
        try
        {
            using var content = Open(file.FullName);
            return Wholeness.IsWhole(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;                    // taking it tells what is the matter
        }
    }

    private IEnumerable<List<string>> Groups(IEnumerable<string> files)
    {
        var (group, bytes) = (new List<string>(), 0L);
        foreach (var file in files)
        {
            group.Add(file);
            bytes += _seen[file].Length;
            if (group.Count < MostFiles && bytes < MostBytes) continue;
            yield return group;
            (group, bytes) = ([], 0);
        }
        if (group.Count > 0) yield return group;
    }

    private async Task<List<TakenFile>> Take(IReadOnlyList<string> files, CancellationToken stop)
    {
        var told = new List<TakenFile>();
        var entries = new List<(string File, Entry Entry)>();
        try
        {
            foreach (var file in files)
                if (await Stage(file, told, stop) is { } staged) entries.Add(staged);
            var receipts = await intake.TakeStaged([.. entries.Select(e => e.Entry)], stop);
            for (var i = 0; i < entries.Count; i++) told.Add(PutAway(entries[i].File, entries[i].Entry.Content.Archived, receipts[i]));
            return told;
        }
        finally
        {
            foreach (var (_, entry) in entries) await entry.Content.DisposeAsync();
        }
    }

    /// <summary>Reads a file; null when it cannot be read, or changed while it was: it is looked at again.</summary>
    private async Task<(string, Entry)?> Stage(string file, List<TakenFile> told, CancellationToken stop)
    {
        try
        {
            await using var content = Open(file);
            var staged = await intake.Stage(content, stop: stop);
            if (_seen[file].IsAs(new(file))) return (file, new(staged, From(file)));
            await staged.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            told.Add(new(file, null, e.Message));
        }
        return null;
    }

    private Handover From(string file) => new(Sender.Local, "folder", contract, FileName: Path.GetFileName(file));

    private TakenFile PutAway(string path, Archived archived, Receipt receipt)
    {
        var note = _seen[path].IsWhole is true ? null : $"Tệp {Path.GetFileName(path)} chưa trọn nội dung nhưng đã yên " +
            $"{_rules.QuietMinutes} phút nên được nhận như nó đang có; xem lần gửi {receipt.TrackingId}.";
        try
        {
            var (file, seen) = (new FileInfo(path), _seen[path]);
            if (!seen.IsAs(file)) return new(path, receipt, null, $"Tệp {file.Name} thay đổi ngay sau khi nhận; sẽ nhận lại khi yên.");
            _book.Write(clock.GetUtcNow(), file.Name, archived, receipt);
            var target = Path.Combine(Taken, file.Name);
            Directory.CreateDirectory(Taken);
            if (File.Exists(target)) target = Path.Combine(Taken, $"{Guid.CreateVersion7():n}-{file.Name}");
            file.MoveTo(target);
            _seen.Remove(path);
            _taken[target] = seen with { Since = clock.GetUtcNow(), HasReceipt = true };
            return new(path, receipt, null, note);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(path, receipt, e.Message, note);
        }
    }

    /// <summary>
    /// What was taken goes once it has been quiet for the declared minutes. Who had a file open may go on writing where it was put away:
    /// then it comes back, to be taken as it is at last. So does a file somebody left here whose content the archive does not hold.
    /// </summary>
    private List<TakenFile> PutBehind()
    {
        var told = new List<TakenFile>();
        if (!Directory.Exists(Taken)) return told;
        FileInfo[] there = [.. new DirectoryInfo(Taken).EnumerateFiles()];
        foreach (var gone in _taken.Keys.Except(there.Select(f => f.FullName)).ToArray()) _taken.Remove(gone);
        foreach (var file in there)
            if (!_taken.TryGetValue(file.FullName, out var seen))
                _taken[file.FullName] = new(file.Length, file.LastWriteTimeUtc, clock.GetUtcNow());
            else if (!seen.IsAs(file))
                told.Add(BringBack(file, $"Tệp {file.Name} còn được ghi tiếp sau khi nhận; đã đưa lại để nhận bản đủ."));
            else if (clock.GetUtcNow() - seen.Since >= _rules.Quiet && Behind(file, seen) is { } back) told.Add(back);
        return told;
    }

    /// <summary>Deletes a file that was taken; null when it is gone.</summary>
    private TakenFile? Behind(FileInfo file, Seen seen)
    {
        try
        {
            if (!seen.HasReceipt && !intake.Holds(HashOf(file)))
                return BringBack(file, $"Tệp {file.Name} nằm trong taken mà kho lưu trữ không giữ nội dung; đã đưa lại để nhận.");
            file.Delete();
            _taken.Remove(file.FullName);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file.FullName, null, e.Message);
        }
    }

    private TakenFile BringBack(FileInfo file, string note)
    {
        var path = file.FullName;
        _taken.Remove(path);
        file.MoveTo(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(path)}-{Guid.CreateVersion7():n}{file.Extension}"));
        return new(path, null, null, note);
    }

    private static string HashOf(FileInfo file)
    {
        using var content = Open(file.FullName);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous);
}
