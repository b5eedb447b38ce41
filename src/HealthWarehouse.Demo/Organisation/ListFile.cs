using System.IO.Compression;
using System.Security;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Store;

namespace HealthWarehouse.Demo.Organisation;

/// <summary>How somebody writes their lists: as CSV or as a workbook, under our words or those of a layout that circulates.</summary>
internal sealed record ListHabit(bool Workbook, bool UsesPreset);

/// <summary>
/// Writes a list as its sender keeps it: a title, the headings, a line a row. The same list always gives the same bytes.
/// </summary>
internal static class ListFile
{
    private const string Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static byte[] Write(ListDraft list, ListHabit habit)
    {
        Field[] fields = [.. list.Contract[list.Contract.Main].Fields.Where(f => list.Rows.Any(r => r.ContainsKey(f.To)))];
        var words = habit.UsesPreset && list.Contract.Presets is [var preset, ..]
            ? preset.Columns.GroupBy(c => c.Value).ToDictionary(g => g.Key, g => g.First().Key) : [];
        string[][] lines =
        [
            [$"{list.Contract.Name} đến ngày {ListDraft.Day(list.On)}".ToUpperInvariant()],
            [.. fields.Select(f => words.GetValueOrDefault(f.From, f.From))],
            .. list.Rows.Select(r => fields.Select(f => r.GetValueOrDefault(f.To, "")).ToArray()),
        ];
        return habit.Workbook ? Workbook(lines, fields, list.On) : Csv(lines);
    }

    private static byte[] Csv(string[][] lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.AppendJoin(',', line.Select(CsvField.Quoted)).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Workbook(string[][] lines, Field[] fields, DateOnly made)
    {
        var rows = new StringBuilder($"<worksheet xmlns=\"{Sheet}\"><sheetData>");
        foreach (var (line, at) in lines.Select((l, i) => (l, i)))
        {
            rows.Append("<row>");
            foreach (var (cell, column) in line.Select((c, i) => (c, i)))
                rows.Append(at > 1 && fields[column].Type is FieldType.Integer or FieldType.Number && cell.Length > 0
                    ? $"<c><v>{cell}</v></c>" : $"<c t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>");
            rows.Append("</row>");
        }
        rows.Append("</sheetData></worksheet>");
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
                """);
            Part("_rels/.rels", Relation("officeDocument", "xl/workbook.xml"));
            Part("xl/workbook.xml", $"<workbook xmlns=\"{Sheet}\" xmlns:r=\"{Office}\"><sheets>" +
                "<sheet name=\"Danh sách\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
            Part("xl/_rels/workbook.xml.rels", Relation("worksheet", "worksheets/sheet1.xml"));
            Part("xl/worksheets/sheet1.xml", rows.ToString());

            void Part(string name, string text)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new(made, TimeOnly.MinValue, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return packed.ToArray();
    }

    private static string Relation(string kind, string target) => $"<Relationships xmlns=\"{Relations}\">" +
        $"<Relationship Id=\"rId1\" Type=\"{Office}/{kind}\" Target=\"{target}\"/></Relationships>";
}
