using System.Globalization;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Report;

/// <summary>
/// Form 14 on either tree of units. In the made-up province Phường Hồ Sen (99007) went to Phường Ngọc Trà (99101, six tenths of its people)
/// and to Phường Bến Trúc (99102, the rest) on 01/07/2025; 99101 had been the code of Xã Hương Lĩnh before.
/// </summary>
public class GeographySpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Cases_by_residence_count_on_the_boundaries_asked_for_and_the_province_keeps_its_total(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        await Send(test, 1, count: 5, commune: "99007", discharged: new(2025, 5, 20));
        await Send(test, 20, count: 2, commune: "99101", discharged: new(2025, 5, 21));
        await Send(test, 40, count: 3, commune: "99101", discharged: new(2025, 9, 9));
        await Send(test, 60, count: 1, commune: "99007", discharged: new(2025, 10, 2));       // still the old code, after the change
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Cases(test, "99007", Geography.AsWas)).ShouldBe(6);
        (await Cases(test, "99101", Geography.AsWas)).ShouldBe(5);                            // two units of one code, each in its days
        (await Cases(test, "99101", Geography.Since2025)).ShouldBe(3 + (6 * 0.6m));
        (await Cases(test, "99102", Geography.Since2025)).ShouldBe(6 * 0.4m);
        (await Cases(test, "99109", Geography.Since2025)).ShouldBe(2);                        // where Xã Hương Lĩnh went
        (await Cases(test, "99007", Geography.Until2025)).ShouldBe(6 + (3 * 0.230769m), 0.0001m);
        foreach (var geography in Enum.GetValues<Geography>()) (await Cases(test, "99", geography)).ShouldBe(11, 0.0001m, $"{geography}");
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Cases_by_facility_count_where_the_facility_stood_on_the_day(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        // the hospital stands in 99001 then, in 99101 since
        await Send(test, 1, count: 2, commune: "99110", discharged: new(2025, 5, 20));
        await Send(test, 20, count: 1, commune: "99110", discharged: new(2025, 9, 9));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Cases(test, "99001", Geography.AsWas, Place.Facility)).ShouldBe(2);
        (await Cases(test, "99101", Geography.AsWas, Place.Facility)).ShouldBe(1);
        (await Cases(test, "99101", Geography.Since2025, Place.Facility)).ShouldBe(3);
    }

    [Fact]
    public async Task A_report_as_known_on_a_day_does_not_know_what_came_later()
    {
        var clock = new SetClock(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        await Send(test, 1, count: 2, commune: "99101", discharged: new(2025, 9, 9));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        clock.Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        await Send(test, 20, count: 3, commune: "99101", discharged: new(2025, 9, 9));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await Cases(test, "99", Geography.AsWas)).ShouldBe(5);
        (await Cases(test, "99", Geography.AsWas, known: new(2026, 2, 15, 0, 0, 0, TimeSpan.Zero))).ShouldBe(2);
    }

    private static async Task Send(TestHouse test, int first, int count, string commune, DateOnly discharged)
    {
        var (day, before) = (discharged.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            discharged.AddDays(-4).ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        foreach (var number in Enumerable.Range(first, count))
            await test.Send(Made.Envelope(test, "inpatient", number,
                ("XML1", "MAXA_CU_TRU", commune), ("XML1", "NGAY_VAO", $"{before}0810"), ("XML1", "NGAY_VAO_NOI_TRU", $"{before}0930"),
                    ("XML1", "NGAY_RA", $"{day}1000")));
    }

    private static async Task<decimal> Cases(TestHouse test, string unit, Geography geography, Place place = Place.Residence,
        DateTimeOffset? known = null)
    {
        var reports = new Reports(test.House.Catalogue, new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit),
            new(test.House.Catalogue));
        var result = await reports.Compute(reports.Find("b14")!,
            new(Period.Parse("2025"), Unit: unit, Place: place, Geography: geography, KnownAt: known), Viewer.House,
            TestContext.Current.CancellationToken);
        return result.Total.Values[6]!.Value;
    }
}
