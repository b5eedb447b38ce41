using System.Security;
using System.Text;
using System.Text.Json;
using CsCheck;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Tests.Collect;
using HealthWarehouse.Tests.Sheets;
using static HealthWarehouse.Tests.Formats.Feeds;

namespace HealthWarehouse.Tests.Formats;

/// <summary>
/// The same table reads alike as CSV, XLSX, JSON and XML; and written again without some of its records, in any of them, every other
/// record keeps its number, its place and its cells.
/// </summary>
public class AlikeSpec
{
    private static readonly string[] Words =
        ["", "An", "Đào", "a,b", "a;b", "nói \"thế\"", "5 > 4 & 3", "1-5", "ế\u0301", "{}", "_x0041_", "x"];

    private static readonly Field[] Named =
        [new("A", "licence_no", FieldType.Text, ""), new("B", "full_name", FieldType.Text, ""), new("C", "note", FieldType.Text, "")];

    private static readonly Contract Table = Of(ContractFormat.Sheet, "", [new("list_main", "", "", "", Named)]),
        Json = Of(ContractFormat.Json, "/rows", [new("list_main", "", "", "", Named)]),
        Xml = Of(ContractFormat.Xml, "ROWS/ROW", [new("list_main", "", "", "", Named)]);

    private static readonly Gen<string[][]> Tables = Gen.Int[0, Words.Length - 1].Array[2].Array[1, 30]
        .Select(rows => rows.Select((r, i) => (string[])[$"K{i}", Words[r[0]], Words[r[1]]]).ToArray());

    [Fact]
    public void A_table_reads_alike_in_every_format() => Tables.Sample(rows =>
    {
        var read = Cells(Said(Table, Csv(rows)));

        read.Count(c => c == '\n').ShouldBe(rows.Length - 1);
        Cells(Said(Table, Book(rows))).ShouldBe(read);
        Cells(Said(Json, Array(rows))).ShouldBe(read);
        Cells(Said(Xml, Elements(rows))).ShouldBe(read);
    }, iter: 100);

    [Fact]
    public void What_is_taken_out_leaves_numbers_and_places() => Gen.Select(Tables, Gen.Int[1, 30].Array[1, 5]).Sample((rows, taken) =>
    {
        var gone = taken.Where(t => t <= rows.Length).ToHashSet();
        foreach (var (contract, content) in new[] { (Table, Csv(rows)), (Table, Book(rows)), (Json, Array(rows)), (Xml, Elements(rows)),
            (Table, Packed.Zip(("a.csv", Csv(rows)), ("b.xlsx", Book(rows)))) })
        {
            var (before, after) = (Said(contract, content).Split('\n'), Said(contract, Without(contract, content, gone)).Split('\n'));

            after.Length.ShouldBe(before.Length);
            for (var i = 0; i < before.Length; i++)
                if (gone.Contains(i + 1))
                    after[i].ShouldMatch($"^{before[i][..(before[i].IndexOf(": ", StringComparison.Ordinal) + 1)]}( ! R01-empty-record)?$");
                else after[i].ShouldBe(before[i]);
        }
    }, iter: 60);

    [Fact]
    public void Nothing_of_a_record_that_was_taken_out_is_left_in_the_bytes()
    {
        string[][] rows = [["K0", "Bí Mật", "một"], ["K1", "An", "hai"]];
        foreach (var (contract, content) in new[] { (Table, Csv(rows)), (Json, Array(rows)),
            (Xml, Utf8("<ROWS><ROW B='Bí Mật'><A>K0</A></ROW><ROW A='K1'/></ROWS>")),
            (Table, Shared("Bí Mật")) })
        {
            var left = Without(contract, content, [1]);

            Unpacked(left).ShouldNotContain("Bí Mật");
            Said(contract, left).ShouldContain("A=K1");
        }
    }

