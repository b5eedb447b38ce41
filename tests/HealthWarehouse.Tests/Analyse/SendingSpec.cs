using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>Who has sent, when last, and by when again: by the days declared for each kind of facility.</summary>
public class SendingSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task A_facility_is_late_from_the_day_after_its_due_day_and_one_that_never_sent_is_not_connected(Engine engine)
    {
        var received = new DateOnly(2026, 11, 20);
        await using var test = await TestHouse.Open(engine, clock: new ExampleClock(received));
        await test.Send(Made.Envelope(test, "inpatient", 1));
        await test.House.Loader.LoadWaiting(Stop);
        var figures = new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit);

        var sendings = await figures.Sendings(Period.Parse("2026-11"), Viewer.House, Stop);

        var sent = sendings.Where(s => s.LastReceived is not null).ShouldHaveSingleItem();
        var due = received.AddDays(test.House.Catalogue.Sending.DaysOf(sent.Kind));
        sent.DueOn.ShouldBe(due);
        (sent.DaysLate(due), sent.IsLate(due)).ShouldBe((0, false));
        (sent.DaysLate(due.AddDays(3)), sent.IsLate(due.AddDays(3))).ShouldBe((3, true));
        var silent = sendings.First(s => s.LastReceived is null);
        (silent.DueOn, silent.DaysLate(due), silent.IsLate(due.AddYears(1)), silent.Episodes).ShouldBe((null, null, false, 0));

        // A commune is silent when none of its own facilities has sent for the period; of one facility's slice all are, or none.
        var (files, month) = (test.House.Catalogue, new Slice(Period.Parse("2026-11")));
        var rows = files.Rows("facilities.csv");
        string Home(string facility) => rows.Rows.Last(r => r[rows.Index("code")] == facility)[rows.Index("commune_code")]!;
        var spoke = sendings.Where(s => s.Episodes > 0).Select(s => s.FacilityCode).ToArray();
        var communes = await figures.Silent(files, month, Viewer.House, Stop);
        communes.ShouldNotBeEmpty();
        foreach (var facility in spoke) communes.ShouldNotContain(Home(facility));
        communes.ShouldContain(Home(silent.FacilityCode), "nobody else there has sent");
        (await figures.Silent(files, month with { Facility = silent.FacilityCode }, Viewer.House, Stop)).Count
            .ShouldBe(files.Lists["commune"].Entries.Select(e => e.Code).Distinct().Count());
        (await figures.Silent(files, month with { Period = Period.Parse("2027-01") }, Viewer.House, Stop)).ShouldBeEmpty("it has not come");
        foreach (var facility in spoke)
            (await figures.Silent(files, month with { Facility = facility }, Viewer.House, Stop)).ShouldBeEmpty();
    }
}
