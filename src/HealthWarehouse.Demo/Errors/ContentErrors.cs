using HealthWarehouse.Concepts;
using HealthWarehouse.Demo.Encounters;
using HealthWarehouse.Demo.Messages;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Errors;

/// <summary>People, times and diagnoses that contradict themselves (R10–R34).</summary>
internal static class ContentErrors
{
    public static IEnumerable<ErrorKind> Kinds { get; } =
    [
        new("short-identity", "Số căn cước thiếu chữ số", ["R10-identity-form"], Alone("identity_number", t => t![..8])),
        new("bad-card", "Mã thẻ BHYT sai mẫu", ["R11-card-form"], Alone("insurance_cards", t => $"XX9{t![3..]}")),
        new("card-lists", "Hai thẻ nhưng một nơi đăng ký", ["R12-card-lists"], Alone("insurance_cards", t => $"{t};{t![..14]}7")),
        new("card-expired", "Thẻ hết hạn từ lâu", ["R13-card-on-arrival", "R13-card-until-discharge"],
            Alone("card_valid_to", t => Shift(t, -8))),
        new("zero-insurance-number", "Mã số BHXH toàn số 0", ["R14-social-insurance-zero"],
            Plant.Set("XML11", "social_insurance_no", _ => "0000000000")),
        new("born-later", "Sinh sau ngày vào viện", ["R15-born-after-arrival"],
            Alone("birth_date", _ => "209901010000", r => r.Part("XML1")!.Rows[0]["identity_number"] is null)),
        new("newborn-hour", "Trẻ sơ sinh thiếu giờ sinh", ["R15-newborn-hour"],
            Alone("birth_date", t => $"{t![..8]}0000", r => Of(r).Person.DaysOn(Of(r).ArrivedOn) is >= 0 and < 25)),
        new("admitted-before-arrival", "Vào nội trú trước khi đến", ["R20-admission-outside-stay"],
            Alone("admitted_at", t => Shift(t, -1))),
        new("paid-before-end", "Thanh toán trước khi ra", ["R20-paid-before-discharge"],
            Plant.Set("XML1", "paid_at", t => Shift(t, -1), r => Of(r).Type is "01" or "03" or "04" or "09")),
        new("order-after-end", "Y lệnh sau ngày ra", ["R21-drug-order-outside-stay", "R21-drug-given-before-order"],
            Plant.Set("XML2", "ordered_at", t => Shift(t, 1))),
        new("visit-days", "Số ngày điều trị của lần khám khác 0", ["R22-days-none"],
            Plant.Set("XML1", "treatment_days", _ => "2", r => Of(r).Type is "01" or "07" or "09")),
        new("stay-days", "Số ngày điều trị nội trú sai", ["R22-days-of-stay"],
            Plant.Set("XML1", "treatment_days", t =>
            Text.Number(int.Parse(t!, CultureInfo.InvariantCulture) + 3), r => Of(r).Type is "02" or "03" or "04" or "06")),
        new("end-of-day", "Ra không lúc 23 giờ 59", ["R23-end-of-day"],
            Alone("discharged_at", t => $"{t![..8]}2200", r => Of(r).Type is "05" or "07" or "02")),
        new("appointment-before-end", "Hẹn khám lại trước ngày ra", ["R24-appointment-before-discharge"],
            Plant.Set("XML14", "appointment_at", t => Shift(t, -1))),
        new("bed-days", "Hai ngày giường khi nằm dưới 24 giờ", ["R25-bed-under-24-hours", "R41-service-amount", "R41-service-insured"],
            BedDays),
        new("two-main-codes", "Hai mã bệnh chính", ["R30-one-main", "R16-not-listed"],
            Alone("main_icd", t => $"{t![..3]};I10", r => Of(r).Injury is null)),
        new("main-again", "Bệnh chính lặp trong bệnh kèm", ["R31-main-among-others"],
            Alone("other_icds", t => $"{t};{{main}}", always: true)),
        new("wrong-sex-code", "Mã bệnh của giới khác", ["R32-sex"],
            Alone("main_icd", _ =>
            "O80.0", r => Of(r).Person.Sex is Sex.Male && Of(r).Injury is null && Of(r).Person.YearsOn(Of(r).ArrivedOn) is > 15 and < 55)),
        new("injury-without-cause", "Chấn thương nhưng MA_TAI_NAN bằng 0", ["R34-injury-without-cause"],
            Plant.Set("XML1", "injury_code", _ => "0")),
    ];

    /// <summary>Sets a field of the summary that no other table of the record repeats, so that the change says one thing only.</summary>
    private static Planting Alone(string column, Func<string?, string?> change, Func<Draft, bool>? where = null, bool always = false)
    {
        var set = Plant.Set("XML1", column, change, r =>
            r.Parts.All(p => p.Layout.Code == "XML1" || p.Rows[0].Form.Column(column) < 0) && (where is null || where(r)), always);
        return (Draft record, FileDraft file, ref Chance.Dice dice) =>
        {
            if (set(record, file, ref dice) is not { } spot) return null;
            var row = record.Part("XML1")!.Rows[0];
            row[column] = row[column]?.Replace("{main}", row["main_icd"], StringComparison.Ordinal).TrimStart(';');
            return spot;
        };
    }

    /// <summary>Two days in bed for a stay of less than one.</summary>
    private static Spot? BedDays(Draft record, FileDraft file, ref Chance.Dice dice)
    {
        var visit = Of(record);
        if (visit.Type != "03" || visit.Card is null || (visit.Left - visit.Arrived).TotalHours >= 24 || visit.Day == visit.ArrivedOn
            || record.Part("XML3") is not { } part)
            return null;
        var at = part.Rows.FindIndex(r => r["cost_group"] == "15");
        if (at < 0) return null;
        part.Rows[at]["quantity"] = "2";
        return new("XML3", at + 1, "SO_LUONG");
    }

    private static Visit Of(Draft record) => record.Encounter.Visit;

    /// <summary>The date some years earlier or later; 29 February becomes the 28th.</summary>
    private static string Shift(string? date, int years)
    {
        var rest = date![4..8] == "0229" ? $"0228{date[8..]}" : date[4..];
        return $"{Text.Number(int.Parse(date[..4], CultureInfo.InvariantCulture) + years)}{rest}";
    }
}
