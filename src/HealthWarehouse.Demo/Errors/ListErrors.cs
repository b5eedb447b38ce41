using HealthWarehouse.Demo.Organisation;

namespace HealthWarehouse.Demo.Errors;

/// <summary>
/// One way for a list to be wrong. Planting changes a row of it, or adds one, and gives the row that the rule must speak of, counted from
/// one; null where the row offers no place for it.
/// </summary>
internal sealed record ListErrorKind(string Code, string Name, string Contract, string Rule, string Field,
    Func<ListDraft, int, int?> Plant);

/// <summary>Errors people make in the lists they keep. A new kind is one more line.</summary>
internal static class ListErrors
{
    public static IReadOnlyList<ListErrorKind> Kinds { get; } =
    [
        new("licence-over", "Giấy phép hoạt động đã hết mà ghi đang hoạt động", "licences", "O10-licence-over", "Tình trạng",
            (l, i) => l.Rows[i]["status"] == "Đang hoạt động" ? l.Set(i, "ended_on", ListDraft.Day(l.On.AddDays(-200))) : null),
        new("licence-beds", "Giấy phép ghi số giường âm", "licences", "O10-beds", "Giường được cấp phép", (l, i) => l.Set(i, "beds", "-5")),
        new("gpp-twice", "Một số GPP ở hai nhà thuốc", "pharmacies", "O11-gpp-twice", "Số GPP",
            (l, i) => i == 0 ? null : l.Set(i, "gpp_no", l.Rows[i - 1]["gpp_no"])),
        new("gpp-dates", "Hạn GPP trước ngày cấp", "pharmacies", "O11-gpp-dates", "GPP đến ngày",
            (l, i) => l.Set(i, "gpp_to", ListDraft.Day(new(2019, 1, 1)))),
        new("practice-over", "Giấy phép hành nghề hết hạn mà ghi hiệu lực", "practitioners", "O12-licence-over", "Có giá trị đến",
            (l, i) => l.Rows[i]["status"] == "Hiệu lực" ? l.Set(i, "expires_on", ListDraft.Day(l.On.AddDays(-30))) : null),
        new("practitioner-twice", "Một người hành nghề hai lần trong danh sách", "practitioners", "R03-key-twice", "Số giấy phép",
            (l, i) => l.Again(i)),
        new("staff-degree", "Bác sĩ ghi trình độ trung cấp", "staff", "O13-degree", "Trình độ",
            (l, i) => l.Rows[i]["title"] == "Bác sĩ" ? l.Set(i, "degree", "Trung cấp") : null),
        new("staff-twice", "Một nhân viên hai lần trong danh sách", "staff", "R03-key-twice", "Mã nhân viên", (l, i) => l.Again(i)),
        new("department-beds", "Khoa có số giường âm", "departments", "O14-beds-below-zero", "Giường thực kê",
            (l, i) => l.Set(i, "beds_actual", "-3")),
        new("department-twice", "Một khoa hai lần trong danh sách", "departments", "R03-key-twice", "Mã khoa", (l, i) => l.Again(i)),
        new("machine-number", "Mã máy thiếu số thứ tự", "equipment", "O15-machine-code", "Mã máy",
            (l, i) => l.Set(i, "machine_code", l.Rows[i]["machine_code"][..^4])),
        new("machine-years", "Máy dùng trước năm sản xuất", "equipment", "O15-years", "Năm sử dụng",
            (l, i) => l.Set(i, "used_year", "2001")),
        new("technique-decision", "Kỹ thuật thiếu quyết định", "techniques", "O16-no-decision", "Quyết định phê duyệt",
            (l, i) => l.Set(i, "decision_no", "")),
        new("technique-dates", "Kỹ thuật hết trước khi bắt đầu", "techniques", "O16-dates", "Đến ngày",
            (l, i) => l.Set(i, "valid_to", ListDraft.Day(new(2020, 1, 1)))),
        new("price-overlap", "Giá không ghi ngày hết chồng lên giá sau", "prices", "O17-overlap", "Đến ngày", Overlap),
        new("price-zero", "Đơn giá bằng không", "prices", "O17-not-above-zero", "Đơn giá", (l, i) => l.Set(i, "unit_price", "0")),
        new("plan-amount", "Thành tiền của kế hoạch sai", "procurement", "O18-amount", "Thành tiền",
            (l, i) => l.Set(i, "plan_amount", "123")),
        new("plan-quantity", "Kế hoạch ghi số lượng âm", "procurement", "O18-quantity", "Số lượng kế hoạch", (l, i) =>
        {
            l.Set(i, "plan_amount", "");
            return l.Set(i, "quantity", "-10");
        }),
    ];

    /// <summary>The price goes on for ever, and another of the same service begins some weeks later.</summary>
    private static int? Overlap(ListDraft list, int row)
    {
        if (list.Has(row, "valid_to")) return null;
        var next = new Dictionary<string, string>(list.Rows[row]) { ["valid_from"] = ListDraft.Day(list.On.AddDays(40)) };
        list.Rows.Add(next);
        return row + 1;
    }
}
