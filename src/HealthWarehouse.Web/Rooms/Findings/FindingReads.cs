using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Rooms.Findings;

/// <summary>
/// Findings record by record, through Guard: they carry codes of episodes and values, so looking at them is a read for the purpose of
/// quality. Who may not see single records gets the rules that were broken, and nothing of the records.
/// </summary>
internal sealed class FindingReads(QualityOffice office, PersonalReads reads, CatalogueFiles catalogue)
{
    public const string Purpose = "quality";

    public Task<IReadOnlyList<FindingLine>> Failing(QualityScope scope, string? rule, string? field, int limit, int offset, Viewer viewer,
        CancellationToken stop) =>
        Read(viewer, $"{rule}/{field}?facility={scope.Facility}", () =>
            office.Failing<FindingLine>(scope, rule, field, limit, offset, viewer, stop), stop);

    /// <summary>Of one delivery; without a viewer it is the sender, who gets back what it sent.</summary>
    public Task<IReadOnlyList<FindingLine>> OfDelivery(long delivery, int limit, Viewer? viewer, CancellationToken stop)
    {
        return viewer is null ? List(Viewer.House) : Read(viewer, $"delivery/{delivery}", () => List(viewer), stop);

        Task<IReadOnlyList<FindingLine>> List(Viewer by) => office.OfDelivery<FindingLine>(delivery, limit, by, stop);
    }

    /// <summary>Findings on single records leave, as a file or to a system: one line in the log of disclosures.</summary>
    public static Task Leave(Outflows outflows, IReadOnlyList<FindingLine> lines, bool asFile, Viewer viewer, CancellationToken stop)
    {
        if (!viewer.MayReadRecords) return Task.CompletedTask;
        var records = lines.Select(l => l.RecordKey).OfType<long>().Distinct().Count();
        return asFile
            ? outflows.File(viewer, Purpose, "Tệp phát hiện từng hồ sơ", records, records == 0 ? 0 : lines.Count, stop)
            : outflows.Read(viewer, Purpose, "Phát hiện từng hồ sơ", records, records == 0 ? 0 : lines.Count, identity: false, stop);
    }

    private async Task<IReadOnlyList<FindingLine>> Read(Viewer viewer, string id, Func<Task<IReadOnlyList<FindingLine>>> read,
        CancellationToken stop)
    {
        if (viewer.MayReadRecords) return await reads.Read(viewer, Purpose, "findings", id, null, read, stop: stop);
        var list = await read();
        return [.. list.Select(l =>
            l with { Record = null, EpisodeCode = null, RecordKey = null, Value = null, Message = catalogue.CheckById(l.Rule).Name })];
    }
}
