using HealthWarehouse.Concepts;

namespace HealthWarehouse.Catalogue;

/// <summary>Days off together, end included; a single day has no end.</summary>
public sealed record HolidayRow(string Name, DateOnly From, string Act, DateOnly? To = null);

/// <summary>A weekend day that is worked instead of another.</summary>
public sealed record WorkedDay(string Name, DateOnly On, string Act);

/// <summary>
/// Public holidays and days worked instead, of the years declared: catalogue/holidays.yaml (Bộ luật Lao động 2019, Điều 112).
/// </summary>
public sealed record HolidayFile(string Act, IReadOnlyList<int> Years, IReadOnlyList<HolidayRow> Holidays,
    IReadOnlyList<WorkedDay>? Worked = null)
{
    private WorkingCalendar? _calendar;

    public WorkingCalendar Calendar => _calendar ??= new(Holidays.SelectMany(Days), (Worked ?? []).Select(w => w.On));

    /// <summary>Whether the holidays of the year of a day are declared.</summary>
    public bool Knows(DateOnly day) => Years.Contains(day.Year);

    internal void Verify()
    {
        foreach (var row in Holidays)
        {
            CatalogueRules.Require(row.To is null || row.To >= row.From, "holidays.yaml", $"{row.Name}: to trước from");
            CatalogueRules.Require(Knows(row.From), "holidays.yaml", $"{row.Name}: năm {row.From.Year} không có trong years");
        }
        foreach (var year in Years)
            CatalogueRules.Require(Holidays.Any(h => h.From.Year == year), "holidays.yaml", $"năm {year} chưa có ngày nghỉ nào");
    }

    private static IEnumerable<DateOnly> Days(HolidayRow row)
    {
        for (var day = row.From; day <= (row.To ?? row.From); day = day.AddDays(1)) yield return day;
    }
}
