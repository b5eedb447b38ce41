using System.Security.Cryptography;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Catalogue.Imports;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Operate.Lists;

/// <summary>
/// What to import and how: the list meant (null: the file tells), whether only to look, and the first day of this edition where the shape's
/// own does not hold.
/// </summary>
public sealed record ListImportRequest(string FileName, string? List = null, bool DryRun = false, DateOnly? ValidFrom = null);

/// <summary>
/// How an import ended. <c>Refusal</c> says why nothing was taken; otherwise the lists tell what changed (with a dry run, would change).
/// <c>Findings</c> are the first of each cause, <c>Counts</c> all of them.
/// </summary>
public sealed record ListImportResult(
    string? Refusal, string? Shape, string? ShapeName, string Hash, int RowsRead, IReadOnlyList<ListDifference> Lists,
        IReadOnlyList<ImportFinding> Findings,
    IReadOnlyList<FindingCount> Counts, IReadOnlyList<string> Warnings, IReadOnlyList<string> Completed, bool Written)
{
    /// <summary>Nothing in the lists is other than before.</summary>
    public bool IsEmpty => Lists.All(l => l.IsEmpty);
}

/// <summary>
/// The door by which full official lists come in: a file is matched to its shape, checked, compared with the lists as they stand and,
/// unless it is a dry run, written to the overlay; then the dimensions are filled again. One import at a time. The same file twice changes
/// nothing.
/// </summary>
public sealed class ListImport(House house) : IDisposable
{
    private const string Held = ".list.part";

    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Shapes of official files that are known.</summary>
    public IReadOnlyList<ImportShape> Shapes => house.Catalogue.Imports.Shapes;

    /// <summary>Files imported so far, the newest of each shape and section.</summary>
    public IReadOnlyList<ImportedFile> History => ImportedLists.Read(house.Catalogue.Overlay);

    public async Task<ListImportResult> Run(Stream file, ListImportRequest request, Viewer viewer,
        IProgress<ListImportProgress>? progress = null, CancellationToken stop = default)
    {
        await _one.WaitAsync(stop);
        try
        {
            if (!request.DryRun) await house.Warehouse.MustHold(stop);
            var hash = "";
            try
            {
                await using var held = await Hold(file, stop);
                hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(held, stop));
                var today = DateOnly.FromDateTime(house.Clock.GetUtcNow().UtcDateTime.AddHours(7));
                var plan = await Task.Run(() =>
                    new ImportPlanner(house.Catalogue, today).Plan(held, request.List, request.ValidFrom, progress, stop), stop);
                return request.DryRun ? Result(plan, hash, [], false) : await Write(plan, held, hash, request, viewer, progress, stop);
            }
            catch (ListFileException e)
            {
                return new(e.Message, null, null, hash, 0, [], [], [], [], [], false);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    /// <summary>The file in a place where it can be read more than once.</summary>
    private async Task<FileStream> Hold(Stream file, CancellationToken stop)
    {
        foreach (var left in Directory.EnumerateFiles(house.Settings.Data, $"*{Held}")) File.Delete(left);
        var held = new FileStream(Path.Combine(house.Settings.Data, $"{Guid.CreateVersion7():n}{Held}"), FileMode.CreateNew,
            FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = await file.ReadAsync(buffer, stop)) > 0;)
            {
                if (held.Length + read > house.Settings.MaxUpload)
                    throw new ListFileException($"Tệp lớn hơn {house.Settings.MaxUpload >> 20} MB; danh mục không lớn như vậy.");
                await held.WriteAsync(buffer.AsMemory(0, read), stop);
            }
            held.Position = 0;
            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private async Task<ListImportResult> Write(ImportPlan plan, FileStream held, string hash, ListImportRequest request, Viewer viewer,
        IProgress<ListImportProgress>? progress, CancellationToken stop)
    {
        var done = Register(plan, hash, request, viewer);
        var written = Overlay(plan, done);
        if (written.Count == 0) return Result(plan, hash, [], false);
        progress?.Report(new("Ghi danh mục", plan.RowsRead));
        held.Position = 0;
        await house.Archive.Put(held, stop: stop);
        await house.Audit.Write(new(viewer.Account, "list-import", "list", plan.Shape.Id, Source: viewer.Source,
            Detail: Detail(plan, hash, request)), stop);
        var complete = Complete();
        await house.Loader.Alone(async () =>                // what is being loaded is bound, checked and noted with one and the same lists
        {
            using var change = OverlayChange.Apply(ImportedLists.Folder(house.Catalogue.Overlay!), written);
            house.Catalogue.LoadLists();
            try
            {
                await house.Loader.Prepare(stop);
                change.Keep();
            }
            catch (Exception)
            {
                change.Undo();
                house.Catalogue.LoadLists();
                throw;
            }
        }, stop);
        return Result(plan, hash, [.. Complete().Except(complete)], true);
    }

    private string[] Complete() => [.. house.Catalogue.Lists.Values.Where(l => l.Declaration.Complete).Select(l => l.Declaration.Id)];

    /// <summary>The register with this file in it; as it was when the same content stands there already.</summary>
    private IReadOnlyList<ImportedFile> Register(ImportPlan plan, string hash, ListImportRequest request, Viewer viewer)
    {
        var before = History;
        var files = (plan.Sections.Count == 0 ? [(null, plan.RowsRead)] : plan.Sections.Select(s => ((string?)s.Key, s.Value)))
            .Select(s =>
                new ImportedFile(plan.Shape.Id, s.Item1, Path.GetFileName(request.FileName), hash, s.Item2, house.Clock.GetUtcNow(),
                viewer.Account))
            .Select(f => before.FirstOrDefault(b => b.Source == f.Source && b.Hash == f.Hash) ?? f).ToArray();
        return [.. before.Where(b => files.All(f => f.Source != b.Source)), .. files];
    }

    /// <summary>Files of the overlay that become other than they are.</summary>
    private Dictionary<string, string> Overlay(ImportPlan plan, IReadOnlyList<ImportedFile> done)
    {
        var written = new Dictionary<string, string>();
        foreach (var (file, rows) in plan.Files.Where(f => f.Value.Rows.Count > 0 || ImportedLists.PathOf(house.Catalogue.Overlay, f.Key)
            is not null).Append(new(ImportedLists.Register, ImportedLists.Rows(done))))
        {
            var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            rows.Write(text);
            if (ImportedLists.PathOf(house.Catalogue.Overlay, file) is not { } path || File.ReadAllText(path) != text.ToString())
                written[file] = text.ToString();
        }
        return written;
    }

    private static string Detail(ImportPlan plan, string hash, ListImportRequest request) =>
        $"{Path.GetFileName(request.FileName)} sha256 {hash}: " + string.Join("; ",
            plan.Lists.Select(l =>
            string.Create(CultureInfo.InvariantCulture,
            $"{l.List} +{l.Added} ~{l.Changed} x{l.Closed} -{l.Removed} ={l.Unchanged} !{l.SetAside}")));

    private static ListImportResult Result(ImportPlan plan, string hash, IReadOnlyList<string> completed, bool written) =>
        new(null, plan.Shape.Id, plan.Shape.Name, hash, plan.RowsRead, plan.Lists, plan.Findings.First, plan.Findings.Counts,
            plan.Warnings, completed, written);
}
