using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Audit;

/// <summary>What a rule saw of an account on a day, and who has answered it up to which row.</summary>
public sealed record AnomalyFinding
{
    public required string Id { get; init; }
    public required string Rule { get; init; }
    public required string Account { get; init; }
    public required string Day { get; init; }
    public long FirstSeq { get; init; }
    public long LastSeq { get; init; }
    public required string FirstAt { get; init; }
    public required string LastAt { get; init; }
    public long Times { get; init; }
    public long? SeenSeq { get; init; }
    public string? SeenBy { get; init; }
    public string? SeenAt { get; init; }
    public string? Note { get; init; }

    public bool IsOpen => SeenSeq is null || SeenSeq < LastSeq;
}

/// <summary>Anomalies of the audit by the declared rules: looked for as it grows, or asked about any span of it.</summary>
public sealed class Anomalies(CatalogueFiles catalogue, Operations operations, AuditLog audit, TimeProvider clock)
{
    private const string MarkName = "anomalies";
    private const int PageRows = 5_000;

    /// <summary>Looks at the rows that came since the last look; returns how many findings began or grew.</summary>
    public async Task<int> Look(CancellationToken stop = default)
    {
        var mark = await operations.One<long?>("ask/audit/mark", new { name = MarkName }, stop) ?? 0;
        var watch = Watch();
        await WarmUp(watch, mark, stop);
        for (var sighted = 0; ;)
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from = mark, limit = PageRows }, stop);
            if (rows.Count == 0) return sighted;
            var sights = rows.SelectMany(watch.Look).ToArray();
            mark = rows[^1].Seq;
            await operations.Write(async change =>
            {
                foreach (var s in sights)
                    await change.Execute("ask/audit/sight",
                        new { id = $"{s.Day}/{s.Rule.Id}/{s.Account}", rule = s.Rule.Id, account = s.Account, day = s.Day,
                        firstseq = s.FirstSeq, lastseq = s.LastSeq, firstat = s.FirstAt, lastat = s.LastAt });
                return await change.Execute("ask/audit/put-mark", new { name = MarkName, seq = mark });
            }, stop);
            sighted += sights.Length;
        }
    }

    /// <summary>What the rules say of a span of days, without keeping it: to try a rule, or to ask again.</summary>
    public async Task<IReadOnlyList<AnomalySight>> Ask(DateOnly from, DateOnly to, CancellationToken stop = default)
    {
        var watch = Watch();
        var sights = new Dictionary<(string, string, string), AnomalySight>();
        var until = Start(to.AddDays(1));
        for (var at = (await operations.One<long?>("ask/audit/since", new { at = Start(from) }, stop) ?? long.MaxValue) - 1; ;)
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from = at, limit = PageRows }, stop);
            foreach (var s in rows.Where(r => string.CompareOrdinal(r.At, until) < 0).SelectMany(watch.Look))
                sights[(s.Rule.Id, s.Account, s.Day)] = sights.TryGetValue((s.Rule.Id, s.Account, s.Day), out var known)
                    ? known with { LastSeq = s.LastSeq, LastAt = s.LastAt } : s;
            if (rows.Count == 0 || string.CompareOrdinal(rows[^1].At, until) >= 0) return [.. sights.Values];
            at = rows[^1].Seq;
        }
    }

    public Task<IReadOnlyList<AnomalyFinding>> Findings(bool open, string? rule, string? before, int limit,
        CancellationToken stop = default) =>
        operations.Query<AnomalyFinding>("ask/audit/findings",
            new { open = open ? 1 : 0, rule = rule ?? "", before = before ?? "", limit }, stop);

    /// <summary>A finding was looked at, with a note; rows after <paramref name="upto"/> open it again.</summary>
    public async Task Answer(string id, long upto, string note, Viewer by, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(note)) throw new RefusedException("Hãy ghi đã kiểm tra gì và kết luận.");
        await audit.Write(new(by.Account, "anomaly-answer", "anomaly", id, Source: by.Source, Detail: note.Trim()), stop);
        await operations.Write(change =>
            change.Execute("ask/audit/answer",
            new { id, upto, by = by.Account, at = clock.GetUtcNow().UtcDateTime.ToString(AuditRow.Times, CultureInfo.InvariantCulture),
            note = note.Trim() }), stop);
    }

    private AnomalyWatch Watch() => new(catalogue.Anomalies.Rules, catalogue.Access.Inside);

    /// <summary>Fills the windows with what lies before the mark, as far back as the longest rule looks.</summary>
    private async Task WarmUp(AnomalyWatch watch, long mark, CancellationToken stop)
    {
        if (mark == 0 || await operations.Query<AuditRow>("ask/audit/page", new { from = mark - 1, limit = 1 }, stop) is not [var last])
            return;
        var since = AnomalyWatch.Local(last.At).AddHours(-7).AddMinutes(-catalogue.Anomalies.Rules.Max(r => r.Minutes))
            .ToString(AuditRow.Times, CultureInfo.InvariantCulture);
        for (var from = (await operations.One<long?>("ask/audit/since", new { at = since }, stop) ?? mark) - 1; from < mark;)
        {
            var rows = await operations.Query<AuditRow>("ask/audit/page", new { from, limit = PageRows }, stop);
            foreach (var row in rows.Where(r => r.Seq <= mark)) _ = watch.Look(row).Count();
            if (rows.Count == 0) return;
            from = rows[^1].Seq;
        }
    }

    private static string Start(DateOnly day) =>
        day.ToDateTime(TimeOnly.MinValue).AddHours(-7).ToString(AuditRow.Times, CultureInfo.InvariantCulture);
}
