using HealthWarehouse.Demo.Chance;

namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML4: an index a line for laboratory tests, a reading with its conclusion for imaging and function tests.</summary>
internal static class Results
{
    public static void Write(Chart chart, IReadOnlyList<Item> items)
    {
        foreach (var item in items)
        {
            if (item.Group == "1") Laboratory(chart, item);
            else if (item.Group is "2" or "3") Reading(chart, item);
        }
    }

    private static void Laboratory(Chart chart, Item item)
    {
        var tests = chart.Desk.Prices.Tests(item.Code);
        foreach (var test in tests.Any() ? tests : [new LabTest("", item.Name, null, null, null, 0)])
        {
            var row = Row(chart, item);
            row["test_code"] = test.Code.Length == 0 ? null : test.Code;
            row["test_name"] = test.Name;
            row["result_value"] = test.Low is null && test.High is null ? Word(chart, test.Code) : Value(ref chart.Dice, test);
            row["result_unit"] = test.Unit;
        }
    }

    private static void Reading(Chart chart, Item item)
    {
        var readings = chart.Desk.Common.Readings;
        var conclusion =
            chart.Dice.Pick(readings[readings.ContainsKey(Lines.MachineKind(chart, item)) ? Lines.MachineKind(chart, item) : "TT"]);
        var row = Row(chart, item);
        row["test_name"] = item.Name;
        row["result_description"] = $"{item.Name}: hình ảnh thu được rõ, đủ tiêu chuẩn đọc";
        row["conclusion"] = conclusion;
    }

    private static Row Row(Chart chart, Item item)
    {
        var row = chart.Encounter.Add("XML4");
        row["service_code"] = item.Code;
        row["resulted_at"] = Text.Minute(item.Result);
        row["reader_codes"] = chart.Desk.Staff.Technician(chart.Visit.Facility, chart.Visit.Key).Certificate;
        return row;
    }

    private static string Word(Chart chart, string code) =>
        code == "HIVVL" ? chart.Dice.Chance(0.93) ? "Không phát hiện" : Text.Number(chart.Dice.Between(210, 90_000))
        : chart.Dice.Pick(chart.Desk.Common.Appearance.GetValueOrDefault(code) ?? chart.Desk.Common.Appearance["other"]);

    /// <summary>Mostly within the range, one time in four beside it.</summary>
    private static string Value(ref Dice dice, LabTest test)
    {
        var high = test.High ?? test.Low!.Value * 2.5m;
        var low = test.Low ?? high * 0.4m;
        var place = (decimal)(dice.Chance(0.74) ? dice.Unit() : dice.Chance(0.7) ? 1 + dice.Unit() : -0.4 * dice.Unit());
        return Text.Number(Math.Max(0, Math.Round(low + (high - low) * place, Math.Min(3, test.Decimals), MidpointRounding.AwayFromZero)));
    }
}
