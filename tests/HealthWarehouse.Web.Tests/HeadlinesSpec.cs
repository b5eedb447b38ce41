using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Rooms.Dashboards;

namespace HealthWarehouse.Web.Tests;

/// <summary>The title of a tile states what its figures show, by the declared sentences; where none is true it names the measure.</summary>
public class HeadlinesSpec
{
    private static readonly DateOnly Today = new(2026, 11, 30);

    private static readonly IReadOnlyList<Headline> Declared =
        Declaration.Read<HeadlineFile>(Repo.File("catalogue/headlines.yaml")).Headlines;

    [Theory]
    [InlineData("90 100 97 95 93 50", "Lượt khám giảm 3 tháng liền, còn 93 lượt trong tháng 10/2026")]
    [InlineData("100 90 92 94 97 10", "Lượt khám tăng 3 tháng liền, lên 97 lượt trong tháng 10/2026")]
    [InlineData("90 100 97 99 98 20", null)]
    public void Only_months_that_are_over_count_and_the_running_one_is_no_fall(string values, string? title)
    {
        var months = values.Split(' ')
            .Select((v, i) => Row($"2026-{i + 6:00}", decimal.Parse(v, System.Globalization.CultureInfo.InvariantCulture)));
        Title(TileKind.Line, "month", [.. months]).ShouldBe(title);
    }

    [Fact]
    public void A_gap_ends_a_run() =>
        Title(TileKind.Line, "month", [Row("2026-05", 99), Row("2026-06", 98), Row("2026-08", 97), Row("2026-09", 96), Row("2026-10", 95)])
            .ShouldBeNull();

    [Fact]
    public void The_same_month_of_last_year_is_compared_with() =>
        Title(TileKind.Line, "month", [Row("2026-09", 80, 100), Row("2026-10", 110, 100)])
            .ShouldBe("Lượt khám tháng 10/2026 cao hơn cùng tháng năm trước 10%");

    [Fact]
    public void Of_a_handful_no_rise_and_no_fall_is_told() =>
        Title(TileKind.Line, "month", [Row("2026-09", 3, 9), Row("2026-10", 4, 9)]).ShouldBeNull();

    [Fact]
    public void Bars_tell_the_largest_and_two_that_have_half()
    {
        Title(TileKind.Bar, "age_band", [Row("a", 40), Row("b", 25), Row("c", 20), Row("d", 15)])
            .ShouldBe("Nhóm a và nhóm b chiếm 65% lượt khám");
        Title(TileKind.Bar, "age_band", [Row("a", 25), Row("b", 20), Row("c", 20), Row("d", 15), Row("e", 20)])
            .ShouldBe("Nhóm a chiếm 25% lượt khám, nhiều nhất");
    }

    [Fact]
    public void A_map_tells_how_few_communes_have_half() =>
        Title(TileKind.Map, "commune", [.. Enumerable.Range(0, 10).Select(i => Row($"{i}", i < 2 ? 30 : 5))])
            .ShouldBe("2/10 xã, phường có một nửa lượt khám; nhiều nhất là Nhóm 0");

    [Theory]
    [InlineData(59, "Lượt khám tháng 10/2026 là 59,0%, không đạt mục tiêu 80–85%, chưa xác nhận")]
    [InlineData(60, null)]
    public void A_month_that_misses_its_target_is_told_first_and_that_the_target_is_not_confirmed(double last, string? title)
    {
        Figure[] rows = [Row("2026-09", 70), Row("2026-10", (decimal)last)];
        var measure = new MeasureCard("bed_occupancy", "Lượt khám", "", "", "%", "", [], ["month"], false);
        var answer = new Answer(Period.Parse("2026"), null, [measure], [new("month", "Tháng", true)], rows, new([], [65]), new(), []);
        var question = new Question(["bed_occupancy"], ["month"], new(Period.Parse("2026")),
            new Dictionary<string, IReadOnlyList<string>>());
        var targets = new FigureTargets(CatalogueFiles.Load(Repo.File("catalogue")), question);
        BoardFinding.Of(Declared, new("t", TileKind.Line, ["bed_occupancy"], By: ["month"]), answer, Today, targets).ShouldBe(title);
        BoardFinding.Of(Declared, new("t", TileKind.Line, ["bed_occupancy"], By: ["month"]), answer, Today).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_said_of_what_is_hidden_or_does_not_add_up()
    {
        Title(TileKind.Bar, "age_band", [Row("a", 40), Row("b", 25)], veiled: true).ShouldBeNull();
        Title(TileKind.Bar, "age_band", [Row("a", 40), Row("b", 25)], additive: false).ShouldBeNull();
        Title(TileKind.Bar, "age_band", []).ShouldBeNull();
    }

    [Fact]
    public void A_sentence_of_a_fact_nobody_works_out_stops_the_start()
    {
        new HeadlineFile([new("x", [TileKind.Bar], "vì {cause}")]).Fault.ShouldBe("câu 'x' nói 'cause' là điều không ai tính");
        new HeadlineFile([new("x", [TileKind.Bar], "{top}", new Dictionary<string, decimal> { ["top"] = 1 })]).Fault
            .ShouldBe("câu 'x' đặt điều kiện cho 'top' không phải là số");
        new HeadlineFile(Declared).Fault.ShouldBeNull();
    }

    private static Figure Row(string code, decimal value, decimal? before = null) =>
        new([new(code, $"Nhóm {code}")], [value], before is null ? null : [before]);

    private static string? Title(TileKind kind, string by, Figure[] rows, bool veiled = false, bool additive = true)
    {
        var measure = new MeasureCard("visits", "Lượt khám", "", "", "lượt", "", [], [by], additive);
        var answer = new Answer(Period.Parse("2026"), null, [measure], [new(by, "Nhóm", false)], rows,
            new([], [rows.Sum(r => r.Values[0])]), new(), []) { IsVeiled = veiled };
        return BoardFinding.Of(Declared, new("t", kind, ["visits"], By: [by]), answer, Today);
    }
}
