using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Analyse;

/// <summary>
/// The semantic layer: declared measures by declared dimensions agree with the reports and with a count of rows made another way.
/// </summary>
public class FiguresSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task Totals_are_those_of_form_14(Engine engine)
    {
        await using var test = await Mimic(engine);
        var reports = new HealthWarehouse.Report.Reports(test.House.Catalogue,
            new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit), new(test.House.Catalogue));
        foreach (var slice in new[] { new Slice(Period.Parse("2026")), new(Period.Parse("2026-Q3")), new(Period.Parse("2026"), "99001") })
        {
            var form = await reports.Compute(reports.Find("b14")!, slice, Viewer.House, Stop);
            foreach (var (column, i) in form.Columns.Select((c, i) => (c, i)).Where(c => c.c.Measure is not null))
                (await Ask(test, [column.Measure!], ["facility", "month"], slice)).Total.Values.ShouldBe([form.Total.Values[i]!.Value],
                    $"{slice} {column.Id}");
        }
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Random_slices_agree_with_the_rows(Engine engine)
    {
        await using var test = await Mimic(engine);
        var rows = await test.Ask<Row>("select facility_code as facility, sex, visit_type, cast(discharged_on as varchar) as day, " +
            "age_years, treatment_days from core.encounter where known_to is null");
        var random = new Random(20261124);
        for (var n = 0; n < 60; n++)
        {
            var by = Dimensions.Keys.Where(_ => random.Next(2) == 0).ToArray();
            var filter = Dimensions.Keys.ElementAt(random.Next(Dimensions.Count));
            var value = Dimensions[filter](rows[random.Next(rows.Count)]);
            var mine = rows.Where(r => r.Day.StartsWith("2026", StringComparison.Ordinal) && Dimensions[filter](r) == value).ToArray();

            var answer =
                await Ask(test, ["inpatient_cases", "inpatient_days"], by, new(Period.Parse("2026")), new() { [filter] = [value] });

            var inpatients = mine.Where(r => r.VisitType is "03" or "04" or "06" or "09").ToArray();
            answer.Total.Values.ShouldBe([inpatients.Length, inpatients.Sum(r => r.TreatmentDays ?? 0)], $"{filter}={value}");
            if (by.Length == 0) continue;
            var expected = inpatients.GroupBy(r => string.Join('|', by.Select(d => Dimensions[d](r))))
                .ToDictionary(g => g.Key, g => (decimal?)g.Count());
            answer.Rows.ToDictionary(r => string.Join('|', r.Keys.Select(k => k.Code)), r => r.Values[0])
                .ShouldBe(expected, ignoreOrder: true);
        }
    }

    [Fact]
    public async Task A_viewer_bound_to_a_facility_gets_only_its_figures()
    {
        await using var test = await Mimic(Engine.DuckDb);
        var clerk = Someone.OfFacilities(["99010"]);

        var bound = await new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit)
            .Ask(Question(["inpatient_cases"], ["facility"], new(Period.Parse("2026"))), clerk, Stop);
        var asked = await Ask(test, ["inpatient_cases"], ["facility"], new(Period.Parse("2026"), "99010"));

        bound.Rows.Select(r => r.Keys[0].Code).ShouldAllBe(code => code == "99010");
        bound.Total.Values.ShouldBe(asked.Total.Values);
    }

    [Fact]
    public async Task A_question_that_cannot_be_answered_says_why()
    {
        await using var test = await TestHouse.Open();
        var figures = new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit);
        var slice = new Slice(Period.Parse("2026"));

        figures.Fault(Question([], [], slice)).ShouldBe("Chọn ít nhất một chỉ số.");
        figures.Fault(Question(["khong_co"], [], slice))!.ShouldContain("'khong_co'");
        figures.Fault(Question(["inpatient_cases"], ["f.sex; drop table x"], slice))!.ShouldContain("Không có chiều");
        figures.Fault(Question(["inpatient_cases"], ["sex"], slice)).ShouldBeNull();
        (await Ask(test, ["inpatient_cases"], [], slice, new() { ["sex"] = ["' or true --"] })).Total.Values.ShouldBe([0]);
    }

    private static readonly Dictionary<string, Func<Row, string>> Dimensions = new()
    {
        ["facility"] = r => r.Facility,
        ["sex"] = r => r.Sex!,
        ["visit_type"] = r => r.VisitType!,
        ["month"] = r => r.Day[..7],
        ["age_band"] = r =>
            r.AgeYears switch { < 5 => "00-04", < 15 => "05-14", < 25 => "15-24", < 50 => "25-49", < 60 => "50-59", _ => "60+" },
    };

    private sealed record Row
    {
        public required string Facility { get; init; }
        public string? Sex { get; init; }
        public string? VisitType { get; init; }
        public required string Day { get; init; }
        public int? AgeYears { get; init; }
        public long? TreatmentDays { get; init; }
    }

    private static Question Question(string[] measures, string[] by, Slice slice, Dictionary<string,
        IReadOnlyList<string>>? where = null) => new(measures, by, slice, where ?? []);

    private static Task<Answer> Ask(TestHouse test, string[] measures, string[] by, Slice slice, Dictionary<string,
        IReadOnlyList<string>>? where = null) =>
        new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit)
            .Ask(Question(measures, by, slice, where), Viewer.House, Stop);

    private static async Task<TestHouse> Mimic(Engine engine)
    {
        var test = await TestHouse.Open(engine);
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order())
            await test.Send(await File.ReadAllBytesAsync(file, Stop));
        await test.House.Loader.LoadWaiting(Stop);
        return test;
    }
}
