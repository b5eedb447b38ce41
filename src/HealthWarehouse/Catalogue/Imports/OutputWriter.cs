namespace HealthWarehouse.Catalogue.Imports;

/// <summary>
/// Makes the rows of one list from the rows of the file and sets aside those that lack something or hold what the list cannot.
/// </summary>
internal sealed class OutputWriter
{
    private const int MaxCode = 64;

    private readonly MadeList _made;
    private readonly ColumnReader?[] _readers;
    private readonly RowCondition[] _where;
    private readonly HashSet<string> _required;
    private readonly HashSet<string> _keys;
    private readonly Func<string, bool, string?>?[] _kinds;
    private readonly Findings _findings;
    private readonly int _from, _to;

    public OutputWriter(MadeList made, Func<string, int> placeOf, ListImports imports, Findings findings)
    {
        (_made, _findings) = (made, findings);
        _readers = [.. made.Columns.Select(c =>
            made.Output.Columns.GetValueOrDefault(c) is { } source ? new ColumnReader(source, placeOf) : null)];
        _where = [.. (made.Output.Where ?? []).Select(w => new RowCondition(w, placeOf))];
        _keys = [.. made.List.KeyColumns.Where(k => k != made.List.Part)];
        _required = [.. _keys, .. made.List.Required ?? [], "name", "valid_from"];
        _kinds = [.. made.Columns.Select(c => imports.KindOf(c))];
        (_from, _to) = (made.Columns.ToList().IndexOf("valid_from"), made.Columns.ToList().IndexOf("valid_to"));
    }

    /// <summary>Writes one row; null is a row that was already set aside for all lists.</summary>
    public void Write(SourceRow? row, string source)
    {
        if (row is not null && !_where.All(w => w.Holds(row))) return;
        _made.Read++;
        if (row is null)
        {
            _made.SetAside++;
            return;
        }
        var values = new string?[_readers.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (_readers[i] is not { } reader) continue;
            var read = reader.Read(row);
            var problem = read.Problem;
            values[i] = read.Text is { } text && _kinds[i] is { } kind ? kind(text, row.From1904) : read.Text;
            if (problem is null && read.Text is not null && values[i] is null) problem = $"'{read.Text}' không đúng kiểu";
            if (problem is null && values[i] is null && _required.Contains(_made.Columns[i])) problem = "trống";
            if (problem is null && values[i]?.Length > MaxCode && _keys.Contains(_made.Columns[i])) problem = "mã dài hơn 64 ký tự";
            if (problem is null && values[i] is { } code && _keys.Contains(_made.Columns[i]) && _kinds[i] is null
                && SheetDamage.IsOfCode(code))
            {
                SetAside(row, "Mã bị bảng tính làm hỏng", $"{_made.Columns[i]}: '{code}'",
                    "Để cột mã ở dạng văn bản trong bảng tính, gõ lại mã rồi nhập lại.");
                return;
            }
            if (problem is not null)
            {
                SetAside(row, $"Cột {_made.Columns[i]} không dùng được", $"{_made.Columns[i]}: {problem}",
                    "Sửa ô này trong tệp rồi nhập lại.");
                return;
            }
            if (read.Mended is not null)
                _findings.Add(new(row.Line, _made.List.Id, FindingKind.Mended,
                    _made.Output.Columns[_made.Columns[i]].TellPad
                    ? "Bù số 0 đầu của mã" : "Khôi phục số 0 cuối của mã", read.Mended, "Để cột mã ở dạng văn bản khi xuất tệp."));
        }
        if (_from >= 0 && _to >= 0 && string.CompareOrdinal(values[_from], values[_to]) > 0 && values[_to] is not null)
            SetAside(row, "Ngày kết thúc trước ngày bắt đầu", $"{values[_from]} – {values[_to]}", "Sửa ngày hiệu lực.");
        else _made.Rows.Add(new(row.Line, values, source));
    }

    private void SetAside(SourceRow row, string reason, string what, string fix)
    {
        _made.SetAside++;
        _findings.Add(new(row.Line, _made.List.Id, FindingKind.SetAside, reason, what, fix));
    }
}
