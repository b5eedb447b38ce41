using HealthWarehouse.Demo.Encounters;

namespace HealthWarehouse.Demo.Errors;

/// <summary>Sums that do not add up and lines that lack what pays for them (R40–R63).</summary>
internal static class MoneyErrors
{
    public static IEnumerable<ErrorKind> Kinds { get; } =
    [
        new("drug-amount", "Thành tiền thuốc sai", ["R40-drug-amount", "R43-drug-split", "R44-line-totals"],
            Plant.Set("XML2", "line_hospital_amount", Plus)),
        new("service-amount", "Thành tiền dịch vụ sai", ["R41-service-amount", "R43-service-split", "R44-line-totals"],
            Plant.Set("XML3", "line_hospital_amount", Plus)),
        new("total-amount", "Tổng chi sai", ["R44-line-totals"], Plant.Set("XML1", "hospital_amount", Plus)),
        new("drug-total", "Tổng tiền thuốc sai", ["R44-line-totals"], Plant.Set("XML1", "drug_amount", Plus)),
        new("insurance-total", "Tổng BHYT trả sai", ["R44-insurance-total"],
            Plant.Set("XML1", "insurance_amount", Plus, r => r.Encounter.Visit.Card is not null)),
        new("fee-total", "Tiền theo phí dịch vụ sai", ["R44-fee-for-service"],
            Plant.Set("XML1", "insurance_fee_amount", Plus, r => r.Encounter.Visit.Card is not null)),
        new("other-sources", "Nguồn khác không bằng tổng các phần", ["R42-drug-sources", "R43-drug-balance", "R44-line-totals"],
            Plant.Set("XML2", "other_source_amount", Plus)),
        new("uninsured-claim", "Không có thẻ mà đề nghị quỹ trả", ["R48-uninsured-claim", "R44-insurance-total"],
            Plant.Set("XML1", "insurance_amount", Plus, r => r.Encounter.Visit.Card is null)),
        new("no-tender", "Thiếu thông tin thầu", ["R53-drug-tender"], Plant.Set("XML2", "tender", _ => null)),
        new("bad-tender", "Thông tin thầu sai mẫu", ["R53-drug-tender-form"], Plant.Set("XML2", "tender", _ => "Thầu tập trung 2025")),
        new("bad-supply-tender", "Thông tin thầu vật tư sai mẫu", ["R53-supply-tender"],
            Plant.SetIn("XML3", r => r["cost_group"] == "10", "tender", _ => "Thầu tập trung")),
        new("no-performer", "Thiếu người thực hiện", ["R54-performer"],
            Plant.SetIn("XML3", r => r["cost_group"] is "1" or "2" or "3", "performer_codes", _ => null)),
        new("no-machine", "Thiếu mã máy", ["R54-machine"],
            Plant.SetIn("XML3", r => r["cost_group"] is "1" or "2" or "3", "machine_codes", _ => null)),
        new("no-anaesthesia", "Thiếu phương pháp vô cảm", ["R54-anaesthesia"],
            Plant.SetIn("XML3", r => r["cost_group"] == "8", "anaesthesia_code", _ => null)),
        new("bad-bed", "Mã giường sai mẫu", ["R56-bed"], Plant.SetIn("XML3", r => r["bed_codes"] is not null, "bed_codes", _ => "G12")),
        new("no-conclusion", "Chẩn đoán hình ảnh thiếu kết luận", ["R58-conclusion"],
            Plant.SetIn("XML4", r =>
            r["conclusion"] is not null && r["service_code"]!.StartsWith("18.", StringComparison.Ordinal), "conclusion", _ => null)),
        new("no-referral-paper", "Chuyển đến nhưng thiếu số giấy", ["R59-referral-paper"],
            Plant.Set("XML1", "referral_no", _ =>
            null, r => r.Part("XML1") is { Rows: [var row] } && row["referred_from_code"] is not null)),
        new("heavy", "Cân nặng quá 200 kg", ["R61-weight"], Plant.Set("XML1", "weight_kg", _ => "520")),
        new("copy-differs", "Bản chép khác XML1", ["R62-appointment-copy"], Plant.Set("XML14", "sex", t => t == "1" ? "2" : "1")),
        new("no-admission-reason", "Thiếu lý do vào nội trú", ["R63-admission-reason"], Plant.Set("XML1", "admission_reason", _ => null)),
        new("leave-days", "Số ngày nghỉ khác khoảng ngày", ["R72-sick-leave-days"],
            Plant.Set("XML11", "leave_days", t => Text.Number(int.Parse(t!, CultureInfo.InvariantCulture) + 2))),
    ];

    private static string Plus(string? amount) => Text.Number(decimal.Parse(amount!, CultureInfo.InvariantCulture) + 7_350);
}
