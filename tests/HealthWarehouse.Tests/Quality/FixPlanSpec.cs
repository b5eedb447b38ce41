using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Quality;

public class FixPlanSpec
{
    private static readonly QualityScope All = new(new(2026, 1, 1), new(2027, 1, 1));

    [Theory, ClassData(typeof(Engines))]
    public async Task Fixes_together_free_the_records_whose_every_error_is_among_them(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, clock: new ExampleClock(new(2026, 11, 20)));
        for (var i = 1; i <= 3; i++) await test.Send(Made.Envelope(test, "inpatient", i, ("XML1", "MA_LOAI_RV", "9")));
        await test.Send(Made.Envelope(test, "inpatient", 4, ("XML1", "MA_LOAI_RV", "9"), ("XML1", "NGAY_RA", "202610040900")));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        var facility = (await new QualityOffice(test.House.Warehouse)
            .Facilities(All, Viewer.House, TestContext.Current.CancellationToken)).Single();
        var plans = new FixPlans(test.House.Warehouse);

        var one = await plans.Of(facility.FacilityCode, All, facility.Fixes.Take(1), Viewer.House, TestContext.Current.CancellationToken);
        var every = await plans.Of(facility.FacilityCode, All, facility.Fixes, Viewer.House, TestContext.Current.CancellationToken);
        var none = await plans.Of(facility.FacilityCode, All, [], Viewer.House, TestContext.Current.CancellationToken);
        var foreign = await plans.Of(facility.FacilityCode, All, facility.Fixes, Someone.OfFacilities(["99777"]),
            TestContext.Current.CancellationToken);

        (one.Wrong, one.Cleared).ShouldBe((4, 3));
        every.Cleared.ShouldBe(facility.Fixes.Count < 3 ? 4 : every.Cleared);
        every.Cleared.ShouldBeGreaterThanOrEqualTo(one.Cleared);
        none.Cleared.ShouldBe(0);
        (foreign.Wrong, foreign.Cleared).ShouldBe((0, 0));
    }
}
