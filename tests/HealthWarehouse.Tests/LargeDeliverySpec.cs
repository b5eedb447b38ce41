using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Collect;

namespace HealthWarehouse.Tests;

public class LargeDeliverySpec
{
    private const int Stays = 5200;                          // 25 MB: more than is read into memory at once, and several slices

    [Fact]
    public async Task A_large_delivery_that_was_left_half_way_is_begun_again()
    {
        await using var test = await TestHouse.Open();
        var whole = await test.Load(Text());
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([Stays]);
        (await test.Ask<bool>("select complete from std.delivery")).ShouldBe([true]);
        var before = await Digests.Of(test.House.Warehouse, TestContext.Current.CancellationToken);

        // What a crash after the first slices leaves behind.
        await test.House.Warehouse.ExecuteText("update std.delivery set complete = false, loaded = false, records = 0");
        foreach (var table in new[] { "std.record", "std.xml1", "std.xml2", "vault.sealed", "core.encounter" })
            await test.House.Warehouse.ExecuteText($"delete from {table} where " +
                $"{(table.StartsWith("core", StringComparison.Ordinal) ? "record_key" : "record_key")} % 2 = 0");
        await test.House.Operations.ExecuteText("update delivery set state = 'Queued'");
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        var again = (await test.House.Ledger.Find(whole.Seq))!;
        (again.State, again.Records, again.Refused).ShouldBe((DeliveryState.Loaded, Stays, 0));
        (await Digests.Of(test.House.Warehouse, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_large_delivery_that_breaks_at_its_end_leaves_only_its_refusal()
    {
        await using var test = await TestHouse.Open();
        var broken = await test.Load(Encoding.UTF8.GetBytes(Text())[..^40]);

        broken.State.ShouldBe(DeliveryState.StructurallyInvalid);
        (await test.Rules(broken)).ShouldBe(["R01-unreadable"]);
        (await test.Ask<long>("select count(*) from std.record")).ShouldBe([0]);
    }

    [Theory, InlineData(Engine.DuckDb), InlineData(Engine.PostgreSql)]
    public async Task Thousands_of_stays_under_one_number_are_compared_and_loaded(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var loaded = await test.Load(Claim.Envelope([.. Enumerable.Range(1, 1500).Select(n => Claim.Stay($"S{n:00000}"))]));

        (loaded.State, loaded.Records).ShouldBe((DeliveryState.Loaded, 1500));
        (await test.Ask<long>("select count(distinct person_key) from core.encounter")).ShouldBe([1]);
    }

    /// <summary>Each stay is another person's.</summary>
    private static string Text() => Claim.Envelope([.. Enumerable.Range(1, Stays).Select(n =>
        Claim.Stay($"L{n:00000}", ("MA_BN", $"BN-{n}"), ("SO_CCCD", $"0991900{n:00000}"), ("MA_THE_BHYT", $"GD49900001{n:00000}")))]);
}
