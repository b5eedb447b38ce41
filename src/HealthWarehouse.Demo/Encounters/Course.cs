namespace HealthWarehouse.Demo.Encounters;

/// <summary>XML5: notes of the clinical course, for those treated in a bed or over time (domain §1.6, conditional tables).</summary>
internal static class Course
{
    private static readonly string[] Notes = ["Tỉnh, tiếp xúc tốt, đỡ mệt", "Còn mệt, ăn uống được", "Giảm triệu chứng, tiếp tục theo dõi",
        "Toàn trạng ổn định, sinh hiệu trong giới hạn"];

    public static void Write(Chart chart)
    {
        var visit = chart.Visit;
        if (visit.Type is "01" or "07") return;
        var notes = visit.Inpatient || visit.Type == "06" ? Math.Clamp(visit.Day.DayNumber - visit.ArrivedOn.DayNumber + 1, 1, 4) : 1;
        for (var i = 0; i < notes; i++)
        {
            var row = chart.Encounter.Add("XML5");
            var last = i == notes - 1;
            var text = i == 0 ? $"{chart.Reason}. Chẩn đoán: {chart.Admission}" : last
                && visit.Outcome is "5" ? "Người bệnh diễn biến nặng, cấp cứu không kết quả" : chart.Dice.Pick(Notes);
            row["clinical_course"] = $"{text}. {Signs(chart)}";
            row["noted_at"] = Text.Minute(chart.At(notes == 1 ? 0.1 : 0.05 + 0.9 * i / (notes - 1)));
            row["performer_codes"] = chart.Doctor.Certificate;
        }
    }

    private static string Signs(Chart chart) => string.Create(CultureInfo.InvariantCulture,
        $"CSST<M{chart.Dice.Between(68, 98)}_T{chart.Dice.Between(36, 38)}_HA{chart.Dice.Between(100, 145)}/"
            + $"{chart.Dice.Between(60, 90)}_NT{chart.Dice.Between(17, 22)}>");
}
