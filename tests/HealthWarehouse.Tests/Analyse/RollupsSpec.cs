using System.Globalization;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>
/// A rollup always gives what the same question on the facts gives, after loading, corrections, cancels, restores, replays and a change of
/// declaration.
/// </summary>
public class RollupsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task A_rollup_equals_the_facts_on_random_slices(Engine engine)
    {
        var sent = await Sent.Load(engine, new() { People = 250, Months = 5, Changes = 8 });
        await using var test = sent.Test;
        await Agree(test, 80);

        // Standardised again, as a steward asks for after a list was mended.
        foreach (var delivery in (await test.House.Ledger.All()).Take(40)) await test.House.Ledger.Replay(delivery, "thử", Stop);
        await test.House.Loader.LoadWaiting(Stop);
        await Agree(test, 40);

        // Declared otherwise: made again at the next start.
        var before = await test.Ask<decimal>("select sum(encounters) from mart.encounter_1");
        await test.House.Warehouse.ExecuteText("delete from mart.encounter_1", null, Stop);
        await test.House.Warehouse.ExecuteText("update mart.rollup set digest = 'other'", null, Stop);
        await test.House.Loader.Prepare(Stop);
        (await test.Ask<decimal>("select sum(encounters) from mart.encounter_1")).ShouldBe(before);
    }

    private static async Task Agree(TestHouse test, int times)
    {
        var figures = new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit);
        var file = test.House.Catalogue.Measures["encounter"];
        var facilities = await test.Ask<string>("select distinct facility_code from core.encounter order by 1");
        var months = await test.Ask<string>(
            "select distinct substr(cast(discharged_on as varchar), 1, 7) from core.encounter where discharged_on is not null order by 1");
        var (random, rolled) = (new Random(7), 0);
        for (var n = 0; n < times; n++)
        {
            var dimensions = new[] { "facility", "month" }.Concat(file.Rollups![random.Next(file.Rollups.Count)])
                .Where(_ => random.Next(2) == 0).ToArray();
            var measures = file.Measures.Where(m => m.Value.IsAdditive).Select(m => m.Key).Where(_ => random.Next(8) == 0)
                .DefaultIfEmpty("encounters").ToArray();
            var period = Period.Parse(random.Next(3) == 0 ? months[^1][..4] : months[random.Next(months.Count)]);
            var slice = new Slice(period, random.Next(3) == 0 ? facilities[random.Next(facilities.Count)] : null);
            var where = new Dictionary<string, IReadOnlyList<string>>();
            if (dimensions.Contains("sex") && random.Next(2) == 0) where["sex"] = ["2", Question.Unknown];
            var question = new Question(measures, dimensions, slice, where);
            var viewer = random.Next(4) == 0
                ? Someone.OfFacilities([facilities[0], slice.Facility ?? facilities[0]]) with
                {
                    Compartments = Someone.WhoSeesAll(test).Compartments,
                }
                : Viewer.House;

            var quick = await figures.Ask(question, viewer, Stop);
            var slow = await figures.Ask(question with { OnFacts = true }, viewer, Stop);

            slow.Plans.ShouldAllBe(p => p.Rollup == null);
            if (quick.Plans.All(p => p.Rollup is not null)) rolled++;
            Cells(quick).ShouldBe(Cells(slow), $"{string.Join(',', measures)} by {string.Join(',', dimensions)} in {period}");
        }
        rolled.ShouldBe(times);
    }

    private static IEnumerable<string> Cells(Answer answer) => answer.Rows.Append(answer.Total).Select(r =>
        $"{string.Join('|', r.Keys.Select(k => k.Code))}: " +
            $"{string.Join(' ', r.Values.Select(v => v?.ToString("0.####", CultureInfo.InvariantCulture)))}");
}
