using System.IO.Compression;
using System.Text;
using HealthWarehouse.Sheets;
using HealthWarehouse.Tests.Collect;

namespace HealthWarehouse.Tests.Sheets;

/// <summary>
/// Workbooks made part by part, so that each oddity is exactly the one meant: what is not named here is as Excel writes it.
/// </summary>
internal static class Books
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>A workbook of one sheet with these rows, then its parts changed: another text, or null for no part at all.</summary>
    public static byte[] Of(string rows, params (string Part, string? Xml)[] changes) =>
        Packed.Zip([.. Parts(rows, changes).Select(p => (p.Key, Encoding.UTF8.GetBytes(p.Value)))]);

    /// <summary>A sheet with something before and after its rows.</summary>
    public static string Sheet(string rows, string before = "", string after = "") =>
        $"<worksheet xmlns=\"{Main}\">{before}<sheetData>{rows}</sheetData>{after}</worksheet>";

    public static string Workbook(string sheets, string before = "") =>
        $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\">{before}<sheets>{sheets}</sheets></workbook>";

    public static string Relations(params (string Id, string Kind, string Target)[] relations) => $"<Relationships xmlns=\"{Package}\">" +
        string.Concat(relations.Select(r => $"<Relationship Id=\"{r.Id}\" Type=\"{Office}/{r.Kind}\" Target=\"{r.Target}\"/>")) +
        "</Relationships>";

    public static string Styles(params string[] formats) => $"<styleSheet xmlns=\"{Main}\"><numFmts>" +
        string.Concat(formats.Select((f, i) => $"<numFmt numFmtId=\"{170 + i}\" formatCode=\"{f}\"/>")) +
        "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>" +
        string.Concat(formats.Select((_, i) => $"<xf numFmtId=\"{170 + i}\"/>")) + "</cellXfs></styleSheet>";

    public static string Text(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static Dictionary<string, string> Parts(string rows, (string Part, string? Xml)[] changes)
    {
        var parts = new Dictionary<string, string>
        {
            ["[Content_Types].xml"] = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
            ["_rels/.rels"] = Relations(("rId1", "officeDocument", "xl/workbook.xml")),
            ["xl/workbook.xml"] = Workbook("<sheet name=\"DM\" sheetId=\"1\" r:id=\"rId1\"/>"),
            ["xl/_rels/workbook.xml.rels"] = Relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"),
                ("rId3", "sharedStrings", "sharedStrings.xml")),
            ["xl/styles.xml"] = Styles(),
            ["xl/worksheets/sheet1.xml"] = Sheet(rows),
        };
        foreach (var (part, xml) in changes)
            if (xml is null) parts.Remove(part);
            else parts[part] = xml;
        return parts;
    }

    /// <summary>What is read, a line a line: its number, then its cells between bars, what was odd in brackets behind.</summary>
    public static string Read(byte[] content, int sheet = 0)
    {
        var file = SheetFile.Open(new MemoryStream(content));
        return string.Join('\n', file.Lines(file.Sheets[sheet]).Select(l => $"{l.Number}{(l.Hidden ? " ẩn" : "")}: " +
            string.Join(" | ", l.Cells.Select(c => c.Odd is Odd.None ? c.Text : $"{c.Text} [{c.Odd}]"))));
    }

    public static string Refusal(byte[] content) => Should.Throw<SheetException>(() =>
    {
        var file = SheetFile.Open(new MemoryStream(content));
        foreach (var sheet in file.Sheets)
            foreach (var _ in file.Lines(sheet)) { }
    }).Message;

    /// <summary>A zip whose packing is left out of account.</summary>
    public static byte[] Bomb(int megabytes, string around)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var part = zip.CreateEntry(around, CompressionLevel.SmallestSize).Open())
            for (var (block, i) = (new byte[1 << 20], 0); i < megabytes; i++) part.Write(block);
        return packed.ToArray();
    }

    /// <summary>The old container of Office with these entries in its directory.</summary>
    public static byte[] Compound(params string[] names)
    {
        var file = new byte[512 + 128 * Math.Max(4, names.Length + 1)];
        byte[] mark = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        mark.CopyTo(file, 0);
        foreach (var (name, i) in names.Prepend("Root Entry").Select((n, i) => (n, i)))
        {
            Encoding.Unicode.GetBytes(name).CopyTo(file, 512 + 128 * i);
            file[512 + 128 * i + 64] = (byte)(2 * (name.Length + 1));
        }
        return file;
    }
}
