using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Access;

namespace HealthWarehouse.Tests.Demo;

/// <summary>
/// What units of the made-up province list is what figures tell, and a figure opens to the line of the list it stands in.
/// </summary>
public class DemoListsSpec
{
    private static readonly DemoSettings Lists = new()
    {
        People = 200, Months = 5, Errors = 0, EndsOn = new(2026, 10, 31),
        Contracts = ["licences", "pharmacies", "practitioners", "staff", "departments", "equipment", "techniques", "procurement"],
    };

    [Fact]
    public async Task Figures_are_what_the_last_lists_say_and_open_to_their_lines()
    {
        var stop = TestContext.Current.CancellationToken;
        var sent = await Sent.Load(Engine.DuckDb, Lists);
        await using var test = sent.Test;
        var last = DemoProvince.Generate(Lists, test.House.Catalogue).GroupBy(d => (d.Contract, d.Sender)).Select(g => g.Last())
            .ToLookup(d => d.Contract, d => d.Rows);
        var figures = new Desk(test.House).Figures;

        foreach (var (measure, contract) in new[] { ("pharmacies", "pharmacies"), ("practitioners", "practitioners"), ("staff_posts",
            "staff"),
            ("departments", "departments"), ("machines", "equipment"), ("techniques_approved", "techniques"), ("plan_lines",
                "procurement") })
        {
            var question = new Question([measure], [], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());
            (await figures.Ask(question, Desk.Specialist("lan"), stop)).Total.Values.ShouldBe([last[contract].Sum()], measure);
            var rows = await figures.Rows(question, 1, 0, Desk.Specialist("lan"), stop);
            rows.All.ShouldBeGreaterThan(0, measure);
            (await test.Ask<string>("select d.contract from std.delivery d where d.delivery = $key >> 24",
                new { key = rows.Rows[0].RecordKey }))
                .ShouldBe([contract], measure);
        }
        (await test.Ask<long>("select count(*) from core.licence where known_to is null"))[0].ShouldBe(last["licences"].Sum());
    }
}
