using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Messages;

namespace HealthWarehouse.Demo.Errors;

/// <summary>Files that cannot be read, tables that should not be there, values that are no values (R01–R09, R16).</summary>
internal static class StructureErrors
{
    public static IEnumerable<ErrorKind> Kinds { get; } =
    [
        new("truncated-file", "Tệp bị cắt ngang", ["R01-unreadable"], File(f => f.Truncated = true)) { WholeFile = true },
        new("wrong-root", "Phần tử gốc lạ", ["R01-unreadable"], File(f => f.WrongRoot = "HOSOBENHAN")) { WholeFile = true },
        new("count-differs", "SOLUONGHOSO sai", ["R01-count-differs"], File(f => f.WrongCount = f.Count + 3)) { AboutFile = true },
        new("envelope-facility", "MACSKCB khác MA_CSKCB", ["R02-facility-differs"], OtherFacility),
        new("broken-base64", "Base64 hỏng", ["R01-base64"], Break("XML1", Damage.Base64)) { Refused = true },
        new("broken-xml", "XML con hỏng", ["R01-not-well-formed"], Break("XML1", Damage.Malformed)) { Refused = true },
        new("broken-lines", "XML con của bảng dịch vụ hỏng", ["R01-not-well-formed"], Break("XML3", Damage.Malformed)) { Refused = true },
        new("wrong-encoding", "Bảng mã không phải UTF-8", ["R01-encoding"], Break("XML1", Damage.Encoding)) { Refused = true },
        new("empty-content", "NOIDUNGFILE rỗng", ["R01-empty-content"], EmptyContent),
        new("no-summary", "Thiếu XML1", ["R02-main-missing"], NoSummary) { Refused = true },
        new("summary-twice", "XML1 hai lần", ["R02-main-twice"], Twice("XML1")) { Refused = true },
        new("table-twice", "Bảng gửi hai lần", ["R01-table-twice"], Twice("XML2")),
        new("two-rows", "Hai dòng trong bảng một dòng", ["R01-one-row"], TwoRows),
        new("unknown-table", "LOAIHOSO lạ", ["R01-unknown-table"], UnknownTable),
        new("row-element", "Tên phần tử dòng lạ", ["R01-row-element"], RowElement),
        new("no-episode", "Thiếu MA_LK", ["R02-no-key"], Plant.Set("XML1", "episode_code", _ => null)) { Refused = true },
        new("other-episode", "MA_LK khác XML1", ["R03-episode-differs"], OtherEpisode),
        new("line-number-twice", "STT trùng", ["R04-drug-line-number"], LineNumberTwice),
        new("missing-reason", "Thiếu LY_DO_VV", ["R05-required"], Plant.Set("XML1", "visit_reason", _ => null)),
        new("missing-weight", "Thiếu CAN_NANG", ["R05-required"], Plant.Set("XML1", "weight_kg", _ => null)),
        new("missing-dose", "Thiếu LIEU_DUNG", ["R05-required"], Plant.Set("XML2", "dose", _ => null)),
        new("too-long", "Đơn vị tính dài quá", ["R06-too-long"], Plant.Set("XML3", "unit", _ => new string('L', 60))),
        new("bad-number", "Số viết bằng dấu phẩy", ["R07-number"], Plant.Set("XML1", "weight_kg", _ => "52,5kg")),
        new("many-decimals", "Quá nhiều chữ số lẻ", ["R07-decimals"], Plant.Set("XML1", "weight_kg", _ => "52.1257")),
        new("bad-flag", "Cờ không phải 0 hoặc 1", ["R07-flag"], Plant.Set("XML2", "recurrent_wound", _ => "X", whenEmpty: true)),
        new("bad-date", "Ngày không có thật", ["R08-date"], Plant.Set("XML1", "paid_at", t => $"{t![..4]}1332{t[8..]}")),
        new("long-date", "Ngày giờ thừa giây", ["R08-date-form"], Plant.Set("XML1", "paid_at", t => $"{t}00")),
        new("unknown-element", "Phần tử lạ", ["R09-unknown-element"], Extra("XML1", "MA_NOI_BO", "A17")),
        new("element-twice", "Phần tử lặp", ["R09-element-twice"], Extra("XML1", "KET_QUA_DTRI", "2")),
        new("unknown-code", "Mã nguồn chi trả ngoài danh mục", ["R16-unknown-code"], Plant.Set("XML2", "fund_source", _ => "7")),
        new("unknown-department", "Mã khoa ngoài danh mục", ["R16-unknown-code"], Plant.Set("XML3", "department_codes", _ => "K88")),
    ];

    private static Planting File(Action<FileDraft> change) => (Draft _, FileDraft file, ref Dice _) =>
    {
        change(file);
        return new Spot();
    };

    private static Spot? OtherFacility(Draft record, FileDraft file, ref Dice dice)
    {
        if (file.Count > 1) return null;
        file.WrongFacility = file.Facility == "99001" ? "99002" : "99001";
        return new("XML1", 1, "MA_CSKCB");
    }

    private static Planting Break(string table, Damage damage) => (Draft record, FileDraft _, ref Dice _) =>
    {
        if (record.Part(table) is not { } part) return null;
        part.Damage = damage;
        record.Base64 = true;
        return new Spot(table);
    };

    private static Spot? NoSummary(Draft record, FileDraft file, ref Dice dice) =>
        record.Parts.RemoveAll(p => p.Layout.Code == "XML1") > 0 && record.Parts.Count > 0 ? new Spot("XML1") : null;

    private static Planting Twice(string table) => (Draft record, FileDraft _, ref Dice _) =>
    {
        if (record.Part(table) is not { } part) return null;
        record.Parts.Add(new(part.Layout, part.Rows));
        return new Spot(table);
    };

    private static Spot? TwoRows(Draft record, FileDraft file, ref Dice dice)
    {
        if ((record.Part("XML7") ?? record.Part("XML14") ?? record.Part("XML8")) is not { } part) return null;
        part.Rows.Add(part.Rows[0].Copy());
        return new(part.Layout.Code);
    }

    private static Spot? UnknownTable(Draft record, FileDraft file, ref Dice dice)
    {
        record.Parts.Add(new(record.Parts[^1].Layout, record.Parts[^1].Rows) { WrongKind = "XML55" });
        return new();
    }

    private static Spot? EmptyContent(Draft record, FileDraft file, ref Dice dice)
    {
        var part = record.Parts[^1];
        record.Parts.Add(new(part.Layout, part.Rows) { Damage = Damage.Empty });
        return new(part.Layout.Code);
    }

    private static Spot? RowElement(Draft record, FileDraft file, ref Dice dice)
    {
        if (record.Part("XML4") is not { } part) return null;
        part.WrongElement = "CHI_TIET";
        return new("XML4", 1);
    }

    private static Spot? OtherEpisode(Draft record, FileDraft file, ref Dice dice)
    {
        if (record.Part("XML4") is not { Rows.Count: > 1 } part) return null;
        part.Rows[^1]["episode_code"] += "X";
        return new("XML4", part.Rows.Count, "MA_LK");
    }

    private static Spot? LineNumberTwice(Draft record, FileDraft file, ref Dice dice)
    {
        if (record.Part("XML2") is not { Rows.Count: > 1 } part) return null;
        part.Rows[1]["line_no"] = "1";
        return new("XML2", 2, "STT");
    }

    private static Planting Extra(string table, string element, string value) => (Draft record, FileDraft _, ref Dice _) =>
    {
        if (record.Part(table) is not { } part) return null;
        part.Extra = (element, value);
        return new Spot(table, 1, element);
    };
}
