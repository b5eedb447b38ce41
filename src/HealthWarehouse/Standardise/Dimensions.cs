using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Batches;

namespace HealthWarehouse.Standardise;

/// <summary>
/// Fills the dimensions from the catalogue whenever it changed: each list into the table it declares, column by column of the same name.
/// </summary>
public static class Dimensions
{
    private const string Bridge = "dim.admin_bridge";
    private const string Members = "dim.icd10_group_member";
    private const string Calendar = "dim.date";

    /// <summary>Raised when the same lists fill the tables in another way.</summary>
    private const string Way = "2";

    /// <summary>Files that tables are filled from other than by the lists that declare them.</summary>
    private static readonly (string Table, string[] Files)[] Derived =
        [("dim.admin_change", ["admin-units.csv"]), (Bridge, ["admin-units.csv", "admin-changes.csv"]), (Members, ["icd10-groups.csv"]),
            (Calendar, [])];

    /// <summary>Fills each table whose lists are other than when it was last filled.</summary>
    public static async Task Fill(WarehouseWriter writer, CatalogueFiles catalogue)
    {
        var filled = (await writer.QueryText<string>("select catalogue from dim.filled")).ToHashSet();
        var lists = catalogue.Lists.Values.Select(l => l.Declaration).ToLookup(d => d.Table, d => d.File);
        foreach (var table in lists.Select(l => l.Key).Union(Derived.Select(d => d.Table)))
        {
            var files = lists[table].Distinct().Order(StringComparer.Ordinal).ToArray();
            var mark = $"{table} {catalogue.DigestOf([.. files, .. Derived.Where(d => d.Table == table).SelectMany(d => d.Files)])}-{Way}";
            if (filled.Contains(mark)) continue;
            await writer.ExecuteText($"delete from {table}");
            await Fill(writer, catalogue, table, files);
            await writer.ExecuteText("delete from dim.filled where catalogue like $table", new { table = $"{table} %" });
            await writer.ExecuteText("insert into dim.filled (catalogue) values ($mark)", new { mark });
        }
    }

    private static async Task Fill(WarehouseWriter writer, CatalogueFiles catalogue, string table, string[] files)
    {
        switch (table)
        {
            case Bridge: await Trees(writer, catalogue); break;
            case Members: await writer.Append(GroupMembers(catalogue.Rows("icd10-groups.csv"))); break;
            case Calendar: await writer.Append(Days()); break;
            default:
                foreach (var file in files) await Copy(writer, table, Shape(file, catalogue));
                break;
        }
    }

    /// <summary>
    /// Administrative units and changes get keys that tell the tree: the same code means another place before and after 01/07/2025.
    /// </summary>
    private static CodeRows Shape(string file, CatalogueFiles catalogue) => file switch
    {
        "admin-units.csv" => AdminUnits.Keyed(catalogue.Rows(file)),
        "admin-changes.csv" => AdminUnits.Changes(catalogue.Rows(file), catalogue.Rows("admin-units.csv")),
        _ => catalogue.Rows(file),
    };

    private static async Task Trees(WarehouseWriter writer, CatalogueFiles catalogue)
    {
        var units = AdminUnits.Keyed(catalogue.Rows("admin-units.csv"));
        var (trees, bridge) = AdminBridge.Build(units, AdminUnits.Changes(catalogue.Rows("admin-changes.csv"), units));
        await writer.ExecuteText($"delete from {trees.Table.Name}");
        await writer.Append(trees);
        await writer.Append(bridge);
    }

    private static async Task Copy(WarehouseWriter writer, string table, CodeRows rows)
    {
        var name = table.Split('.');
        var there = await writer.Query<TableColumn>("std/column-types", new { schema = name[0], table = name[1] });
        var from = there.Select(c => rows.Index(c.ColumnName)).ToArray();
        var batch = new ColumnBatch(new(table, [.. there.Select(c => c.Spec())]));
        foreach (var row in rows.Rows)
        {
            var at = batch.Add();
            for (var c = 0; c < there.Count; c++)
                if (from[c] >= 0 && row[from[c]] is { } text) Set(batch, c, at, text);
        }
        await writer.Append(batch);
    }

    private static void Set(ColumnBatch batch, int column, int row, string text)
    {
        var spec = batch.Columns[column].Spec;
        switch (spec.Type)
        {
            case ColumnType.Text: batch.Set(column, row, text); break;
            case ColumnType.Date: batch.Columns[column].Set(row, Day(text)!.Value); break;
            case ColumnType.Number: batch.Columns[column]
                .Set(row, (long)decimal.Round(decimal.Parse(text, CultureInfo.InvariantCulture) * Power(spec.Scale),
                MidpointRounding.AwayFromZero)); break;
            default: batch.Columns[column].Set(row, long.Parse(text, CultureInfo.InvariantCulture)); break;
        }
    }

    private static decimal Power(int scale) => (decimal)Math.Pow(10, scale);

    /// <summary>One row a category of each statutory group: "A02,A04-A05" holds A02, A04 and A05.</summary>
    private static ColumnBatch GroupMembers(CodeRows groups)
    {
        var batch = new ColumnBatch(new(Members,
            [new("\"group\"", ColumnType.Text), new("category", ColumnType.Text), new("valid_from", ColumnType.Date),
            new("valid_to", ColumnType.Date)]));
        foreach (var row in groups.Rows)
            foreach (var category in IcdRange.Categories(row[groups.Index("codes")]!))
            {
                batch.Row().Put(row[groups.Index("group")]).Put(category).Put(Day(row[groups.Index("valid_from")]))
                    .Put(Day(row[groups.Index("valid_to")]));
            }
        return batch;
    }

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ColumnBatch Days()
    {
        var batch = new ColumnBatch(new(Calendar,
        [
            new("day", ColumnType.Date), new("year", ColumnType.Int), new("quarter", ColumnType.Int), new("month", ColumnType.Int),
                new("iso_year", ColumnType.Int),
            new("iso_week", ColumnType.Int), new("weekday", ColumnType.Int), new("month_code", ColumnType.Text),
                new("quarter_code", ColumnType.Text),
        ]));
        for (var day = new DateOnly(2000, 1, 1); day.Year < 2041; day = day.AddDays(1))
        {
            var (time, quarter) = (day.ToDateTime(default), (day.Month + 2) / 3);
            batch.Row().Put(day).Put(day.Year).Put(quarter).Put(day.Month).Put(ISOWeek.GetYear(time)).Put(ISOWeek.GetWeekOfYear(time))
                .Put(((int)day.DayOfWeek + 6) % 7 + 1).Put(day.ToString("yyyy-MM", CultureInfo.InvariantCulture))
                .Put(string.Create(CultureInfo.InvariantCulture, $"{day.Year}-Q{quarter}"));
        }
        return batch;
    }

    private sealed record TableColumn
    {
        public required string ColumnName { get; init; }
        public required string DataType { get; init; }
        public int? Scale { get; init; }

        public ColumnSpec Spec() =>
            new(ColumnName is "group" or "from" or "to" ? $"\"{ColumnName}\"" : ColumnName, DataType.ToLowerInvariant() switch
        {
            "date" => ColumnType.Date,
            "integer" => ColumnType.Int,
            "bigint" => ColumnType.Long,
            var number when number.StartsWith("decimal", StringComparison.Ordinal) || number == "numeric" => ColumnType.Number,
            _ => ColumnType.Text,
        }, Scale ?? 0);
    }
}
