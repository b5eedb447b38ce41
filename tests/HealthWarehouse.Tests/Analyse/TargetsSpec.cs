using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>A figure has a status only against a target its act declares for that day and kind of facility.</summary>
public class TargetsSpec
{
    private static readonly DateOnly Day = new(2026, 11, 30);
    private static readonly CatalogueFiles Declared = CatalogueFiles.Load(Repo.File("catalogue"));

    [Theory]
    [InlineData(80, Status.Good), InlineData(79.99, Status.Warn), InlineData(60, Status.Warn), InlineData(59.99, Status.Bad)]
    [InlineData(85, Status.Good), InlineData(85.01, Status.Warn), InlineData(110, Status.Warn), InlineData(110.01, Status.Bad)]
    public void A_range_is_reached_at_its_ends_and_missed_beyond_where_attention_ends(double value, Status status) =>
        Made(new() { AtLeast = 80, AtMost = 85 }, new() { AtLeast = 60, AtMost = 110 }).Of((decimal)value).ShouldBe(status);

    [Theory]
    [InlineData(6.99, Status.Good), InlineData(7, Status.Warn), InlineData(8, Status.Warn), InlineData(8.01, Status.Bad)]
    public void Below_is_not_reached_at_the_value_itself(double value, Status status) =>
        Made(new() { Below = 7 }, new() { AtMost = 8 }).Of((decimal)value).ShouldBe(status);

    [Theory, InlineData(95, Status.Bad), InlineData(95.1, Status.Good)]
    public void Above_neither_and_without_attention_what_misses_is_bad(double value, Status status) =>
        Made(new() { Above = 95 }).Of((decimal)value).ShouldBe(status);

    [Fact]
    public void What_nobody_knows_has_no_status() => Made(new() { AtLeast = 80 }).Of(null).ShouldBe(Status.None);

    [Fact]
    public void The_target_of_the_last_day_holds_and_the_catalogue_says_since_when()
    {
        var targets = Declared.Targets;
        targets.Of("low_weight_rate", new(2025, 12, 31))!.Of(7.5m).ShouldBe(Status.Good);
        targets.Of("low_weight_rate", new(2026, 1, 1))!.Of(7.5m).ShouldBe(Status.Warn);
        targets.Of("sex_ratio_at_birth", new(2025, 12, 31)).ShouldBeNull("no act said one before");
        targets.Of("sex_ratio_at_birth", Day)!.Of(109).ShouldBe(Status.Bad);
    }

    [Fact]
    public void An_indicator_without_target_stays_grey()
    {
        var answered = new FigureTargets(Declared, Asked(["referral_out_rate", "bed_occupancy"]));
        answered.OfTotal(0).ShouldBeNull();
        answered.OfTotal(1)!.Certainty.ShouldBe(Certainty.Unconfirmed);
    }

    [Fact]
    public void Facilities_of_a_kind_have_their_own_target_and_other_kinds_none()
    {
        using var copy = new CatalogueCopy();
        copy.Change("targets.yaml", t => t.Replace("  - of: bed_occupancy\n", "  - of: bed_occupancy\n    kinds: [BVDK]\n",
            StringComparison.Ordinal));
        var catalogue = CatalogueFiles.Load(copy.Folder);
        var byKind = new FigureTargets(catalogue, Asked(["bed_occupancy"], "facility_kind"));
        byKind.Of(Row("BVDK"), 0).ShouldNotBeNull();
        byKind.Of(Row("TYT"), 0).ShouldBeNull();
        byKind.OfTotal(0).ShouldNotBeNull("the figure of many kinds is held against it");
        var byFacility = new FigureTargets(catalogue, Asked(["bed_occupancy"], "facility"));
        var (hospital, station) = (OfKind(catalogue, "BVDK"), OfKind(catalogue, "TYT"));
        byFacility.Of(Row(hospital), 0).ShouldNotBeNull();
        byFacility.Of(Row(station), 0).ShouldBeNull();
        new FigureTargets(catalogue, Asked(["bed_occupancy"]) with { Slice = new(Period.Parse("2026"), station) }).OfTotal(0)
            .ShouldBeNull();
    }

    [Fact]
    public void A_row_of_a_month_is_held_against_the_target_of_that_month()
    {
        var byMonth = new FigureTargets(Declared, Asked(["low_weight_rate"], "month"));
        byMonth.Of(Row("2025-12"), 0)!.Reached.Below.ShouldBe(8);
        byMonth.Of(Row("2026-01"), 0)!.Reached.Below.ShouldBe(7);
    }

    [Theory]
    [InlineData("of: bed_occupancy", "of: bed_ocupancy", "không có chỉ số 'bed_ocupancy'")]
    [InlineData("to: 2025-12-31\n    reached: { below: 8 }", "to: 2026-06-30\n    reached: { below: 8 }",
        "low_weight_rate: hai mục tiêu cùng áp dụng")]
    [InlineData("reached: { below: 109 }", "reached: { }", "reached chưa có mức nào")]
    [InlineData("  - of: caesarean_rate\n", "  - of: caesarean_rate\n    kinds: [BVXX]\n", "không có loại hình 'BVXX'")]
    [InlineData("certainty: confirmed", "certainty: maybe", "certainty")]
    public void A_target_of_nothing_stops_the_start_and_says_which(string was, string becomes, string told)
    {
        using var copy = new CatalogueCopy();
        copy.Change("targets.yaml", t => t.Replace(was, becomes, StringComparison.Ordinal));
        Should.Throw<DeclarationException>(() => CatalogueFiles.Load(copy.Folder)).Message.ShouldContain(told);
    }

    private static Target Made(Bounds reached, Bounds? attention = null) =>
        new("bed_occupancy", new(2020, 1, 1), reached, "QĐ 1", Certainty.Confirmed, Attention: attention);

    private static Question Asked(string[] measures, params string[] by) =>
        new(measures, by, new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());

    private static Figure Row(string code) => new([new(code, code)], [50m]);

    private static string OfKind(CatalogueFiles catalogue, string kind)
    {
        var rows = catalogue.Rows("facilities.csv");
        return rows.Rows.First(r => r[rows.Index("kind")] == kind)[rows.Index("code")]!;
    }
}
