using System.Globalization;
using System.Text.Json;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests.Lists;

/// <summary>Province 99 as the catalogue has it: units, changes, facilities and maps speak of the same places.</summary>
public class MadeUpProvinceSpec
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));
    private static readonly Row[] Units = [.. Rows("admin-units.csv").Where(u => u["code"]!.StartsWith("99", StringComparison.Ordinal))];
    private static readonly Row[] Facilities =
        [.. Rows("facilities.csv").Where(f => f["code"]!.StartsWith("99", StringComparison.Ordinal))];
    private static readonly Row[] Old = Communes("2004-07-08"), New = Communes("2025-07-01");

    [Fact]
    public void It_is_as_large_as_a_real_one()
    {
        (Old.Length, New.Length, Units.Count(u => u["level"] == "district")).ShouldBe((200, 120, 9));
        var open = Facilities.Where(f => f["valid_to"] is null && f["status"] == "active").ToArray();
        open.Count(f => f["kind"] == "TYT").ShouldBe(120);
        open.Count(f => f["kind"] is "BVDK" or "BVCK" or "BVYHCT" or "TTYT" && f["beds_actual"] != "0").ShouldBe(12);
        open.Count(f => f["kind"] is "PKDK" or "PKDKKV" or "PKCK" or "PKYHGD" or "NHS" or "CSYHCT").ShouldBe(60);
    }

    [Fact]
    public void Every_old_commune_goes_wholly_to_new_ones_and_its_people_with_it()
    {
        var changes = Rows("admin-changes.csv").Where(c => c["old_code"]!.StartsWith("99", StringComparison.Ordinal)).ToArray();
        var sums = changes.GroupBy(c => c["old_code"]!).ToDictionary(g => g.Key, g => g.Sum(c => Number(c["weight"])));

        sums.Keys.ShouldBe(Old.Select(o => o["code"]!), ignoreOrder: true);
        sums.Values.ShouldAllBe(sum => sum == 1);
        foreach (var unit in New)
        {
            var people = changes.Where(c => c["new_code"] == unit["code"])
                .Sum(c => Number(c["weight"]) * Number(Old.Single(o => o["code"] == c["old_code"])["population"]));
            Number(unit["population"]).ShouldBe(people, 0.5m, unit["code"]);
        }
    }

    [Fact]
    public void Names_are_not_mistaken_for_one_another()
    {
        New.Select(u => u["name"]).ShouldBeUnique();
        Old.Select(u => (u["parent"], u["name"])).ShouldBeUnique();
        Facilities.Where(f => f["valid_to"] is null).Select(f => f["name"]).ShouldBeUnique();
    }

    [Fact]
    public void Facilities_stand_in_communes_of_their_days_a_station_in_every_one_of_today()
    {
        foreach (var facility in Facilities)
            Units.ShouldContain(u =>
                u["level"] == "commune" && u["code"] == facility["commune_code"] && Holds(u, facility["valid_from"]!), facility["code"]);
        Facilities.Where(f => f["kind"] == "TYT" && f["valid_to"] is null).Select(f => f["commune_code"])
            .ShouldBe(New.Select(u => u["code"]), ignoreOrder: true);
        Facilities.Select(f => f["gln"]!)
            .ShouldAllBe(g => g.Length == 13 && g.Select((c, i) => (c - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0);
        Facilities.GroupBy(f => f["gln"]).ShouldAllBe(g => g.Select(f => f["code"]).Distinct().Count() == 1);
    }

    [Theory, InlineData("2004"), InlineData("2025")]
    public void The_map_has_every_commune_once_by_its_code_and_name(string tree)
    {
        using var map = JsonDocument.Parse(File.ReadAllText(Repo.File($"catalogue/geo/99-{tree}.geojson")));
        var features = map.RootElement.GetProperty("features").EnumerateArray().ToArray();

        features.Select(f => f.GetProperty("properties"))
            .Select(p => (p.GetProperty("code").GetString(), p.GetProperty("name").GetString()))
            .ShouldBe((tree == "2004" ? Old : New).Select(u => (u["code"], u["name"])), ignoreOrder: true);
        foreach (var feature in features)
        {
            var ring = feature.GetProperty("geometry").GetProperty("coordinates").EnumerateArray().Single().EnumerateArray()
                .Select(p => (X: p[0].GetDouble(), Y: p[1].GetDouble())).ToArray();
            ring[0].ShouldBe(ring[^1]);
            ring.Zip(ring.Skip(1), (a, b) => a.X * b.Y - b.X * a.Y).Sum().ShouldBeGreaterThan(0, "counter-clockwise");
        }
    }

    private static Row[] Communes(string from) => [.. Units.Where(u => u["level"] == "commune" && u["valid_from"] == from)];

    private static bool Holds(Row row, string day) =>
        string.CompareOrdinal(row["valid_from"], day) <= 0 && (row["valid_to"] is not { } to || string.CompareOrdinal(to, day) >= 0);

    private static decimal Number(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);

    private static IEnumerable<Row> Rows(string file)
    {
        var rows = Catalogue.Rows(file);
        return rows.Rows.Select(r => new Row(rows, r));
    }

    private sealed record Row(CodeRows Table, string?[] Values)
    {
        public string? this[string column] => Values[Table.Index(column)];
    }
}
