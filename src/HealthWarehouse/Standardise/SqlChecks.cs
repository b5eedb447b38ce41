using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// The declared checks in SQL, run over the whole batch at once. In <c>fail</c> the row is <c>r</c>, the main row of its record <c>e</c>
/// and the record itself <c>b</c>; a <c>query</c> gives record_key, row_no and the columns its message shows (<c>element</c> being the
/// field it is about).
/// </summary>
public sealed partial class SqlChecks
{
    private readonly StdLayout _layout;
    private readonly IReadOnlyList<(Check Check, string Sql)> _checks;
    private readonly IReadOnlyList<(string On, Check[] Checks, string Sql)> _screens;

    public SqlChecks(CatalogueFiles catalogue, StdLayout layout)
    {
        _layout = layout;
        _checks = [.. catalogue.Checks.Where(c => c.Fail is not null || c.Query is not null).Select(c => (c, Compile(c, layout)))];
        // Those that look into other tables have a pass of their own: joined to it they make that of all others dear.
        _screens = [.. catalogue.Checks.Where(c => c.Fail is not null)
            .GroupBy(c => (On: c.On!, LooksElsewhere: c.Fail!.Contains("select", StringComparison.OrdinalIgnoreCase)))
            .Select(g => (g.Key.On, g.ToArray(), Screen(g, layout)))];
    }

    /// <summary>
    /// Runs every check on the batch tables, leaving findings in std.finding. A pass or two a table first count what each of its checks
    /// would say; only those that have something to say are run.
    /// </summary>
    public async Task Run(WarehouseWriter writer, IReadOnlySet<string> tables)
    {
        var silent = new HashSet<string>();
        foreach (var (_, checks, sql) in _screens.Where(s => tables.Contains(s.On)))
        {
            var counts = ((IDictionary<string, object?>)(await writer.QueryText<dynamic>(sql))[0]).Values.ToArray();
            silent.UnionWith(checks.Where((_, i) => Convert.ToInt64(counts[i], CultureInfo.InvariantCulture) == 0).Select(c => c.Id));
        }
        await Tell(writer, [.. Of(CheckStage.Batch, tables).Where(c => !silent.Contains(c.Check.Id))]);
    }

    /// <summary>Runs the checks that compare the batch with what was known before it; core holds both by now.</summary>
    public async Task RunOnCore(WarehouseWriter writer, IReadOnlySet<string> tables)
    {
        foreach (var checks in Of(CheckStage.Core, tables).GroupBy(c => _layout.ContractOf(c.Check.On!)))
        {
            var (main, day) = (StdLayout.BatchName(_layout.Tables[checks.Key.Main]), checks.Key.Subject.Dates[^1]);
            if ((await writer.QueryText<DateTime?>($"select min({day}) from {main}"))[0] is not { } first) continue;
            await Tell(writer, [.. checks], new { since = DateOnly.FromDateTime(first) });
        }
    }

    /// <summary>All queries in one statement: the engine takes longer to plan one than to run it.</summary>
    private static async Task Tell(WarehouseWriter writer, IReadOnlyList<(Check Check, string Sql)> checks, object? args = null)
    {
        foreach (var (_, sql) in checks.Where(c => c.Check.Query is null)) await writer.ExecuteText(Statement([sql]), args);
        string[] queries = [.. checks.Where(c => c.Check.Query is not null).Select(c => c.Sql)];
        if (queries.Length > 0) await writer.ExecuteText(Statement(queries), args);
    }

    private IEnumerable<(Check Check, string Sql)> Of(CheckStage stage, IReadOnlySet<string> tables) =>
        _checks.Where(c => c.Check.Stage == stage && tables.Contains(c.Check.On!));

    private static string Screen(IEnumerable<Check> checks, StdLayout layout)
    {
        var table = layout.Tables[checks.First().On!];
        var counts = checks.Select((c, i) => $"count(*) filter (where {When(c)} and ({c.Fail!.TrimEnd()})) as c{i}");
        return $"select {string.Join(",\n", counts)}\n{From(checks.First().On!, table, layout)}";
    }

    private static string From(string on, TableSpec table, StdLayout layout) =>
        $"from {StdLayout.BatchName(table)} r\njoin batch_record b on b.record_key = r.record_key\n"
        + (layout.ContractOf(on).Main is var main && on == main ? ""
            : $"left join {StdLayout.BatchName(layout.Tables[main])} e on e.record_key = r.record_key\n");

    private static string When(Check check) =>
        string.Create(CultureInfo.InvariantCulture, $"b.event_on >= date '{check.ValidFrom:yyyy-MM-dd}'")
            + (check.ValidTo is { } to ? string.Create(CultureInfo.InvariantCulture, $" and b.event_on <= date '{to:yyyy-MM-dd}'") : "");

