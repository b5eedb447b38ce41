using System.Net;
using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Targets as cards, bars, tables and lines show them: shape and words of the status, the line, what is not confirmed; and on maps what was
/// not sent.
/// </summary>
public class TargetMarksSpec
{
    private static readonly Target Confirmed = new("x", default, new() { AtLeast = 80 }, "QĐ 1", Certainty.Confirmed,
        Attention: new() { AtLeast = 60 });

    [Theory]
    [InlineData(80, "is-good", "đạt"), InlineData(79, "is-warn", "cần chú ý"), InlineData(59, "is-bad", "không đạt")]
    public async Task A_key_figure_has_the_shape_and_the_word_of_its_status_and_names_the_act(int value, string shape, string word)
    {
        var card = await Card(value, Confirmed);
        card.ShouldContain($"status-mark {shape}");
        card.ShouldContain($"aria-label=\"{word}\"");
        card.ShouldContain("Mục tiêu ≥ 80% (QĐ 1) · 5/7 cơ sở");
    }

    [Fact]
    public async Task Without_target_it_stays_grey_and_says_so_and_without_figure_it_says_that()
    {
        var plain = await Card(80, null);
        plain.ShouldContain("status-mark is-none");
        plain.ShouldContain("aria-label=\"không có mục tiêu\"");
        plain.ShouldContain("Không có mục tiêu · 5/7 cơ sở");
        (await Card(null, Confirmed)).ShouldContain("aria-label=\"chưa đủ dữ liệu\"");
    }

    [Fact]
    public async Task A_target_nobody_confirmed_is_told_so() =>
        (await Card(80, Confirmed with { Certainty = Certainty.Unconfirmed })).ShouldContain("Mục tiêu ≥ 80% (QĐ 1; chưa xác nhận)");

    [Fact]
    public async Task A_table_marks_only_what_misses_and_bars_draw_the_target_through_their_rows()
    {
        var (answer, targets) = Asked("facility", ("a", 82), ("b", 70), ("c", 50));
        var table = await Html<FigureTable>(new() { ["Answer"] = answer, ["Targets"] = targets, ["Totals"] = true });
        table.Split("status-mark is-warn").Length.ShouldBe(3, "one row, and the whole");
        table.Split("status-mark is-bad").Length.ShouldBe(2);
        table.ShouldNotContain("status-mark is-good");
        table.ShouldContain("mục tiêu 80–85%, chưa xác nhận");
        var bars = await Html<Bars>(new() { ["Answer"] = answer, ["Targets"] = targets });
        bars.Split("target-line").Length.ShouldBe(1 + 2 * 3, "both ends of the range in every row");
        bars.ShouldContain("Vạch đứt: mục tiêu 80–85%, chưa xác nhận.");
    }

    [Fact]
    public void A_line_over_months_is_given_the_target_of_each_month()
    {
        var (answer, targets) = Asked("month", "low_weight_rate", ("2025-12", 7), ("2026-01", 7));
        TargetLines.Of(answer, targets).ShouldBe("""[{"label":"mục tiêu < 7%","months":{"2025-12":8,"2026-01":7}}]""");
        var (plain, none) = Asked("month", "referral_out_rate", ("2025-12", 7));
        TargetLines.Of(plain, none).ShouldBeNull();
    }

    [Fact]
    public async Task A_commune_nobody_sent_for_is_hatched_and_one_without_case_is_zero()
    {
        var measure = new MeasureCard("encounters", "Lượt", "", "", "lượt", "", [], ["commune"], true);
        var answer = new Answer(Period.Parse("2026"), null, [measure], [new("commune", "Xã", false)], [new([new("1", "Một")], [5])],
            new([], [5]), new(), []);
        Shape[] shapes = [new("1", "Một", "M0 0"), new("2", "Hai", "M1 1"), new("3", "Ba", "M2 2")];
        Task<string> Map(params string[] silent) => Html<RegionMap>(new()
        {
            ["Answer"] = answer, ["Shapes"] = shapes, ["Link"] = (Func<string, string>)(c => c), ["Silent"] = silent.ToHashSet(),
        });

        var map = await Map("1", "2");
        map.Split("url(#not-sent)").Length.ShouldBe(2, "the first has a figure, whoever sent it");
        map.ShouldContain("Hai: chưa gửi");
        map.ShouldContain("Ba: 0 lượt");
        map.ShouldContain("map-unsent\"></span>chưa gửi");
        (await Map()).ShouldNotContain("not-sent", customMessage: "all have sent");
    }

    private static Task<string> Card(decimal? value, Target? target) => Html<Web.Shared.KeyFigure>(new()
    {
        ["Name"] = "Tỷ lệ", ["Href"] = "x", ["Value"] = value, ["Unit"] = "%", ["Target"] = target, ["Foot"] = "5/7 cơ sở",
    });

    private static (Answer Answer, FigureTargets Targets) Asked(string by, params (string Code, decimal Value)[] rows) =>
        Asked(by, "bed_occupancy", rows);

    private static (Answer Answer, FigureTargets Targets) Asked(string by, string measure, params (string Code, decimal Value)[] rows)
    {
        var card = new MeasureCard(measure, "Công suất", "", "", "%", "", [], [by], false);
        Figure[] figures = [.. rows.Select(r => new Figure([new(r.Code, r.Code)], [r.Value]))];
        var question = new Question([measure], [by], new(Period.Parse("2026")), new Dictionary<string, IReadOnlyList<string>>());
        return (new(question.Slice.Period, null, [card], [new(by, "Nơi", false)], figures, new([], [70]), new(), []),
            new(CatalogueFiles.Load(Repo.File("catalogue")), question));
    }

    private static async Task<string> Html<T>(Dictionary<string, object?> parameters) where T : IComponent
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            WebUtility.HtmlDecode((await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString()));
    }
}
