using HealthWarehouse.Sheets;

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
    private readonly Func<Cell, bool, CellValue>?[] _kinds;
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
            var (column, read) = (_made.Columns[i], reader.Read(row));
            var isKey = _keys.Contains(column);
            if (isKey && _kinds[i] is null && read.Text is { } code && CellReader.IsDamaged(read.Cell))
            {
                SetAside(row, "Mã bị bảng tính làm hỏng", $"{column}: '{code}'",
                    "Để cột mã ở dạng văn bản trong bảng tính, gõ lại mã rồi nhập lại.");
                return;
            }
            var value = read.Text is null ? new(null, read.Problem) : _kinds[i] is { } kind ? kind(read.Cell, row.From1904)
                : isKey ? CellReader.Code(read.Cell) : new(read.Text);
            var problem = value.Problem;
            values[i] = value.Text;
            if (problem is null && values[i] is null && _required.Contains(column)) problem = "trống";
            if (problem is null && values[i]?.Length > MaxCode && isKey) problem = "mã dài hơn 64 ký tự";
            if (problem is not null)
            {
                SetAside(row, $"Cột {column} không dùng được", $"{column}: {problem}",
                    "Sửa ô này trong tệp rồi nhập lại.");
                return;
            }
            if (read.Mended is not null)
                _findings.Add(new(row.Line, _made.List.Id, FindingKind.Mended,
                    _made.Output.Columns[column].TellPad
                    ? "Bù số 0 đầu của mã" : "Khôi phục số 0 cuối của mã", read.Mended, "Để cột mã ở dạng văn bản khi xuất tệp."));
            Tell(row, column, read, value);
        }
        if (row.Hidden)
            Note(row, "Dòng ẩn trong bảng tính", "dòng không hiện trên màn hình nhưng vẫn được đọc", "Xoá dòng này nếu không muốn nhập.");
        if (_from >= 0 && _to >= 0 && string.CompareOrdinal(values[_from], values[_to]) > 0 && values[_to] is not null)
            SetAside(row, "Ngày kết thúc trước ngày bắt đầu", $"{values[_from]} – {values[_to]}", "Sửa ngày hiệu lực.");
        else _made.Rows.Add(new(row.Line, values, source));
    }

    /// <summary>What was odd about a cell that was taken, and what had to be assumed to read it.</summary>
    private void Tell(SourceRow row, string column, ReadValue read, CellValue value)
    {
        if ((read.Assumed ?? value.Assumed) is { } assumed)
            Note(row, assumed, $"{column}: '{read.Cell}' → {value.Text}", "Kiểm tra các ô này; ghi lại cho rõ nếu kho hiểu sai.");
        if (read.Cell.Is(Odd.Formula) && read.Text is not null)
            Note(row, "Giá trị lấy từ công thức", $"{column}: {value.Text}",
                "Công thức không được tính lại; kiểm tra giá trị đã lưu trong tệp.");
        if (read.Cell.Is(Odd.Invisible) && read.Text is not null)
            Note(row, "Ký tự không nhìn thấy đã bỏ", $"{column}: '{value.Text}'", "Không cần làm gì; xoá ký tự ấy trong tệp nếu có thể.");
        if (read.Cell.Is(Odd.Merged))
            Note(row, "Ô gộp lấy giá trị của ô trên", $"{column}: {value.Text}",
                "Kiểm tra giá trị này có đúng cho mọi dòng của ô gộp không.");
    }

    private void Note(SourceRow row, string reason, string what, string fix) =>
        _findings.Add(new(row.Line, _made.List.Id, FindingKind.Note, reason, what, fix));

    private void SetAside(SourceRow row, string reason, string what, string fix)
    {
        _made.SetAside++;
        _findings.Add(new(row.Line, _made.List.Id, FindingKind.SetAside, reason, what, fix));
    }
}
