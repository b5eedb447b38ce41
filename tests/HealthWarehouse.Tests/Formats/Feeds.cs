using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Tests.Formats;

/// <summary>A contract made for these tests in each format, and what is read by it, in a line a record.</summary>
internal static class Feeds
{
    public static readonly Field[] Fields =
    [
        new("Số chứng chỉ", "licence_no", FieldType.Text, "Số chứng chỉ hành nghề", Required: true, Synonyms: ["Số CCHN"]),
        new("Họ và tên", "full_name", FieldType.Text, "Họ tên", Seal: Compartment.Identity, Synonyms: ["Họ tên"]),
        new("Ngày sinh", "birth_date", FieldType.Partial, "Ngày sinh", Seal: Compartment.Identity),
        new("Ngày cấp", "issued_on", FieldType.Day, "Ngày cấp"),
        new("Phí", "fee_price", FieldType.Number, "Phí", Scale: 2, Synonyms: ["Mức thu"]),
        new("Số lượng", "quantity", FieldType.Number, "Số lượng", Scale: 3),
        new("Giờ khám", "seen_at", FieldType.Minute, "Giờ khám"),
        new("Đang làm", "active", FieldType.Flag, "Đang làm"),
        new("Mã khoa", "department", FieldType.Code, "Mã khoa", List: "departments", Synonyms: ["Khoa"]),
        new("Ghi chú", "note", FieldType.Text, "Ghi chú"),
    ];

    public static readonly Contract Licences = Of(ContractFormat.Sheet, "", [new("list_main", "Danh sách", "", "", Fields)],
        [new("Mẫu của phần mềm X", "", new Dictionary<string, string> { ["CCHN_SO"] = "Số chứng chỉ", ["TEN"] = "Họ và tên" })]);

    public static Contract Of(ContractFormat format, string records, Table[] tables, IReadOnlyList<Preset>? presets = null) =>
        new("list", "Danh sách", "", "", format, new("licence", ["licence_no"]), tables[0].Code, "1",
            [new("1", "", new(2020, 1, 1))], Records: records, Presets: presets)
        {
            Tables = tables.ToDictionary(t => t.Code),
        };

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Said(Contract contract, string text, SheetMapping? mapping = null) => Said(contract, Utf8(text), mapping);

    /// <summary>
    /// Every record in a line: its number and place, its rows as name=value, what the reader says of it; at the end what is told of the
    /// delivery, or why it broke.
    /// </summary>
    public static string Said(Contract contract, byte[] content, SheetMapping? mapping = null, XmlLimits? limits = null,
        int groupBytes = 8 << 20)
    {
        var reader = contract.Reader(limits, mapping);
        var lines = reader.ReadRecords(new MemoryStream(content), groupBytes).Select(r => Line(contract, r)).ToList();
        lines.AddRange(reader.Notes.Select(n => $"! {n.Rule} {n.Value}{(n.Limit is null ? "" : $" ~ {n.Limit}")}"));
        if (reader.Broken is { } broken) lines.Add($"broken: {broken}");
        return string.Join('\n', lines);
    }

    private static string Line(Contract contract, SourceRecord record)
    {
        var tables = record.Tables.Select(t => $"{(t.Kind == contract.Main ? "" : $" {t.Kind}:")}" + string.Join(" /", t.Rows.Select(row =>
            string.Concat(t.Cells(row).ToArray()
                .Select(c => $" {Encoding.UTF8.GetString(t.Name(c))}={Encoding.UTF8.GetString(t.Value(c))}")))));
        var problems =
            record.Problems.Select(p => $" ! {p.Rule}{(p.Field is null ? "" : $" {p.Field}")}{(p.Limit is null ? "" : $" {p.Limit}")}");
        return $"{record.Number} {SourcePlace.Of(contract, record.Number, record.Offset, record.Part)}:{string.Concat(tables)}" +
            string.Concat(problems);
    }
}
