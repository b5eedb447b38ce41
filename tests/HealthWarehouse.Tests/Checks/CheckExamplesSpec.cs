using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>Every declared check is shown by its own two examples, on both engines.</summary>
public class CheckExamplesSpec(ExampleHouses houses) : IClassFixture<ExampleHouses>
{
    public static TheoryData<Engine, string, string> Examples()
    {
        var data = new TheoryData<Engine, string, string>();
        foreach (var engine in ExampleHouses.Engines)
            foreach (var check in ExampleHouses.Catalogue.Checks.Where(c => c.Examples is not null))
                foreach (var example in new[] { ExampleOutcome.Fails, ExampleOutcome.Passes }) data.Add(engine, check.Id, example);
        return data;
    }

    public static TheoryData<Engine, string> CleanRecords()
    {
        var data = new TheoryData<Engine, string>();
        foreach (var engine in ExampleHouses.Engines)
            foreach (var name in ExampleHouses.Catalogue.Clean.Records.Keys) data.Add(engine, name);
        return data;
    }

    [Theory, MemberData(nameof(Examples))]
    public async Task A_check_speaks_about_its_failing_example_and_is_silent_about_the_passing_one(Engine engine, string check, string example)
    {
        var outcome = (await houses.On(engine)).Outcomes.Single(o => o.Check?.Id == check && o.Example == example);

        outcome.Problem.ShouldBeNull();
    }

    [Theory, MemberData(nameof(CleanRecords))]
    public async Task A_clean_record_raises_nothing(Engine engine, string record)
    {
        var outcome = (await houses.On(engine)).Outcomes.Single(o => o.Check is null && o.Example == record);

        outcome.Spoken.ShouldBeEmpty();
    }
}
