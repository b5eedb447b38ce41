using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HealthWarehouse.Concepts;
using HealthWarehouse.Demo;
using HealthWarehouse.Demo.Truth;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// One truth, seven ways to ask: on random slices of a made-up province the API, the dashboard, the explorer, OData, the form, the file and
/// the command line give the same, and it is what the generator knows to have happened.
/// </summary>
public partial class AgreementSpec
{
    private const int Slices = 200, EveryCommand = 40;
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_way_to_ask_gives_what_truly_happened()
    {
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        var province = new DemoProvince(new() { People = 400, Months = 8, Errors = 0, Changes = 4, EndsOn = new(2026, 10, 31) },
            portal.House.Catalogue);
        await new DemoLoad(province, DateTimeOffset.MaxValue).Run(portal.House, stop: Stop);
        await portal.Loaded();
        var truth = province.Deliveries().SelectMany(d => d.Truth).Where(t => t.State is TruthState.Current).ToArray();
        using var person = await portal.Person("chuyen-vien");
        var random = new Random(200);
        var seen = 0;

        for (var n = 0; n < Slices; n++)
        {
            var some = truth[random.Next(truth.Length)];
            var month = Period.Month(some.Discharged.Year, some.Discharged.Month);
            var period = random.Next(4) switch { 0 =>
                Period.Parse($"{month.Start.Year}"), 1 => Period.Parse($"{month.Start.Year}-Q{(month.Start.Month + 2) / 3}"), _ => month };
            var facility = random.Next(2) == 0 ? some.Facility : null;
            var sex = random.Next(3) == 0 ? $"{some.Sex}" : null;
            var (measure, tile, column, counts, amount) = Ways[random.Next(Ways.Length)];
            var mine = truth.Where(t => DateOnly.FromDateTime(t.Discharged) is var day && day >= period.Start && day <= period.End
                && (facility is null || t.Facility == facility) && (sex is null || $"{t.Sex}" == sex) && counts(t)).ToArray();
            var expected = mine.Sum(amount);
            if (expected > 0) seen++;
            var what = $"{measure} {period} {facility} {sex}";
            var asked = $"period={period.Code}{(facility is null ? "" : $"&org={facility}")}";
            var where = sex is null ? "" : $"&where=sex={sex}";

            (await Json($"/api/v1/query?measure={measure}&{asked}{where}")).GetProperty("total").GetProperty("values")[0].GetDecimal()
                .ShouldBe(expected, $"API {what}");
            var board = await Json($"/api/v1/dashboards/kham-chua-benh?{asked}{(sex is null ? "" : $"&sex={sex}")}");
            board.EnumerateArray().Single(t => t.GetProperty("tile").GetProperty("id").GetString() == tile).GetProperty("answer")
                .GetProperty("total").GetProperty("values")[0].GetDecimal().ShouldBe(expected, $"bảng {what}");
            var page = await person.GetStringAsync($"/so-lieu?measure={measure}&by=month&{asked}{where}", Stop);
            Value().Matches(page).Sum(m => decimal.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))
                .ShouldBe(expected, $"trang {what}");
            var filter = string.Join(" and ",
                new[] { $"month ge '{period.Start:yyyy-MM}' and month le '{period.End:yyyy-MM}'",
                facility is null ? null : $"facility eq '{facility}'", sex is null ? null : $"sex eq '{sex}'" }.OfType<string>());
            var sums = (await Json($"/odata/encounter_2?$apply=filter({filter})/aggregate({measure} with sum as s)")).GetProperty("value");
            (sums.GetArrayLength() == 0 || sums[0].GetProperty("s").ValueKind is JsonValueKind.Null
                ? 0 : sums[0].GetProperty("s").GetDecimal()).ShouldBe(expected, $"OData {what}");
            if (sex is null && column is { } c)
                (await Json($"/api/v1/reports/b9?{asked}")).GetProperty("rows").EnumerateArray().Last().GetProperty("values")[c]
                    .GetDecimal().ShouldBe(expected, $"biểu 9 {what}");
            if (n % EveryCommand != 0) continue;
            string[] command = ["measure", measure, "--period", period.Code,
                .. facility is null ? Array.Empty<string>() : ["--org", facility], .. sex is null
                ? Array.Empty<string>() : ["--where", $"sex={sex}"], "--format", "json", "--data", portal.House.Settings.Data];
            JsonDocument.Parse((await Typed.Run(command)).Output).RootElement.GetProperty("total").GetProperty("values")[0].GetDecimal()
                .ShouldBe(expected, $"lệnh {what}");
        }
        seen.ShouldBeGreaterThan(Slices / 2);

        Task<JsonElement> Json(string path) => person.GetFromJsonAsync<JsonElement>(path, Stop)!;
    }

    /// <summary>A measure, its tile, its column in form 9, and what it means in the generator's own terms.</summary>
    private static readonly (string Measure, string Tile, int? Column, Func<TruthEncounter, bool> Counts, Func<TruthEncounter,
        decimal> Amount)[] Ways =
    [
        ("outpatient_cases", "outpatient", 3, t => t.VisitType is "01" or "02" or "05" or "07" or "08", _ => 1),
        ("inpatient_cases", "inpatient", 9, t => t.VisitType is "03" or "04" or "06" or "09", _ => 1),
        ("deaths", "deaths", null, t => t.Died, _ => 1),
        ("hospital_amount", "amount", null, _ => true, t => t.HospitalAmount),
        ("insurance_amount", "insurance", null, _ => true, t => t.InsuranceAmount),
    ];

    [GeneratedRegex("<td[^>]* data-value=\"([0-9.-]+)\"")] private static partial Regex Value();
}
