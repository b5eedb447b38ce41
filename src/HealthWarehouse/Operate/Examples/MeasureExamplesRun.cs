using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Operate.Examples;

/// <summary>What an example of a measure or an indicator gave, and should have given.</summary>
public sealed record MeasureOutcome(string Measure, decimal? Expected, decimal? Found)
{
    public bool Ok => Expected == Found;
}

/// <summary>
/// Puts the rows of every example of every measure into the facts of a house nobody else uses, each example at a facility (or in a commune)
/// of its own, and asks.
/// </summary>
public sealed partial class MeasureExamplesRun(House house)
{
    private static readonly Period Year = Period.Parse("2026");
    private const string Day = "2026-03-15";
    private readonly Dictionary<string, IReadOnlyList<TableColumn>> _columns = [];
    private int _number, _row;

    /// <summary>
    /// Runs them in a house of their own, on files that are gone afterwards; <paramref name="like"/> says where the declarations are.
    /// </summary>
    public static async Task<IReadOnlyList<MeasureOutcome>> InTemporaryHouse(HouseSettings like, CancellationToken stop = default)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-check-").FullName;
        try
        {
            await using var house =
                await House.Open(new HouseSettings { Data = folder, Catalogue = like.Catalogue, Sql = like.Sql }, stop: stop);
            return await new MeasureExamplesRun(house).Run(stop);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public async Task<IReadOnlyList<MeasureOutcome>> Run(CancellationToken stop = default)
    {
        var asked = new List<(MeasureFile File, string Measure, MeasureExample Example, string Place)>();
        foreach (var file in house.Catalogue.Measures.Values)
            foreach (var (code, measure) in file.Measures)
                foreach (var example in measure.Examples ?? []) asked.Add((file, code, example, $"X{++_number:0000}"));
        var (apart, alone) = (asked.Where(a => Place(a.File) is not null).ToArray(), asked.Where(a => Place(a.File) is null).ToArray());
        await house.Warehouse.Write(async writer =>
        {
            // Of what nobody ever sent figures would be unknown.
            foreach (var (contract, i) in house.Catalogue.Contracts.Keys.Select((c, i) => (c, i)))
            {
                await Insert(writer, "std.delivery", new() { ["delivery"] = $"{i}", ["contract"] = contract, ["loaded"] = "true",
                    ["tracking_id"] = $"{Guid.Empty}", ["received_at"] = "2026-12-31 00:00:00" });
                await Insert(writer, "std.record", new() { ["delivery"] = $"{i}", ["record_key"] = $"{i}", ["kept"] = "true",
                    ["event_on"] = Day });
            }
            foreach (var (file, _, example, place) in apart)
                foreach (var row in example.Rows) await Insert(writer, file, row, place);
        }, stop);
        var figures = new Figures(house.Catalogue, house.Warehouse);
        var outcomes = new List<MeasureOutcome>();
        foreach (var (file, code, example, place) in apart) outcomes.Add(new(code, example.Gives, await Ask(code, Place(file), place)));
        // Facts without a place have nothing to tell examples apart by: one after the other.
        foreach (var (file, code, example, place) in alone)
        {
            await house.Warehouse.Write(async writer =>
            {
                await writer.ExecuteText($"delete from {file.Table}");
                foreach (var row in example.Rows) await Insert(writer, file, row, place);
            }, stop);
            outcomes.Add(new(code, example.Gives, await Ask(code, null, place)));
        }
        foreach (var (code, indicator) in house.Catalogue.Indicators)
            foreach (var example in indicator.Examples)
                outcomes.Add(new(code, example.Gives,
                    example.Denominator == 0 ? null : Math.Round(indicator.Per * example.Numerator / example.Denominator, 4)));
        return outcomes;

        async Task<decimal?> Ask(string code, string? dimension, string place)
        {
            var where = new Dictionary<string, IReadOnlyList<string>>();
            if (dimension is not null) where[dimension] = [place];
            return (await figures.Ask(new Question([code], [], new(Year), where) { OnFacts = true }, Viewer.House, stop)).Total.Values[0];
        }
    }

    /// <summary>The dimension by which examples of a fact are told apart; null where it has no places.</summary>
    private static string? Place(MeasureFile file) => file.Facility is not null && file.By.ContainsKey("facility") ? "facility"
        : file.Commune is not null && file.By.ContainsKey("commune") ? "commune" : null;

    private async Task Insert(WarehouseWriter writer, MeasureFile file, IReadOnlyDictionary<string, JsonElement> row, string place)
    {
        var key = ++_row;
        var table = file.Of.ExampleTable ?? file.Table;
        var mine = row.Where(v => !v.Key.StartsWith("e.", StringComparison.Ordinal)).ToDictionary(v => v.Key, v => Text(v.Value));
        if (file.Of.ExampleTable is not null) mine["code"] = place;
        else if (Place(file) is not null) mine[PlaceOf(file)] = place;
        if (file is { Date: null, Of.HasVersions: true }) mine.TryAdd("valid_from", "2026-01-01");
        if (file.Date is { } date && Column().Match(date) is { Success: true } day) mine.TryAdd(day.Groups[1].Value, Day);
        if (file.Of.ExampleTable is null) mine["record_key"] = $"{key}";
        await Insert(writer, table, mine);
        if (file.Episode != "e" || file.Date is null) return;
        var episode = row.Where(v => v.Key.StartsWith("e.", StringComparison.Ordinal)).ToDictionary(v => v.Key[2..], v => Text(v.Value));
        (episode["record_key"], episode["facility_code"]) = ($"{key}", place);
        await Insert(writer, house.Catalogue.EpisodeRow.Table, episode);
    }

    /// <summary>The column of a fact by which its rows are told apart: its facility, else its commune.</summary>
    private static string PlaceOf(MeasureFile file) =>
        Column().Match(file.Facility ?? file.Commune ?? "") is { Success: true } column ? column.Groups[1].Value : "facility_code";

    /// <summary>One row; columns that must not be empty and are not told get something.</summary>
    private async Task Insert(WarehouseWriter writer, string table, Dictionary<string, string?> values)
    {
        if (!_columns.TryGetValue(table, out var columns))
            _columns[table] = columns = await writer.QueryText<TableColumn>("select column_name as name, data_type as type, is_nullable " +
                "as nullable from information_schema.columns where table_schema || '.' || table_name = $table", new { table });
        foreach (var column in columns.Where(c => c.Nullable == "NO")) values.TryAdd(column.Name, column.Type.ToLowerInvariant() switch
        {
            "boolean" => "false",
            "date" => Day,
            var t when t.StartsWith("timestamp", StringComparison.Ordinal) => $"{Day} 00:00:00",
            "bigint" or "integer" => "1",
            _ => "x",
        });
        var set = values.Where(v => v.Value is not null).ToArray();
        var types = columns.ToDictionary(c => c.Name, c => c.Type);
        var unknown = set.FirstOrDefault(v => !types.ContainsKey(v.Key)).Key;
        if (unknown is not null) throw new DeclarationException("measures", $"ví dụ: bảng {table} không có cột '{unknown}'");
        var written = set.Select(v => $"cast('{v.Value!.Replace("'", "''", StringComparison.Ordinal)}' as {types[v.Key]})");
        await writer.ExecuteText(
            $"insert into {table} ({string.Join(", ", set.Select(v => v.Key))}) values ({string.Join(", ", written)})");
    }

    private static string? Text(JsonElement value) => value.ValueKind is JsonValueKind.Null ? null : value.ToString();

    [GeneratedRegex(@"\bf\.(\w+)")] private static partial Regex Column();

    private sealed record TableColumn
    {
        public required string Name { get; init; }
        public required string Type { get; init; }
        public required string Nullable { get; init; }
    }
}
