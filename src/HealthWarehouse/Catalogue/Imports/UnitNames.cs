using HealthWarehouse.Concepts;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// Compares a code with the name and the unit above it that the file gives, by what the list says on a day. Where the code is another
/// unit's, or nobody's, and the name finds exactly one unit under the same parent, the code is put right and that is told.
/// </summary>
internal sealed class UnitNames
{
    private readonly Verification _rule;
    private readonly int _code, _name;
    private readonly ColumnReader? _parent, _province;
    private readonly Dictionary<string, Unit> _byCode;
    private readonly ILookup<(string, string?), Unit> _byName;
    private readonly Dictionary<string, string?> _parents;

    public UnitNames(Verification rule, CodeRows rows, string? part, Func<string, int> placeOf)
    {
        _rule = rule;
        (_code, _name) = (placeOf(rule.Column), placeOf(rule.Name));
        _parent = rule.Parent is { } parent ? new(parent, placeOf) : null;
        _province = rule.Province is { } province ? new(province, placeOf) : null;
        int code = rows.Index("code"), name = rows.Index("name"), above = rows.Index("parent"), level = part is null
            ? -1 : rows.Index(part), from = rows.Index("valid_from"), to = rows.Index("valid_to");
        var day = Days.Text(rule.On);
        var valid = rows.Rows.Where(r =>
            string.CompareOrdinal(r[from], day) <= 0 && (r[to] is null || string.CompareOrdinal(r[to], day) >= 0)).ToArray();
        _parents = valid.DistinctBy(r => r[code]).ToDictionary(r => r[code]!, r => above < 0 ? null : r[above]);
        _byCode = valid.Where(r => level < 0 || r[level] == rule.List).DistinctBy(r => r[code])
            .ToDictionary(r => r[code]!, r => new Unit(r[code]!, r[name]!, above < 0 ? null : r[above]));
        _byName = _byCode.Values.ToLookup(u => (VietnameseText.Fold(u.Name), u.Parent));
    }

    private sealed record Unit(string Code, string Name, string? Parent);

    /// <summary>Gives the row, its code put right where needed, or null when it cannot be told which unit is meant.</summary>
    public SourceRow? Verify(SourceRow row, Findings findings)
    {
        if (row[_code].Text is not { } code || row[_name].Text is not { } name) return row;
        var parent = _parent?.Read(row).Text;
        var unit = _byCode.GetValueOrDefault(code);
        if (unit is not null && VietnameseText.Fold(unit.Name) == VietnameseText.Fold(name)) return Agreed(row, unit, findings);
        if (_byName[(VietnameseText.Fold(name), parent)].ToArray() is [var meant])
        {
            Tell(FindingKind.Mended, "Mã đã sửa theo tên",
                $"{_rule.Column} '{code}' {(unit is null ? "không có trong danh mục" : $"là {unit.Name}")}; {name} là {meant.Code}",
                "Đối chiếu với bản chính; mã theo tên được dùng.");
            var cells = (Cell[])row.Cells.Clone();
            cells[_code] = new(meant.Code);
            return row with { Cells = cells };
        }
        if (unit is not null)
        {
            Tell(FindingKind.Note, "Tên khác danh mục", $"{_rule.Column} {code}: tệp viết '{name}', danh mục viết '{unit.Name}'",
                "Không cần làm gì nếu chỉ khác cách viết.");
            return Agreed(row, unit, findings);
        }
        if (_rule.KeepUnknown) return row;
        Tell(FindingKind.SetAside, "Mã không có trong danh mục",
            $"{_rule.Column} '{code}' ({name}) không có trong danh mục ngày {_rule.On:dd/MM/yyyy}",
            "Sửa mã trong tệp, hoặc nhập danh mục có mã này trước.");
        return null;

        void Tell(FindingKind kind, string reason, string what, string fix) =>
            findings.Add(new(row.Line, _rule.List, kind, reason, what, fix));
    }

    /// <summary>The unit is clear; a parent or province that does not fit is told, since the list knows better.</summary>
    private SourceRow Agreed(SourceRow row, Unit unit, Findings findings)
    {
        var parent = _parent?.Read(row).Text;
        if (parent is not null && unit.Parent is not null && parent != unit.Parent) Differs(unit.Parent, parent);
        else if (_province?.Read(row).Text is { } province && Top(unit.Code) is { } top && province != top) Differs(top, province);
        return row;

        void Differs(string ours, string theirs) => findings.Add(new(row.Line, _rule.List, FindingKind.Note, "Đơn vị cấp trên ghi sai",
            $"{unit.Name} ({unit.Code}) thuộc {ours} theo danh mục, tệp ghi {theirs}",
                "Dòng vẫn được nhận: mã và tên khớp nhau; báo nơi phát hành sửa."));
    }

    private string? Top(string code)
    {
        while (_parents.GetValueOrDefault(code) is { } above) code = above;
        return code;
    }
}
