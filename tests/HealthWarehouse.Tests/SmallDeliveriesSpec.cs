using System.Text;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Tests;

public class SmallDeliveriesSpec
{
    [Fact]
    public async Task Hundreds_of_visits_sent_one_by_one_are_loaded_together_within_the_memory_allowed()
    {
        await using var test = await TestHouse.Open();
        var catalogue = test.House.Catalogue;
        var envelope = new ExampleEnvelope(catalogue.Usual, catalogue.Clean.Received);
        for (var visit = 1; visit <= 300; visit++) await test.Send(Encoding.UTF8.GetBytes(envelope.Write(ExampleRecord.Of(catalogue.Clean,
            "inpatient", visit))));

        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([300]);
        (await test.Ask<long>("select count(distinct episode_code) from std.xml1")).ShouldBe([300]);
        (await test.Ask<long>("select count(*) from vault.record_token")).ShouldBe([900]);
    }
}
