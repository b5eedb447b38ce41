using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Decides which records of an episode are versions of it. One that was made before the version that stands does not overrule it, in
/// whatever order they arrive; one of another person is set aside. Both stay in std and are told. What a steward chose stands from then on.
/// Worked out from the first message of the episode each time, so the outcome does not depend on batches.
/// </summary>
internal sealed class Standing(CatalogueFiles catalogue)
{
    private const string Older = "A02-older-message", OtherPerson = "A03-two-people";
    private readonly TwoPeople _people = catalogue.Matching.TwoPeople;

    public async Task Judge(WarehouseWriter writer)
    {
        if ((await writer.Query<long>("std/several"))[0] == 0) return;
        var changed = (await writer.Query<Said>("std/disputed")).GroupBy(s => s.SubjectKey).SelectMany(Judge)
            .Where(j => (j.Rule, j.By?.RecordKey) != (j.Said.Why, j.Said.ByRecord)).ToArray();
        if (changed.Length == 0) return;
        await writer.Execute("std/stand-again", new { records = string.Join(';', changed.Select(c => c.Said.RecordKey)) });
        var (overruled, findings) = (new ColumnBatch(BatchTables.Overruled), new ColumnBatch(BatchTables.Finding));
        foreach (var judged in changed.Where(c => c.Rule is not null)) Tell(judged, overruled, findings);
        await writer.Append(overruled);
        await writer.Append(findings);
    }

    private IEnumerable<Judged> Judge(IEnumerable<Said> episode)
    {
        var records = new Dictionary<long, Said>();
        Said? stands = null;
        var (newest, cancelled) = (DateTime.MinValue, false);
        foreach (var said in episode)
        {
            if (said.Kind is "cancel" or "restore")
            {
                cancelled = stands is not null && said.Kind == "cancel";
                continue;
            }
            if (said.Kind == "load") records[said.RecordKey] = said;
            var differs = stands is null || cancelled || said.Kind == "use" || said.Rules < 2 ? [] : Differences(stands, said);
            var rule = stands is null || said.Kind == "use" || said.Rules < 2 ? null : differs.Count > 0
                ? OtherPerson : said.MadeAt < newest ? Older : null;
            if (said.Kind == "load")
                yield return new(said, rule, rule is null ? null : stands, rule == OtherPerson ? string.Join(", ", differs) : Time(newest));
            if (rule is not null) continue;
            (stands, cancelled) = (records[said.Version!.Value], false);
            if (said.MadeAt > newest) newest = said.MadeAt;
        }
    }

    /// <summary>In what the second record differs when it is of another person than the first; nothing when it is not.</summary>
    private List<string> Differences(Said first, Said second)
    {
        if (first.Citizen is not null && first.Citizen == second.Citizen) return [];
        var differs = new List<string>();
        if (Differ(first.Name, second.Name)) differs.Add("họ tên");
        if (first.Sex is "1" or "2" && second.Sex is "1" or "2" && first.Sex != second.Sex) differs.Add("giới tính");
        if (BirthsDiffer(first, second)) differs.Add("ngày sinh");
        if (Differ(first.Citizen, second.Citizen)) differs.Add("số định danh");
        return differs.Count >= (first.Patient is not null && first.Patient == second.Patient ? _people.DifferWithCode : _people.Differ)
            ? differs : [];
    }

    private static bool Differ(string? first, string? second) => first is not null && second is not null && first != second;

    private static bool BirthsDiffer(Said first, Said second) => first.BirthMonth is { } a && second.BirthMonth is { } b
        && (first.BirthPrecision > 1 && second.BirthPrecision > 1 ? a != b : a.Year != b.Year);

    private void Tell(Judged judged, ColumnBatch overruled, ColumnBatch findings)
    {
        var (said, rule) = (judged.Said, judged.Rule!);
        overruled.Row().Put(said.RecordKey).Put(rule).Put(judged.By!.RecordKey);
        var contract = catalogue.ContractOf(said.Contract!);
        var (table, field, value) = rule == Older ? (null, contract.Envelope?.Made, Time(said.MadeAt))
            : (contract.Main, contract[contract.Main].AllFields.First(f => f.To == contract.Subject.Key[0]).From, said.EpisodeCode);
        FindingWriter.Write(findings, new(rule, table, null, field, value, judged.Limit, null),
            catalogue.CheckById(rule), said.RecordKey >> RecordBinder.RecordBits, said.RecordKey);
    }

    private static string Time(DateTime time) => time.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    private readonly record struct Judged(Said Said, string? Rule, Said? By, string Limit);

    private sealed record Said
    {
        public long SubjectKey { get; init; }
        public string? Contract { get; init; }
        public long RecordKey { get; init; }
        public DateTime MadeAt { get; init; }
        public required string Kind { get; init; }
        public long? Version { get; init; }
        public int Rules { get; init; }
        public string? EpisodeCode { get; init; }
        public string? Sex { get; init; }
        public DateOnly? BirthMonth { get; init; }
        public int? BirthPrecision { get; init; }
        public string? Name { get; init; }
        public string? Citizen { get; init; }
        public string? Patient { get; init; }
        public string? Why { get; init; }
        public long? ByRecord { get; init; }
    }
}
