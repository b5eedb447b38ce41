using System.Text;
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
    private readonly IReadOnlyDictionary<string, (Check[] Checks, string Sql)> _screens;

    public SqlChecks(CatalogueFiles catalogue, StdLayout layout)
    {
        _layout = layout;
        _checks = [.. catalogue.Checks.Where(c => c.Fail is not null || c.Query is not null).Select(c => (c, Compile(c, layout)))];
        _screens = catalogue.Checks.Where(c => c.Fail is not null).GroupBy(c => c.On!)
            .ToDictionary(g => g.Key, g => (g.ToArray(), Screen(g, layout)));
    }

    /// <summary>
    /// Runs every check on the batch tables, leaving findings in std.finding. One pass a table first counts what each of its checks would
    /// say; only those that have something to say are run.
    /// </summary>
    public async Task Run(WarehouseWriter writer, IReadOnlySet<string> tables)
    {
        var silent = new HashSet<string>();
        foreach (var (checks, sql) in _screens.Where(s => tables.Contains(s.Key)).Select(s => s.Value))
        {
            var counts = ((IDictionary<string, object?>)(await writer.QueryText<dynamic>(sql))[0]).Values.ToArray();
            silent.UnionWith(checks.Where((_, i) => Convert.ToInt64(counts[i], CultureInfo.InvariantCulture) == 0).Select(c => c.Id));
        }
        foreach (var (check, sql) in Of(CheckStage.Batch, tables).Where(c => !silent.Contains(c.Check.Id))) await writer.ExecuteText(sql);
    }

    /// <summary>Runs the checks that compare the batch with what was known before it; core holds both by now.</summary>
    public async Task RunOnCore(WarehouseWriter writer, IReadOnlySet<string> tables)
    {
        foreach (var checks in Of(CheckStage.Core, tables).GroupBy(c => _layout.ContractOf(c.Check.On!)))
        {
            var (main, day) = (StdLayout.BatchName(_layout.Tables[checks.Key.Main]), checks.Key.Subject.Date[^1]);
            if ((await writer.QueryText<DateTime?>($"select min({day}) from {main}"))[0] is not { } first) continue;
            foreach (var (_, sql) in checks) await writer.ExecuteText(sql, new { since = DateOnly.FromDateTime(first) });
        }
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
    public string SqlOf(string id) => _checks.First(c => c.Check.Id == id).Sql;

    private static string Compile(Check check, StdLayout layout)
    {
        var table = layout.ContractOf(check.On!)[check.On!];
        var spec = layout.Tables[check.On!];
        var field = check.Fields is [var first, ..] ? table.AllFields.FirstOrDefault(f => f.From == first) : null;
        var element = check.Query is not null && check.Message.Contains("{element}", StringComparison.Ordinal)
            ? "r.element" : Text(check.Fields is [var named, ..] ? named : null);
        var sql = new StringBuilder(
            $"insert into std.finding (delivery, record_key, table_name, row_no, field, rule, severity, times, value, message)\n");
        sql.Append(CultureInfo.InvariantCulture, $"select b.delivery, b.record_key, '{check.On}', r.row_no, {element}, '{check.Id}', " +
            $"{(int)check.Severity}, 1, {(check.Query is null ? ValueOf(field, spec) : "null")},\n       {Message(check, layout)}\n");
        sql.Append(check.Query is { } query
            ? $"from ({query.TrimEnd()}) r\njoin batch_record b on b.record_key = r.record_key\n" : From(check.On!, spec, layout));
        sql.Append("where ").Append(When(check));
        if (check.Fail is { } fail) sql.Append(CultureInfo.InvariantCulture, $"\nand ({fail.TrimEnd()})");
        return sql.ToString();
    }

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
