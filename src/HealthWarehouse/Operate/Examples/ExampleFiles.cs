using System.IO.Compression;
using System.Security;
using System.Text;
using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Operate.Examples;

/// <summary>Writes the file of an example: text as it stands, or a workbook as a spreadsheet would keep it.</summary>
internal static class ExampleFiles
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static byte[] Write(ExampleFile file, int number)
    {
        var n = number.ToString("00000", CultureInfo.InvariantCulture);
        if (file.Book is { } book) return Book(book, n);
        return Encoding.UTF8.GetBytes(string.Concat((file.Lines ?? []).Select(l => $"{Numbered(l, n)}\n")));
    }

    private static string Numbered(string text, string n) => text.Replace("{n}", n, StringComparison.Ordinal);

    private static byte[] Book(ExampleBook book, string n)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            int[] sheets = [.. Enumerable.Range(1, book.Sheets)];
            Put(zip, "_rels/.rels", $"<Relationships xmlns=\"{Package}\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" " +
                "Target=\"xl/workbook.xml\"/></Relationships>");
            Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>" +
                string.Concat(sheets.Select(s => $"<sheet name=\"Bảng {s}\" sheetId=\"{s}\" r:id=\"r{s}\"/>")) + "</sheets></workbook>");
            Put(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}\">" +
                string.Concat(sheets.Select(s => $"<Relationship Id=\"r{s}\" Type=\"{Office}/worksheet\" Target=\"sheet.xml\"/>")) +
                $"<Relationship Id=\"st\" Type=\"{Office}/styles\" Target=\"styles.xml\"/>" +
                $"<Relationship Id=\"ss\" Type=\"{Office}/sharedStrings\" Target=\"strings.xml\"/></Relationships>");
            Put(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>" +
                "<xf numFmtId=\"9\"/></cellXfs></styleSheet>");
            Put(zip, "xl/strings.xml", $"<sst xmlns=\"{Main}\"/>");
            Put(zip, "xl/sheet.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(book.Rows.Select((row, i) =>
                $"<row r=\"{i + 1}\"{(book.Hidden?.Contains(i + 1) is true ? " hidden=\"1\"" : "")}>" +
                string.Concat(row.Select(c => Cell(Numbered(c, n)))) + "</row>"))}</sheetData></worksheet>");
        }
        return packed.ToArray();
    }

    private static string Cell(string cell) => cell switch
    {
        "#f" => "<c><f>1</f></c>",
        "#l" => "<c t=\"s\"><v>9</v></c>",
        ['#', 'n', ' ', .. var number] => $"<c><v>{number}</v></c>",
        ['#', 'd', ' ', .. var day] => $"<c s=\"1\"><v>{day}</v></c>",
        ['#', 'p', ' ', .. var share] => $"<c s=\"2\"><v>{share}</v></c>",
        ['#', 'f', ' ', .. var value] => $"<c><f>1</f><v>{value}</v></c>",
        ['#', 'e', ' ', .. var error] => $"<c t=\"e\"><v>{error}</v></c>",
        _ => $"<c t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>",
    };

    private static void Put(ZipArchive zip, string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        part.Write(xml);
    }
}
