using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Demo.Truth;

namespace HealthWarehouse.Tests.Demo;

/// <summary>
/// The made-up province could be a real one: beds are used, who is sent on arrives, men and women are as many, every place that is open
/// treats and sends, but for a handful that are late. Beds and days of sending are taken in the measure of the people made here.
/// </summary>
public class DemoRealismSpec
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));
    private static readonly DemoSettings Settings = new() { People = 4000, Months = 6, EndsOn = new(2026, 10, 31) };
    private static readonly DateTimeOffset End = new(Settings.EndsOn.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(7));
    private static readonly Lazy<DemoDelivery[]> Deliveries = new(() => [.. DemoProvince.Generate(Settings, Catalogue)]);
    private static readonly Lazy<TruthEncounter[]> Truth =
        new(() => [.. Deliveries.Value.SelectMany(d => d.Truth).Where(t => t.State is TruthState.Current)]);
    private static readonly Facility[] Open = [.. OpenFacilities()];

    /// <summary>How many times more people the catalogue counts in the province than are made here.</summary>
    private static readonly double Times = People() / (double)Settings.People;

    [Fact]
    public void Beds_of_hospitals_are_neither_empty_nor_over_full()
    {
        var hospitals = Open.Where(f => f.Beds > 0 && f.Kind != "TYT").ToDictionary(f => f.Code);
        var days = Truth.Value.Where(t => t.VisitType == "03" && hospitals.ContainsKey(t.Facility))
            .Sum(t => (t.Discharged.Date - t.Arrived.Date).Days + 1);
        var free = hospitals.Values.Sum(f => f.Beds) * (double)(Settings.EndsOn.DayNumber - Settings.BeginsOn.DayNumber + 1) / Times;

        (100 * days / free).ShouldBeInRange(60, 95);
    }

    [Fact]
    public void Those_who_are_sent_on_arrive_and_nobody_is_sent_by_a_place_that_did_not()
    {
        var sent = Truth.Value.Where(t => t.DischargeType is "2" or "5").ToArray();
        var came = Truth.Value.Where(t => t.ReferredFrom is not null).ToArray();

        came.Length.ShouldBeGreaterThan(50);
        ((double)came.Length / sent.Length).ShouldBeInRange(0.85, 1.05);
        came.Select(t => (t.Person, t.ReferredFrom!)).Except(sent.Select(t => (t.Person, t.Facility))).Count()
            .ShouldBeLessThan(came.Length / 10, "their first visit was cancelled, refused or before the first day");
    }

    [Fact]
    public void Men_and_women_are_as_many_and_a_few_more_boys_are_born_than_girls()
    {
        var people = new DemoProvince(Settings with { People = 20_000 }, Catalogue).People().ToLookup(p => p.Sex);
        var seen = Truth.Value.DistinctBy(t => t.Person).ToLookup(t => t.Sex);

        (100.0 * people[Sex.Male].Count() / people[Sex.Female].Count()).ShouldBeInRange(96, 104);
        (100.0 * Children(Sex.Male) / Children(Sex.Female)).ShouldBeInRange(103, 114);
        (100.0 * seen[(int)Sex.Female].Count() / seen.Sum(s => s.Count())).ShouldBeInRange(47.5, 52.5);

        int Children(Sex sex) => people[sex].Count(p => p.Mother is not null);
    }

    [Fact]
    public void Every_open_place_treats_somebody_and_sends()
    {
        var treating = Truth.Value.Select(t => t.Facility).ToHashSet();

        Open.Length.ShouldBeGreaterThan(190);
        Open.Select(f => f.Code).Except(treating).ShouldBeEmpty();
    }

    [Fact]
    public void Messages_come_every_day_to_the_last_and_only_a_handful_of_places_is_late()
    {
        var until = Deliveries.Value.Where(d => d.SentAt <= End).ToArray();
        var days = until.Select(d => DateOnly.FromDateTime(d.SentAt.ToOffset(End.Offset).DateTime)).ToHashSet();
        for (var day = Settings.EndsOn.AddDays(-30); day <= Settings.EndsOn; day = day.AddDays(1)) days.ShouldContain(day);

        var last = until.SelectMany(d => d.Truth.Select(t => (t.Facility, d.SentAt))).GroupBy(t => t.Facility)
            .ToDictionary(g => g.Key, g => g.Max(t => t.SentAt));
        var late = Open.Where(f => last[f.Code] < End.AddDays(-1 - (Catalogue.Sending.DaysOf(f.Kind) + 1) * Times)).ToArray();
        late.Length.ShouldBeInRange(2, 16);
    }

    private sealed record Facility(string Code, string Kind, int Beds);

    private static IEnumerable<Facility> OpenFacilities()
    {
        var rows = Catalogue.Rows("facilities.csv");
        return rows.Rows.Where(r => r[rows.Index("valid_to")] is null && r[rows.Index("status")] == "active")
            .Select(r => new Facility(r[rows.Index("code")]!, r[rows.Index("kind")]!, Number(r[rows.Index("beds_actual")])));
    }

    private static int People()
    {
        var rows = Catalogue.Rows("admin-units.csv");
        return rows.Rows.Where(r => r[rows.Index("code")]!.StartsWith("99", StringComparison.Ordinal))
            .Where(r => r[rows.Index("level")] == "commune" && r[rows.Index("valid_to")] is null)
            .Sum(r => Number(r[rows.Index("population")]));
    }

    private static int Number(string? text) => int.Parse(text ?? "0", System.Globalization.CultureInfo.InvariantCulture);
}
