using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

public class RebuildSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Everything_right_of_the_archive_is_rebuilt_bit_for_bit(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order().Take(20))
        {
            await test.Send(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);      // one by one here, in groups when rebuilt
        }

        var compared = await new Rebuild(test.House).Verify(stop: TestContext.Current.CancellationToken);

        compared.Where(c => !c.Same).ShouldBeEmpty();
        compared.First(c => c.Table == "core.drug_line").Rows.ShouldBeGreaterThan(100);
    }
}
