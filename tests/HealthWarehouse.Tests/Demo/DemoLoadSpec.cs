using HealthWarehouse.Demo;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Demo;

/// <summary>The demo goes in by the doors of a house in server mode too, each message at its own local time.</summary>
public class DemoLoadSpec
{
    [Fact]
    public async Task A_small_province_is_loaded_on_PostgreSQL_by_its_own_clock()
    {
        var stop = TestContext.Current.CancellationToken;
        var province = new DemoProvince(new() { People = 200, Months = 2 }, Catalogue.CatalogueFiles.Load(Repo.File("catalogue")));
        var load = new DemoLoad(province, DateTimeOffset.MaxValue);
        await using var test = await TestHouse.Open(Engine.PostgreSql, clock: load.Clock);

        await load.Run(test.House, stop: stop);

        (await test.House.Ledger.Waiting(1, stop)).ShouldBeEmpty();
        (await test.Ask<long>("select count(*) from core.encounter where known_to is null"))[0].ShouldBeGreaterThan(50);
        var first = (await test.House.Ledger.All(stop))[0];
        first.ReceivedAt.ShouldBe(province.Deliveries().First().SentAt, TimeSpan.FromSeconds(1));
    }
}