    /// <summary>The SQL of one check, for the debug view and for the tests.</summary>
    public string SqlOf(string id) => Statement([_checks.First(c => c.Check.Id == id).Sql]);

    /// <summary>Findings of some checks, each as <see cref="Compile"/> gives them.</summary>
    private static string Statement(string[] found) => $"""
        insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)
        select b.delivery, b.record_key, r.table_name, r.row_no, r.field, r.rule, r.severity, 1, r.value, r.message
        from (
        {string.Join("\nunion all\n", found)}
        ) r
        join batch_record b on b.record_key = r.record_key
        where b.event_on >= r.valid_from and (r.valid_to is null or b.event_on <= r.valid_to)
        """;

    /// <summary>What one check finds, and from when to when it holds.</summary>
    private static string Compile(Check check, StdLayout layout)
    {
        var table = layout.ContractOf(check.On!)[check.On!];
        var spec = layout.Tables[check.On!];
        var field = check.Fields is [var first, ..] ? table.AllFields.FirstOrDefault(f => f.From == first) : null;
        var element = check.Query is not null && check.Message.Contains("{element}", StringComparison.Ordinal)
            ? "r.element" : Text(check.Fields is [var named, ..] ? named : null);
        return string.Create(CultureInfo.InvariantCulture, $"""
            select r.record_key, '{check.On}' as table_name, cast(r.row_no as integer) as row_no, cast({element} as varchar) as field,
                   '{check.Id}' as rule, {(int)check.Severity} as severity,
                   cast({(check.Query is null ? ValueOf(field, spec) : "null")} as varchar) as value, {Message(check, layout)} as message,
                   {Day(check.ValidFrom)} as valid_from, {Day(check.ValidTo)} as valid_to
            {(check.Query is { } query ? $"from ({query.TrimEnd()}) r"
                : $"{From(check.On!, spec, layout)}where {When(check)} and ({check.Fail!.TrimEnd()})")}
            """);
    }

    private static string Day(DateOnly? day) =>
        $"cast({(day is { } d ? Text(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) : "null")} as date)";

    /// <summary>The value shown with the finding: as received for a code, else the column itself; of a sealed field nothing.</summary>
    private static string ValueOf(Field? field, TableSpec spec)
    {
        if (field is null || field.Seal is not null) return "null";
        var name = field.List is null ? field.To : field.Received;
        var column = spec.Columns.FirstOrDefault(c => c.Name == name);
        return column is null ? "null" : $"substr({Words(column, "r")}, 1, 100)";
    }

    private static string Message(Check check, StdLayout layout)
    {
        var parts = new List<string>();
        var at = 0;
        foreach (Match place in Place().Matches(check.Message))
        {
            if (place.Index > at) parts.Add(Text(check.Message[at..place.Index]));
            parts.Add($"coalesce({Shown(check, place.Groups[1].Value, place.Groups[2].Value, layout)}, '(trống)')");
            at = place.Index + place.Length;
        }
        if (at < check.Message.Length) parts.Add(Text(check.Message[at..]));
        return string.Join(" || ", parts);
    }

    /// <summary>{column} of the row, {e.column} of the main row, {column:number|time|date} where a query made the column.</summary>
    private static string Shown(Check check, string name, string form, StdLayout layout)
    {
        var (alias, column) = name.Split('.') is [var a, var c] ? (a, c) : ("r", name);
        var table = alias == "e" ? layout.ContractOf(check.On!).Main : check.On!;
        var declared = layout.Tables[table].Columns.FirstOrDefault(s => s.Name == column);
        if (check.Fail is not null && declared is null)
            throw new DeclarationException($"checks: {check.Id}", $"thông báo nhắc tới cột '{name}' không có trong bảng");
        if (form.Length > 0)
            declared = new(column,
                form switch { "number" =>
                ColumnType.Number, "time" => ColumnType.Instant, "date" => ColumnType.Date, _ => ColumnType.Text });
        return Words(declared ?? new(column, ColumnType.Text), alias);
    }

    private static string Words(ColumnSpec column, string alias) => column.Type switch
    {
        ColumnType.Instant => $"vi_time({alias}.{column.Name})",
        ColumnType.Date => $"vi_date({alias}.{column.Name})",
        ColumnType.Number => $"vi_number({alias}.{column.Name})",
        _ => $"cast({alias}.{column.Name} as varchar)",
    };

    private static string Text(string? text) => text is null ? "null" : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"\{([a-z0-9_]+(?:\.[a-z0-9_]+)?)(?::([a-z]+))?\}")] private static partial Regex Place();
}
