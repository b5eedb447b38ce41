using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

public class ClaimsMimicSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task All_stays_are_taken_and_counted(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order())
            await test.Send(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Ask<long>("select count(*) from core.drug_line")).ShouldBe([3972]);
        (await test.Ask<long>("select count(*) from core.service_line")).ShouldBe([3427]);
        (await test.Ask<long>("select count(*) from core.encounter where visit_type = '03'")).ShouldBe([60]);
        (await test.Ask<long>("select count(*) from core.hospital_death")).ShouldBe([2]);
    }
}
