using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Quality;

public class FacilityScoreSpec
{
    private static readonly QualityScope All = new(new(2026, 1, 1), new(2027, 1, 1));

    [Theory, ClassData(typeof(Engines))]
    public async Task A_facility_is_scored_by_its_records_and_told_which_fix_brings_most(Engine engine)
    {
        await using var test = await TestHouse.Open(engine, clock: new ExampleClock(new(2026, 11, 20)));
        for (var i = 1; i <= 5; i++) await test.Send(Made.Envelope(test, "inpatient", i));
        // three with one error
        for (var i = 6; i <= 8; i++) await test.Send(Made.Envelope(test, "inpatient", i, ("XML1", "MA_LOAI_RV", "9")));
        // one with two
        await test.Send(Made.Envelope(test, "inpatient", 9, ("XML1", "MA_LOAI_RV", "9"), ("XML1", "NGAY_RA", "202610040900")));
        // another facility
        await test.Send(Made.Envelope(test, "outpatient", 10));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        var facilities = await new QualityOffice(test.House.Warehouse)
            .Facilities(All, Viewer.House, TestContext.Current.CancellationToken);

        facilities.Select(f => f.FacilityCode).ShouldBe(["99001", "99010"]);
        var (worse, better) = (facilities[0], facilities[1]);
        (worse.Records, worse.WithErrors).ShouldBe((9, 4));
        worse.Score!.Value.ShouldBe(100m * 5 / 9, 0.01m);
        worse.Fixes[0].Field.ShouldBe("MA_LOAI_RV");
        (worse.Fixes[0].Records, worse.Fixes[0].Gain).ShouldBe((4, 3));           // the fourth has another error beside
        worse.ScoreAfter(worse.Fixes[0])!.Value.ShouldBe(100m * 8 / 9, 0.01m);
        better.Score.ShouldBe(100);
    }

    [Fact]
    public async Task A_facility_sees_its_own_score_only()
    {
        await using var test = await TestHouse.Open(clock: new ExampleClock(new(2026, 11, 20)));
        await test.Send(Made.Envelope(test, "inpatient", 1));
        await test.Send(Made.Envelope(test, "outpatient", 2));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        var seen = await new QualityOffice(test.House.Warehouse)
            .Facilities(All, Someone.OfFacilities(["99010"]), TestContext.Current.CancellationToken);

        seen.Select(f => f.FacilityCode).ShouldBe(["99010"]);
    }
}
