using System.Globalization;
using System.Text;
using System.Xml.Linq;
using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Report;

/// <summary>Form 14 and the files agree: the expected cells are counted from the XML here, by a way of its own.</summary>
public class B14Spec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task Every_cell_of_every_period_is_what_the_files_say(Engine engine)
    {
        var stop = TestContext.Current.CancellationToken;
        await using var test = await TestHouse.Open(engine);
        var stays = new List<Stay>();
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order())
        {
            var bytes = await File.ReadAllBytesAsync(file, stop);
            stays.AddRange(Stay.Of(bytes));
            await test.Send(bytes);
        }
        await test.House.Loader.LoadWaiting(stop);
        stays.Count.ShouldBe(68);

        foreach (var period in new[] { "2026", "2026-H1", "2026-9M", "2026-Q3", "2026-09", "2025", "2022-10", "2019" })
            foreach (var facility in new[] { null, "99001", "99010" })
                await Agree(test, stays, Period.Parse(period), facility);
        await Agree(test, stays, Period.Parse("2026"), null, expectedInpatients: 31, expectedDeaths: 2);
    }

    [Fact]
    public async Task A_viewer_bound_to_a_facility_sees_only_its_cases()
    {
        await using var test = await TestHouse.Open();
        foreach (var file in Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml"))
            await test.Send(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        var reports = Reports(test);
        var clerk = Someone.OfFacilities(["99010"]) with { Compartments = Someone.WhoSeesAll(test).Compartments };

        var bound = await reports.Compute(reports.Find("b14")!, new(Period.Parse("2026")), clerk, TestContext.Current.CancellationToken);
        var asked = await reports.Compute(reports.Find("b14")!, new(Period.Parse("2026"), "99010"), Viewer.House,
            TestContext.Current.CancellationToken);

        bound.Total.Values.ShouldBe(asked.Total.Values);
        (await Should.ThrowAsync<OutOfScopeException>(() => reports.Compute(reports.Find("b14")!, new(Period.Parse("2026"), "99001"), clerk,
            TestContext.Current.CancellationToken))).Message.ShouldContain("ngoài phạm vi");
        (await reports.Episodes(reports.Find("b14")!, new(Period.Parse("2026")), null, "7", 100, 0, clerk,
            TestContext.Current.CancellationToken)).ShouldAllBe(e => e.FacilityCode == "99010");
    }

    private static async Task Agree(TestHouse test, List<Stay> stays, Period period, string? facility, int? expectedInpatients = null,
        int? expectedDeaths = null)
    {
        var reports = Reports(test);
        var report = reports.Find("b14")!;
        var slice = new Slice(period, facility);
        var result = await reports.Compute(report, slice, Viewer.House, TestContext.Current.CancellationToken);
        var mine = stays.Where(s => s.Out >= period.Start && s.Out <= period.End && (facility is null || s.Facility == facility)).ToArray();
        for (var c = 0; c < result.Columns.Count; c++)
        {
            foreach (var row in result.Rows)
            {
                var expected = Expected(result.Columns[c].Id, mine.Where(s => InGroup(s.Main, row.Codes)));
                row.Values[c].ShouldBe(expected, $"{period} {facility} {row.Code} cột {result.Columns[c].Id}");
                if (expected > 0)
                    (await reports.Episodes(report, slice, row.Code ?? HealthWarehouse.Report.Reports.Unclassified, result.Columns[c].Id,
                        1000, 0, Viewer.House)).Count.ShouldBe(expected.Value);
            }
            result.Total.Values[c].ShouldBe(Expected(result.Columns[c].Id, mine));
        }
        if (expectedInpatients is not null) result.Total.Values[6].ShouldBe(expectedInpatients);
        if (expectedDeaths is not null) result.Total.Values[10].ShouldBe(expectedDeaths);
    }

    private static int? Expected(string column, IEnumerable<Stay> s) => column switch
    {
        "1" => s.Count(x => !x.Inpatient),
        "2" => s.Count(x => !x.Inpatient && x.Female),
        "3" => s.Count(x => !x.Inpatient && x.Age < 15),
        "4" => s.Count(x => !x.Inpatient && x.Outcome == "6"),
        "5" => s.Count(x => !x.Inpatient && x.Outcome == "8"),
        "6" => s.Count(x => !x.Inpatient && x.Outcome == "5"),
        "7" => s.Count(x => x.Inpatient),
        "8" => s.Count(x => x.Inpatient && x.Female),
        "9" => s.Count(x => x.Inpatient && x.Outcome == "6"),
        "10" => s.Count(x => x.Inpatient && x.Outcome == "6" && x.Female),
        "11" => s.Count(x => x.Inpatient && x.Outcome == "5"),
        "12" => s.Count(x => x.Inpatient && x.Outcome == "5" && x.Female),
        "13" => s.Count(x => x.Inpatient && x.Age < 15),
        "14" => s.Count(x => x.Inpatient && x.Age < 5),
        "15" => s.Count(x => x.Inpatient && x.Outcome == "5" && x.Age < 15),
        "16" => s.Count(x => x.Inpatient && x.Outcome == "5" && x.Age < 5),
        _ => null,
    };

    /// <summary>
    /// By comparing characters, not by listing the categories as the house does; a row without codes takes what no other row holds: nothing
    /// in these files.
    /// </summary>
    private static bool InGroup(string icd, string? codes) => codes is not null && codes.Split(',').Any(part =>
    {
        var ends = part.Trim().Split('-');
        return string.CompareOrdinal(icd[..3], ends[0]) >= 0 && string.CompareOrdinal(icd[..3], ends[^1]) <= 0;
    });

    private static Reports Reports(TestHouse test) =>
        new(test.House.Catalogue, new Figures(test.House.Catalogue, test.House.Warehouse, test.House.Audit), new(test.House.Catalogue));

    private sealed record Stay(string Facility, string Main, string Outcome, bool Inpatient, bool Female, int Age, DateOnly Out)
    {
        public static IEnumerable<Stay> Of(byte[] envelope)
        {
            using var stream = new MemoryStream(envelope);
            foreach (var file in XDocument.Load(stream).Descendants("FILEHOSO").Where(f => f.Element("LOAIHOSO")!.Value == "XML1"))
            {
                var x = XDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(file.Element("NOIDUNGFILE")!.Value))).Root!;
                string V(string name) => x.Element(name)!.Value;
                var born = int.Parse(V("NGAY_SINH")[..4], CultureInfo.InvariantCulture);
                yield return new(V("MA_CSKCB"), V("MA_BENH_CHINH"), V("KET_QUA_DTRI"), V("MA_LOAI_KCB") == "03", V("GIOI_TINH") == "2",
                    int.Parse(V("NGAY_VAO")[..4], CultureInfo.InvariantCulture) - born,
                        DateOnly.ParseExact(V("NGAY_RA")[..8], "yyyyMMdd", CultureInfo.InvariantCulture));
            }
        }
    }
}
