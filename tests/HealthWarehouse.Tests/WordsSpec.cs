using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>The words of warehouse/migrations/0001-words mean the same on both engines.</summary>
public class WordsSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Numbers_are_written_the_Vietnamese_way_however_large(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);

        (await test.Ask<string?>("select vi_number(n) from (values (cast(0 as decimal(38, 2))), (2820000), (12.5), (-0.5), " +
            "(-1234567.89), (null), (123456789012345678901.25)) v (n)"))
            .ShouldBe(["0", "2.820.000", "12,50", "-0,50", "-1.234.567,89", null, "123.456.789.012.345.678.901,25"]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task An_amount_of_a_line_is_rounded_half_away_from_zero_and_unknown_beyond_reason(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);

        (await test.Ask<decimal?>("select line_amount(q, p, r, 100) from (values (cast(3 as decimal(18, 3)), cast(0.335 as decimal(18, " +
            "3)), 100), (10, 650, 50), (1, -0.125, 100), (999999999999999, 2, 100), (1, 2, 1001)) v (q, p, r)"))
            .ShouldBe([1.01m, 3250m, -0.13m, null, null]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task A_pattern_matches_alike(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);

        (await test.Ask<bool?>("select matches(t, '^[A-ZĐ]{2,3}[.][1-3]$') from (values ('ĐT.1'), ('xĐT.1'), ('MRI.3'), (null)) v (t)"))
            .ShouldBe([true, false, true, null]);
    }
}
