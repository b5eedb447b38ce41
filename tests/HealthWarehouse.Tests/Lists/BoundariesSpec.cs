using CsCheck;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Collect;

namespace HealthWarehouse.Tests.Lists;

public class BoundariesSpec(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private static readonly DateOnly Before = new(2025, 6, 30), After = new(2025, 7, 1);

    [Theory, ClassData(typeof(Engines))]
    public async Task The_weights_of_every_unit_on_every_tree_add_up_to_one(Engine engine)
    {
        var test = await WithUnits(engine);

        (await test.Ask<string>("select from_key from dim.admin_bridge group by tree, from_key having sum(weight) <> 1")).ShouldBeEmpty();
        (await test.Ask<long>("select count(*) from dim.admin_unit u cross join dim.admin_tree t where not exists (select 1 " +
            "from dim.admin_bridge b where b.from_key = u.unit_key and b.tree = t.tree)")).ShouldBe([0]);
        (await test.Ask<long>("select count(*) from dim.admin_bridge where province_key is null")).ShouldBe([0]);
        (await test.Ask<long>("select count(*) from dim.admin_bridge where not placed")).ShouldBe([19]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_code_means_the_unit_that_had_it_on_the_day(Engine engine)
    {
        var test = await WithUnits(engine);
        var boundaries = new Boundaries(test.House.Warehouse);

        (await Name(boundaries, "00004", Before)).ShouldBe("Phường Trúc Bạch");
        (await Name(boundaries, "00004", After)).ShouldBe("Phường Ba Đình");
        (await Name(boundaries, "24", Before)).ShouldBe("Tỉnh Bắc Giang");
        (await Name(boundaries, "24", After)).ShouldBe("Tỉnh Bắc Ninh");
        // sent after its unit ended; no other has the code
        (await Name(boundaries, "00001", new(2025, 8, 15))).ShouldBe("Phường Phúc Xá");
        (await Name(boundaries, "00000", After)).ShouldBeNull();
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_unit_is_itself_on_its_own_tree_and_what_became_of_it_on_the_other(Engine engine)
    {
        var test = await WithUnits(engine);
        var boundaries = new Boundaries(test.House.Warehouse);

        (await Parts(boundaries, "00004@2004-07-08", "2004")).ShouldBe([("00004@2004-07-08", 1)]);
        (await Parts(boundaries, "00004@2004-07-08", "2025")).ShouldBe([("00004@2025-07-01", 1)]);
        (await Parts(boundaries, "99105@2004-07-08", "2025")).ShouldBe([("99105@2025-07-01", 1)]);      // unchanged
        (await Parts(boundaries, "99105@2025-07-01", "2004")).ShouldBe([("99105@2004-07-08", 1)]);
        (await Parts(boundaries, "99007@2004-07-08", "2025")).ShouldBe([("99101@2025-07-01", 0.6m), ("99102@2025-07-01", 0.4m)]);
        // an island district became a special zone
        (await Parts(boundaries, "318@2004-07-08", "2025")).ShouldBe([("11948@2025-07-01", 1)]);
        (await Parts(boundaries, "11948@2025-07-01", "2004")).ShouldBe([("318@2004-07-08", 1)]);
        (await Parts(boundaries, "99@2004-07-08", "2025")).ShouldBe([("99@2004-07-08", 1)]);
        (await Parts(boundaries, "27@2004-07-08", "2025")).ShouldBe([("24@2025-07-01", 1)]);            // Bắc Ninh of before
        (await boundaries.Parts("24@2025-07-01", "2004", TestContext.Current.CancellationToken)).Select(p => p.Name)
            .ShouldBe(["Tỉnh Bắc Giang", "Tỉnh Bắc Ninh"]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task All_of_the_people_go_where_the_table_says_even_when_land_went_elsewhere(Engine engine)
    {
        var test = await WithUnits(engine);

        (await test.Ask<(string, string, decimal)>("select new_key, kind, weight from dim.admin_change " +
            "where kind in ('all-population', 'part-area') and old_key in (select old_key from dim.admin_change " +
            "where new_key = '00103@2025-07-01' and kind = 'all-population') order by old_key, new_key"))
            .ShouldContain(("00103@2025-07-01", "all-population", 1m));
        (await test.Ask<long>("select count(*) from (select old_key from dim.admin_change where old_key not like '99%' group by old_key " +
            "having sum(weight) <> 1) x")).ShouldBe([0]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Totals_are_the_same_on_either_tree_by_unit_and_by_province(Engine engine)
    {
        var test = await WithUnits(engine);
        const string Facts = """
            (select u.code, d.day, (length(u.name) * 37 + row_number() over (order by u.unit_key)) % 9999 as n
             from dim.admin_unit u
             cross join (values (date '2015-02-03'), (date '2025-06-30'), (date '2025-07-01'), (date '2026-11-24')) d (day))
            """;
        var all = (await test.Ask<decimal>($"select cast(sum(n) as decimal(18, 6)) from {Facts} f"))[0];

        foreach (var tree in new[] { "2004", "2025" })
            (await test.Ask<(decimal, decimal)>($"""
                select cast(sum(f.n * p.weight) as decimal(18, 6)),
                    cast(sum(case when above.level = 'province' then f.n * p.weight end) as decimal(18, 6))
                from {Facts} f join dim.admin_place p on p.tree = '{tree}' and p.code = f.code and f.day between p.from_on and p.to_on
                left join dim.admin_unit above on above.unit_key = p.province_key
                """)).ShouldBe([(all, all)]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_code_is_placed_by_the_day_it_was_used(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        const string Facts = "(select * from (values ('99007', date '2024-05-01', 10), ('99101', date '2024-05-01', 4), ('99101', date " +
            "'2026-05-01', 6)) f (commune, happened_on, n))";

        (await test.Ask<(string, decimal)>($"select p.to_code, sum(f.n * p.weight) from {Facts} f " +
            "join dim.admin_place p on p.tree = '2025' and p.code = f.commune and f.happened_on between p.from_on and p.to_on " +
            "group by p.to_code order by 1"))
            .ShouldBe([("99101", 12), ("99102", 4), ("99109", 4)]);       // 99101 was Xã Hương Lĩnh before, is Phường Ngọc Trà since
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Units_of_a_tree_are_listed_under_their_province(Engine engine)
    {
        var test = await WithUnits(engine);
        var boundaries = new Boundaries(test.House.Warehouse);

        (await boundaries.Trees(TestContext.Current.CancellationToken)).Select(t => (t.Tree, t.FirstDay, t.LastDay))
            .ShouldBe([("2004", new(2004, 7, 8), Before), ("2025", After, null)]);
        (await boundaries.Units("2025", "province", stop: TestContext.Current.CancellationToken)).Count.ShouldBe(35);
        (await boundaries.Units("2004", "province", stop: TestContext.Current.CancellationToken)).Count.ShouldBe(64);
        (await boundaries.Units("2025", "commune", "01", TestContext.Current.CancellationToken)).Count.ShouldBe(126);
        (await boundaries.Units("2025", "district", stop: TestContext.Current.CancellationToken)).ShouldBeEmpty();
        (await boundaries.Units("2004", "commune", "001", TestContext.Current.CancellationToken))
            .ShouldContain(u => u.Name == "Phường Trúc Bạch");
    }

    [Fact]
    public async Task A_new_unit_is_divided_by_the_people_of_its_parts_where_all_are_known()
    {
        await using var test = await TestHouse.Open();
        await test.Import("code,name,parent,population,valid_from,valid_to\n99001,Phường Ngọc " +
            "Trà,991,3000,2004-07-08,2025-06-30\n99004,Phường Mai Nguyệt,991,1000,2004-07-08,2025-06-30\n99007,Phường Hồ " +
            "Sen,991,10000,2004-07-08,2025-06-30", "commune");

        (await Parts(new(test.House.Warehouse), "99101@2025-07-01", "2004"))
            .ShouldBe([("99007@2004-07-08", 0.6m), ("99001@2004-07-08", 0.3m), ("99004@2004-07-08", 0.1m)]);
    }

    [Fact]
    public void Shares_add_up_to_exactly_one_whatever_is_divided() =>
        Gen.Decimal[0, 1000].Array[1, 60].Sample(weights =>
        {
            var shares = Shares.Of(weights);
            shares.Sum().ShouldBe(1);
            shares.ShouldAllBe(s => s >= 0);
            if (weights.Sum() > 0) shares.Zip(weights).ShouldAllBe(p => Math.Abs(p.First - p.Second / weights.Sum()) <= 0.000001m);
        });

    /// <summary>A house with the units of the country, for tests that only ask.</summary>
    private Task<TestHouse> WithUnits(Engine engine) => shared.On(engine, async test =>
    {
        foreach (var file in ListFiles.Units) (await test.ImportOfficial(file)).Refusal.ShouldBeNull();
    });

    private static async Task<string?> Name(Boundaries boundaries, string code, DateOnly day) =>
        (await boundaries.Unit(code, day, TestContext.Current.CancellationToken))?.Name;

    private static async Task<IEnumerable<(string, decimal)>> Parts(Boundaries boundaries, string key, string tree) =>
        (await boundaries.Parts(key, tree, TestContext.Current.CancellationToken)).Select(p => (p.UnitKey, p.Weight));
}
