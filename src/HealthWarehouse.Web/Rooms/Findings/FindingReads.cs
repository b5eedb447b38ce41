using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Rooms.Deliveries;

namespace HealthWarehouse.Web.Rooms.Findings;

/// <summary>Findings one by one, and how many records are left out.</summary>
internal sealed record FindingList(IReadOnlyList<FindingLine> Lines, long Withheld);

/// <summary>
/// Findings record by record, through Guard: they carry codes of episodes and values, so looking at them is a read for the purpose of quality. Who may
/// not see single records gets the rules that were broken, and nothing of the records.
/// </summary>
internal sealed class FindingReads(QualityOffice office, PersonalReads reads, CatalogueFiles catalogue)
{
    public const string Purpose = "quality";

    public Task<FindingList> Failing(QualityScope scope, string? rule, string? field, int limit, int offset, Viewer viewer, CancellationToken stop) =>
        Read(viewer, $"{rule}/{field}?facility={scope.Facility}", async () => new(await office.Failing<FindingLine>(scope, rule, field, limit, offset, viewer, stop), await office.Withheld(scope, rule, field, viewer, stop)), stop);

    /// <summary>Of one delivery; without a viewer it is the sender, who gets back what it sent.</summary>
    public Task<FindingList> OfDelivery(long delivery, int limit, Viewer? viewer, CancellationToken stop)
    {
        return viewer is null ? List(Viewer.House) : Read(viewer, $"delivery/{delivery}", () => List(viewer), stop);

        async Task<FindingList> List(Viewer by) => new(await office.OfDelivery<FindingLine>(delivery, limit, by, stop), await office.WithheldOfDelivery(delivery, by, stop));
    }

    private async Task<FindingList> Read(Viewer viewer, string id, Func<Task<FindingList>> read, CancellationToken stop)
    {
        if (viewer.MayReadRecords) return await reads.Read(viewer, Purpose, "findings", id, null, read, stop: stop);
        var list = await read();
        return new([.. list.Lines.Select(l => l with { Record = null, EpisodeCode = null, RecordKey = null, Value = null, Message = catalogue.CheckById(l.Rule).Name })], list.Withheld);
    }
}
