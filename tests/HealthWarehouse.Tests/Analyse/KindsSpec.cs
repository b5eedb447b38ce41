using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>Stocks, averages, ratios, comparisons, drill-down and explanations over a small made-up province.</summary>
public class KindsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task Every_kind_of_figure_is_what_it_says(Engine engine)
    {
        var sent = await Sent.Load(engine, new() { People = 250, Months = 4, EndsOn = new(2026, 10, 31) });
        await using var test = sent.Test;
        var figures = new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit);
        var quarter = new Slice(Period.Parse("2026-Q3"));

        // Every measure and indicator answers, whole and by every dimension it says it has.
        foreach (var card in figures.Book.Measures.Concat(figures.Book.Indicators))
            foreach (var by in card.By.Prepend(null))
                (await figures.Ask(Of([card.Code], by is null ? [] : [by], quarter), Viewer.House,
                    Stop)).Measures[0].Code.ShouldBe(card.Code);

        // A ratio is worked out from its parts on every row and on the whole; it never adds up.
        var ratio = await figures.Ask(Of(["inpatient_days", "inpatient_cases", "average_stay"], ["facility"], quarter), Viewer.House, Stop);
        foreach (var row in ratio.Rows.Append(ratio.Total))
            row.Values[2].ShouldBe(row.Values[1] is 0 ? null : Math.Round(row.Values[0]!.Value / row.Values[1]!.Value, 4));

        // A stock of a quarter is that of its last month, an average lies between, and days of beds add up.
        var stock = await figures.Ask(Of(["beds_actual", "beds_average", "bed_days"], ["month"], quarter), Viewer.House, Stop);
        stock.Total.Values[0].ShouldBe(stock.Rows[^1].Values[0]);
        stock.Total.Values[2].ShouldBe(stock.Rows.Sum(r => r.Values[2]));
        stock.Total.Values[1]!.Value.ShouldBeInRange(stock.Rows.Min(r => r.Values[1])!.Value, stock.Rows.Max(r => r.Values[1])!.Value);

        // Distinct people of a quarter are at most the sum of its months.
        var people = await figures.Ask(Of(["people_seen"], ["month"], quarter), Viewer.House, Stop);
        people.Total.Values[0]!.Value.ShouldBeLessThan(people.Rows.Sum(r => r.Values[0]!.Value));

        // Compared with the month before: its values stand beside, also where only it has any.
        var compared = await figures.Ask(Of(["encounters"], ["facility"],
            new(Period.Parse("2026-09"))) with { Compare = Comparison.Previous }, Viewer.House, Stop);
        var august = await figures.Ask(Of(["encounters"], ["facility"], new(Period.Parse("2026-08"))), Viewer.House, Stop);
        compared.Rows.Sum(r => r.Before![0]).ShouldBe(august.Total.Values[0]);
        compared.Rows.Sum(r => r.Shares![0]!.Value).ShouldBe(100, 0.001m);

        // What is not kept by facility is unknown to a viewer bound to one, and to a question about one: no rate without its people.
        (await figures.Ask(Of(["visits_per_10000"], [], quarter with { Facility = "99001" }), Viewer.House, Stop)).Total.Values[0]
            .ShouldBeNull();
        (await figures.Ask(Of(["visits_per_10000"], [], quarter), Someone.OfFacilities(["99001"]), Stop)).Total.Values[0].ShouldBeNull();

        // Every figure can be followed to as many episodes, and each of those says it counts.
        foreach (var measure in new[] { "inpatient_cases", "inpatient_dead", "drug_lines", "births", "referral_letters" })
        {
            var figure = (await figures.Ask(Of([measure], [], quarter), Viewer.House, Stop)).Total.Values[0];
            var episodes = await figures.Episodes(Of([measure], [], quarter), 100_000, 0, Viewer.House, Stop);
            episodes.Sum(e => e.Rows).ShouldBe((long)figure!.Value, measure);
            // A page of them says how many there are and what they come to together.
            var page = await figures.Episodes(Of([measure], [], quarter), 2, 1, Viewer.House, Stop);
            page.Count.ShouldBe(Math.Clamp(episodes.Count - 1, 0, 2));
            page.ShouldAllBe(e => e.AllEpisodes == episodes.Count && e.AllValue == figure);
            foreach (var episode in episodes.Take(3))
                (await figures.Explain(episode.RecordKey, Viewer.House, Stop))
                    .Single(v => v.Measure.Code == measure).Counts.ShouldBeTrue();
        }
        var days = await figures.Episodes(Of(["inpatient_days"], [], quarter), 100_000, 0, Viewer.House, Stop);
        days.Sum(e => e.Value).ShouldBe(days[0].AllValue);
        days[0].AllValue.ShouldBe((await figures.Ask(Of(["inpatient_days"], [], quarter), Viewer.House, Stop)).Total.Values[0]);
        (await figures.Episodes(Of(["people_seen"], [], quarter), 1, 0, Viewer.House, Stop))[0].AllValue
            .ShouldBeNull("people do not add up");
        var parts = (await figures.Ask(Of(["outpatient_traditional", "inpatient_traditional"], [], quarter), Viewer.House,
            Stop)).Total.Values.Sum();
        (await figures.Episodes(Of(["traditional_share"], [], quarter), 100_000, 0, Viewer.House, Stop)).Count.ShouldBe((int)parts!.Value);
        var visit = (await figures.Episodes(Of(["outpatient_cases"], [], quarter), 1, 0, Viewer.House, Stop))[0];
        (await figures.Explain(visit.RecordKey, Viewer.House, Stop))
            .Single(v =>
            v.Measure.Code == "inpatient_cases").Against.ShouldBe(["Hình thức là nội trú, nội trú ban ngày, lưu hoặc dưới 4 giờ"]);
        (await figures.Explain(visit.RecordKey, Someone.OfFacilities(["không"]), Stop)).ShouldBeEmpty();

        // As known on a day: what had been heard by then, though corrections came later; rollups know only now.
        var heard = (await test.Ask<DateTime>("select max(known_from) from core.encounter"))[0].AddDays(-20);
        var then = await figures.Ask(Of(["encounters"], [], quarter with { KnownAt = new(heard, TimeSpan.Zero) }), Viewer.House, Stop);
        then.Total.Values[0].ShouldBe((await test.Ask<long>("select count(*) from core.encounter where discharged_on between date " +
            "'2026-07-01' and date '2026-09-30' and known_from <= $heard and (known_to is null or known_to > $heard)", new { heard }))[0]);
        then.Plans.ShouldAllBe(p => p.Rollup == null);

        // On the boundaries since 01/07/2025 the parts of the communes add up to the same whole.
        var asWas = await figures.Ask(Of(["encounters"], ["commune"], new(Period.Parse("2026-Q3"))), Viewer.House, Stop);
        var since = await figures.Ask(Of(["encounters"], ["commune"], new(Period.Parse("2026-Q3"), Geography: Geography.Since2025)),
            Viewer.House, Stop);
        since.Total.Values[0]!.Value.ShouldBe(asWas.Total.Values[0]!.Value, 0.01m);

        // Form 9 prints every facility under its kind, each head the sum of those below, the whole the sum of the heads.
        var reports = new HealthWarehouse.Report.Reports(test.House.Catalogue, figures, new(test.House.Catalogue));
        var form = await reports.Compute(reports.Find("b9")!, quarter, Viewer.House, Stop);
        for (var c = 0; c < form.Columns.Count; c++)
        {
            form.Rows.Where(r => r.IsHead).Sum(r => r.Values[c]).ShouldBe(form.Total.Values[c]);
            form.Rows.Where(r => !r.IsHead).Sum(r => r.Values[c]).ShouldBe(form.Total.Values[c]);
        }
        form.Total.Values[3].ShouldBe((await figures.Ask(Of(["outpatient_cases"], [], quarter), Viewer.House, Stop)).Total.Values[0]);
    }

    [Theory]
    [InlineData("2026", "2025", "2026")]
    [InlineData("2026-Q1", "2025-Q4", "2026-3M")]
    [InlineData("2026-H2", "2026-H1", "2026")]
    [InlineData("2026-H1", "2025-H2", "2026-H1")]
    [InlineData("2026-9M", "2025-9M", "2026-9M")]
    [InlineData("2026-01", "2025-12", "2026-1M")]
    public void Periods_know_the_one_before_and_the_year_so_far(string code, string before, string soFar)
    {
        Period.Parse(code).Previous.Code.ShouldBe(before);
        Period.Parse(code).SinceNewYear.ShouldBe(Period.Parse(soFar));
    }

    private static Question Of(string[] measures, string[] by, Slice slice) =>
        new(measures, by, slice, new Dictionary<string, IReadOnlyList<string>>());
}