    [Fact]
    public void Lines_that_shared_a_merged_cell_with_one_taken_out_still_say_it()
    {
        var content =
            Books.Of("", ("xl/worksheets/sheet1.xml", Books.Sheet($"<row r=\"1\">{Books.Text("A1", "A")}{Books.Text("B1", "B")}</row>" +
            $"<row r=\"2\">{Books.Text("A2", "K0")}{Books.Text("B2", "Khoa Nội")}</row>" +
            $"<row r=\"3\" hidden=\"1\">{Books.Text("A3", "K1")}</row>" +
            $"<row r=\"5\"><c r=\"A5\" s=\"2\"><v>7</v></c><c r=\"C5\"><f>1+1</f><v>2</v></c></row>",
            before: "<cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols>",
            after: "<mergeCells><mergeCell ref=\"B2:B5\"/></mergeCells>")), ("xl/styles.xml", Books.Styles("000")));
        var before = Said(Table, content);

        before.ShouldStartWith("1 trang DM, dòng 2: A=K0 B=Khoa Nội\n2 trang DM, dòng 3: A=K1 B=Khoa Nội\n" +
            "4 trang DM, dòng 5: A=007 B=Khoa Nội (cột C)=2");
        Said(Table, Without(Table, content, [1]))
            .ShouldBe(before.Replace("2: A=K0 B=Khoa Nội", "2: ! R01-empty-record", StringComparison.Ordinal));
    }

    [Fact]
    public void A_total_below_one_table_of_an_archive_stays_a_total()
    {
        var content = Packed.Zip(("a.csv", Utf8("A,B\nK0,x\nTổng cộng,\n")), ("b.csv", Utf8("A,B\nK1,y\nK2,z\n")));

        Said(Table, Without(Table, content, [2]))
            .ShouldBe(Said(Table, content).Replace(": A=K1 B=y", ": ! R01-empty-record", StringComparison.Ordinal));
    }

    private static byte[] Without(Contract contract, byte[] content, HashSet<int> records)
    {
        using var target = new MemoryStream();
        contract.Redact(() => new MemoryStream(content), records, target);
        return target.ToArray();
    }

    /// <summary>Numbers and cells without places.</summary>
    private static string Cells(string said) =>
        string.Join('\n', said.Split('\n').Select(l => $"{l.Split(' ')[0]}{l[l.IndexOf(": ", StringComparison.Ordinal)..]}"));

    private static byte[] Csv(string[][] rows) => Utf8("A;B;C\n" + string.Concat(rows.Select(r =>
        string.Join(';', r.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")));

    private static byte[] Book(string[][] rows) => Books.Of(string.Concat(rows.Prepend(["A", "B", "C"]).Select((row, i) =>
        $"<row r=\"{i + 1}\">{string.Concat(row.Select((cell, j) => Cell(i + 1, j, cell)))}</row>")));

    private static string Cell(int line, int column, string text) =>
        Books.Text($"{(char)('A' + column)}{line}", SecurityElement.Escape(text)!);

    private static byte[] Array(string[][] rows) => JsonSerializer.SerializeToUtf8Bytes(
        new { rows = rows.Select(r => new Dictionary<string, string> { ["A"] = r[0], ["B"] = r[1], ["C"] = r[2] }) });

    private static byte[] Elements(string[][] rows) => Utf8("<ROWS>" + string.Concat(rows.Select(r => "<ROW>" +
        string.Concat(r.Select((c, i) => $"<{Named[i].From}>{SecurityElement.Escape(c)}</{Named[i].From}>")) + "</ROW>\n")) + "</ROWS>");

    /// <summary>A workbook whose texts stand in their own part, as Excel keeps them.</summary>
    private static byte[] Shared(string secret) => Books.Of($"<row r=\"1\">{Books.Text("A1", "A")}{Books.Text("B1", "B")}</row>" +
        $"<row r=\"2\">{Books.Text("A2", "K0")}<c r=\"B2\" t=\"s\"><v>0</v></c></row><row r=\"3\">{Books.Text("A3", "K1")}</row>",
        ("xl/sharedStrings.xml", $"<sst xmlns=\"{Books.Main}\"><si><t>{secret}</t></si></sst>"));

    private static string Unpacked(byte[] content)
    {
        if (content[0] != 'P') return Encoding.UTF8.GetString(content);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(content));
        return string.Concat(zip.Entries.Select(e => new StreamReader(e.Open()).ReadToEnd()));
    }
}
