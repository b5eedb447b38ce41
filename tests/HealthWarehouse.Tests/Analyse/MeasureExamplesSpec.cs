using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>Every declared measure and indicator gives what its examples say.</summary>
public class MeasureExamplesSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Examples_give_what_they_say(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);

        var outcomes = await new MeasureExamplesRun(test.House).Run(TestContext.Current.CancellationToken);

        outcomes.Where(o => !o.Ok).Select(o => $"{o.Measure}: {o.Found} chứ không phải {o.Expected}").ShouldBeEmpty();
        outcomes.Count.ShouldBeGreaterThan(120);
    }

    [Fact]
    public void Every_measure_has_an_example_that_counts_and_for_every_condition_a_row_that_does_not()
    {
        var catalogue = CatalogueFiles.Load(Repo.File("catalogue"));
        var measures = catalogue.Measures.Values.SelectMany(f => f.Measures).ToArray();

        measures.Length.ShouldBeGreaterThanOrEqualTo(60);
        catalogue.Indicators.Count.ShouldBeGreaterThanOrEqualTo(25);
        measures.Where(m => (m.Value.Examples ?? []).All(e => e.Gives == 0)).Select(m => m.Key).ShouldBeEmpty();
        measures.Where(m => m.Value.Where is { Count: > 0 } conditions && m.Value.Examples!.Sum(e => e.Rows.Count) <= conditions.Count)
            .Select(m => m.Key).ShouldBeEmpty();
    }
}
