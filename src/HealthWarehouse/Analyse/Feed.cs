using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Analyse;

/// <summary>
/// A flat table for other programmes, one row a facility, month and member of some dimensions, one column an additive measure: what a
/// rollup holds. <c>OldName</c> is that of the rollup, which answers too.
/// </summary>
public sealed record Feed(string Name, string Title, IReadOnlyList<string> By, IReadOnlyList<string> Measures, string OldName);

/// <summary>
/// The feeds that follow from the declared rollups; read through <see cref="Figures"/> like everything else. A feed is fetched page by
/// page: what was read for one page is kept for the next, and who began to read goes on with the figures he began with, were others
/// committed meanwhile.
/// </summary>
public sealed class Feeds(CatalogueFiles catalogue, Figures figures, Warehouse warehouse) : IDisposable
{
    /// <summary>Cells of the feeds kept, some 100 bytes each; a larger feed is read anew for every page.</summary>
    private const long MostCells = 3_000_000;
    private readonly CommitMemory<Answer> _kept = new(warehouse, MostCells,
        a => 1 + a.Rows.Count * (long)(1 + a.By.Count + a.Measures.Count), TimeSpan.FromMinutes(15));
    private long _reads;

    public IReadOnlyList<Feed> All { get; } = [.. catalogue.Measures.Values.SelectMany(file => (file.Rollups ?? []).Select((by, i) =>
        Of(catalogue, $"{file.Code}_{i + 1}", file.Of.Grain, ["facility", "month", .. by],
            [.. file.Measures.Where(m => m.Value.IsAdditive).Select(m => m.Key)])))];

    /// <summary>What the columns are.</summary>
    public MeasureBook Book => figures.Book;

    /// <summary>How often the warehouse was read for a feed.</summary>
    public long Reads => Interlocked.Read(ref _reads);

    /// <summary>
    /// Notes that somebody asks, whether the rows were read for an earlier page or not, and gives them with the commit they stand at.
    /// </summary>
    /// <param name="feed">Which.</param>
    /// <param name="period">Months it is asked for.</param>
    /// <param name="facility">Of one facility; null = of all.</param>
    /// <param name="viewer">Who asks.</param>
    /// <param name="commit">The commit an earlier page stood at, which this one shall stand at too; null = the newest.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<(Answer Answer, long Commit)> Read(Feed feed, Period period, string? facility, Viewer viewer, long? commit = null,
        CancellationToken stop = default)
    {
        var question = new Question(feed.Measures, feed.By, new(period, facility), new Dictionary<string, IReadOnlyList<string>>());
        if (figures.Fault(question, viewer) is { } fault) throw new RefusedException(fault);
        await figures.Note(question, viewer, stop);
        var key = figures.KeyOf(question, viewer);
        if (commit is { } begun && _kept.At(begun, key) is { } kept) return (kept, begun);
        var read = await _kept.GetWithCommit(key, token =>
        {
            Interlocked.Increment(ref _reads);
            return figures.Answer(question, viewer, token);
        }, stop);
        return commit is null || commit == read.Commit ? read : throw new FeedChangedException();
    }

    public void Dispose() => _kept.Dispose();

    private static Feed Of(CatalogueFiles catalogue, string code, string grain, IReadOnlyList<string> by, IReadOnlyList<string> measures) =>
        catalogue.Feeds.Names.GetValueOrDefault(code) is { } known
            ? new(known.Name, known.Title, by, measures, code) : new(code, grain, by, measures, code);
}

/// <summary>The figures a reader began with are kept no longer: he has to begin anew, or his table would be of two moments.</summary>
public sealed class FeedChangedException()
    : Exception("Số liệu đã thay đổi và trang này thuộc lần đọc quá 15 phút trước. Hãy đọc lại từ đầu.");
