using CsCheck;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>
/// A made-up province that ends in the middle of a month: coverage never exceeds its whole and follows the filter, months to come have no
/// figure, and key figures agree with questions asked one by one.
/// </summary>
public sealed class CoverageSpec(CoverageSpec.Province province) : IClassFixture<CoverageSpec.Province>
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly Dictionary<string, IReadOnlyList<string>> Everything = [];

    public sealed class Province : IAsyncLifetime
    {
        private Sent _sent = null!;

        internal HealthWarehouse.Operate.House House => _sent.Test.House;
        internal Figures Figures { get; private set; } = null!;
        internal DateOnly Known { get; private set; }

        public async ValueTask InitializeAsync()
        {
            _sent = await Sent.Load(Engine.DuckDb, new() { People = 1200, Months = 5, Errors = 0, EndsOn = new(2026, 9, 30) },
                d => d.SentAt < new DateTimeOffset(2026, 9, 18, 0, 0, 0, TimeSpan.FromHours(7)));
            Figures = new(House.Catalogue, House.Warehouse, House.Audit);
            Known = (await Figures.KnownTo(new(Period.Parse("2026")), Viewer.House, Stop))!.Value;
        }

        public async ValueTask DisposeAsync() => await _sent.Test.DisposeAsync();
    }

    [Fact]
    public async Task Of_the_open_facilities_of_a_slice_no_more_have_sent_than_there_are()
    {
        var facilities = province.House.Catalogue.Lists["facility"].Entries.Select(e => e.Code).Distinct().ToArray();
        var communes = province.House.Catalogue.Lists["commune"].Entries.Select(e => e.Code).Distinct().ToArray();
        string?[] places = [null, .. communes[..60], "99"];
        string[] periods = ["2026", "2026-Q3", "2026-06", "2026-09", "2026-12", "2025"];
        var slices = Gen.Select(Gen.Int[0, periods.Length - 1].Select(i => periods[i]), Gen.Int[0, 2], Gen.Int[0, facilities.Length - 1],
            Gen.Int[0, places.Length - 1].Select(i => places[i]), Gen.Enum<Geography>(), Gen.Enum<Place>());
        await slices.SampleAsync(async (period, kind, facility, unit, geography, place) =>
        {
            var slice = new Slice(Period.Parse(period), kind == 1 ? facilities[facility] : null, kind == 2 ? unit : null, place, geography);
            var viewer = kind == 0 ? Viewer.House with { Facilities = [facilities[facility], "99010"] } : Viewer.House;
            var fresh = await province.Figures.Fresh(slice, viewer, Stop);
            fresh.Facilities.ShouldBeInRange(0, fresh.OpenFacilities);
            if (kind < 2) fresh.OpenFacilities.ShouldBeLessThanOrEqualTo(kind == 1 ? 1 : 2);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task Coverage_of_the_facilities_one_by_one_adds_up_to_that_of_all_and_to_the_page_of_sendings()
    {
        var period = Period.Parse("2026-08");
        var all = await province.Figures.Fresh(period, Viewer.House, Stop);
        var sendings = await province.Figures.Sendings(period, Viewer.House, Stop);
        ((long)sendings.Count, (long)sendings.Count(s => s.Episodes > 0)).ShouldBe((all.OpenFacilities, all.Facilities));
        all.Facilities.ShouldBeGreaterThan(0);
        var (open, sent) = (0L, 0L);
        foreach (var code in sendings.Select(s => s.FacilityCode))
        {
            var one = await province.Figures.Fresh(new Slice(period, code), Viewer.House, Stop);
            (open, sent) = (open + one.OpenFacilities, sent + one.Facilities);
        }
        (open, sent).ShouldBe((all.OpenFacilities, all.Facilities));
    }

    [Fact]
    public async Task Months_to_come_have_no_figure_and_the_running_one_says_so()
    {
        var answer = await province.Figures.Ask(new(["encounters", "bed_occupancy"], ["month"], new(Period.Parse("2026")), Everything)
            { Compare = Comparison.LastYear }, Viewer.House, Stop);
        answer.Standing.ShouldBe(new Standing(PeriodState.Running, province.Known, Period.Parse("2026").DaysTo(province.Known)));
        answer.Compared!.End.ShouldBe(province.Known.AddYears(-1));
        foreach (var row in answer.Rows)
        {
            var month = Period.Parse(row.Keys[0].Code!);
            row.State.ShouldBe(Standing.Of(month, province.Known).State);
            if (row.State is PeriodState.NotCome) row.Values.ShouldAllBe(v => v == null);
        }
        answer.Rows.Count(r => r.State is PeriodState.Running).ShouldBe(1);

        var december = new Slice(Period.Parse("2026-12"));
        var come = await province.Figures.Ask(new(["encounters"], ["facility"], december, Everything), Viewer.House, Stop);
        (come.Standing.State, come.Rows.Count, come.Total.Values[0]).ShouldBe((PeriodState.NotCome, 0, null));
        var form = await new Reports(province.House.Catalogue, province.Figures, new(province.House.Catalogue))
            .Compute(province.House.Catalogue.Reports["b14"], new(Period.Parse("2026-12")), Viewer.House, Stop);
        form.Standing.State.ShouldBe(PeriodState.NotCome);
        form.Rows.Append(form.Total).SelectMany(r => r.Values).ShouldAllBe(v => v == null);
    }

    [Fact]
    public async Task Lines_of_twelve_months_are_twelve_months_that_have_come()
    {
        var board = province.House.Catalogue.Dashboards["kham-chua-benh"];
        var tiles = await new Dashboards(province.House.Catalogue, province.Figures)
            .Compute(board, new(Period.Parse("2026")), Everything, Viewer.House, Stop);
        foreach (var tile in tiles.Where(t => t.Tile.Months is not null))
        {
            (tile.Answer!.Period.Months, tile.Answer.Period.End.Month).ShouldBe((tile.Tile.Months!.Value, province.Known.Month));
            tile.Answer.Rows.ShouldAllBe(r => r.State != PeriodState.NotCome);
        }
    }

    [Fact]
    public async Task Key_figures_are_those_of_questions_asked_one_by_one()
    {
        string[] measures = ["encounters", "inpatient_cases", "bed_occupancy"];
        foreach (var period in new[] { "2026-09", "2026-08", "2026", "2026-11" })
        {
            var slice = new Slice(Period.Parse(period));
            foreach (var (key, m) in (await province.Figures.Key(measures, slice, Everything, Viewer.House, Stop)).Select((k, m) => (k, m)))
            {
                foreach (var (compare, before) in new[] { (Comparison.Previous, key.Previous), (Comparison.LastYear, key.LastYear) })
                {
                    var question = new Question([measures[m]], [], slice, Everything) { Compare = compare };
                    var asked = await province.Figures.Ask(question, Viewer.House, Stop);
                    (key.Now.Value, before!.Then.Value, before.Period)
                        .ShouldBe((asked.Total.Values[0], asked.Total.Before![0], asked.Compared));
                    key.Standing.ShouldBe(asked.Standing);
                }
                key.Series.Count.ShouldBe(13);
                key.Series.ShouldAllBe(s => s.State != PeriodState.NotCome);
                foreach (var month in key.Series.TakeLast(3))
                {
                    var question = new Question([measures[m]], [], new(Period.Parse(month.Month)), Everything);
                    var asked = await province.Figures.Ask(question, Viewer.House, Stop);
                    (month.Value ?? 0).ShouldBe(asked.Total.Values[0] ?? 0, $"{measures[m]} {month.Month}");
                }
            }
        }
    }
}
