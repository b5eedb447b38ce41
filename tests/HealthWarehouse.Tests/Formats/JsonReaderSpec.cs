using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Formats.Feeds;

namespace HealthWarehouse.Tests.Formats;

/// <summary>JSON from software becomes records of its contract, however long the array and wherever it stands.</summary>
public class JsonReaderSpec
{
    private static readonly Table[] Tables =
    [
        new("list_main", "", "", "",
        [
            new("code", "licence_no", FieldType.Text, ""), new("/person/name", "full_name", FieldType.Text, ""),
            new("born", "birth_date", FieldType.Partial, ""), new("on", "issued_on", FieldType.Day, ""),
            new("price", "fee_price", FieldType.Number, "", Scale: 2), new("at", "seen_at", FieldType.Minute, ""),
            new("active", "active", FieldType.Flag, ""), new("scopes", "scopes", FieldType.Texts, ""),
                new("/ids/0", "first_id", FieldType.Text, ""),
        ]),
        new("list_line", "", "", "", [new("no", "line_no", FieldType.Integer, ""), new("drug", "drug", FieldType.Text, "")], "/lines",
            RowCount.Many),
    ];

    private static readonly Contract Items = Of(ContractFormat.Json, "/data/items", Tables), Document = Of(ContractFormat.Json, "", Tables);

    [Theory]
    [InlineData("[{\"code\":\"A1\"},{\"code\":\"A2\"}]", "1 /0, byte 1: code=A1\n2 /1, byte 15: code=A2")]
    [InlineData("{\"code\":\"A1\"}", "1 /0, byte 0: code=A1")]
    [InlineData("{\"code\":\"A1\"}\n{\"code\":\"A2\"}\r\n", "1 /0, byte 0: code=A1\n2 /1, byte 14: code=A2")]
    [InlineData("\ufeff[ ]", "")]
    [InlineData("[{\"code\":\"A1\",\"code\":\"A2\"}]", "1 /0, byte 1: code=A1 code=A2")]
    [InlineData("[null,1,[2],{}]", "1 /0, byte 1:\n2 /1, byte 6: (giá trị)=1\n3 /2, byte 8: (giá trị)=[2]\n4 /3, byte 12:")]
    public void A_document_is_an_array_an_object_or_many(string json, string read) => Said(Document, json).ShouldBe(read);

    [Fact]
    public void Records_are_found_at_their_pointer_among_anything_else() =>
        Said(Items, """{"items":[{"code":"no"}],"x":[{"data":{"items":[{"code":"no"}]}}],"data":""" +
            """{"n":1,"items":[{"code":"A1"}],"more":{"items":[1]}},"y":2}""")
            .ShouldBe("1 /data/items/0, byte 89: code=A1");

    [Theory]
    [InlineData("\"person\":{\"name\":\"An\",\"age\":7}", "/person/name=An /person/age=7")]
    [InlineData("\"person\":\"An\"", "/person=An"), InlineData("\"new\":{\"a\":[1, \"x\"]}", "new={\"a\":[1, \"x\"]}")]
    [InlineData("\"born\":\"1985-03\"", "born=198503"), InlineData("\"born\":1985", "born=1985")]
    [InlineData("\"on\":\"2025-12-31\"", "on=20251231"), InlineData("\"on\":45000", "on=45000")]
    [InlineData("\"at\":\"2025-12-31T23:30:00.123Z\"", "at=202601010630"), InlineData("\"at\":\"2025-12-31T08:05\"", "at=202512310805")]
    [InlineData("\"price\":40.000", "price=40"), InlineData("\"price\":1.5e3", "price=1500"), InlineData("\"price\":0.125", "price=0.1250")]
    [InlineData("\"price\":\"40.000\"", "price=40.000"), InlineData("\"price\":\"1.234.567,5\"", "price=1234567.5")]
    [InlineData("\"price\":1e400", "price=1e400")]
    [InlineData("\"active\":true,\"code\":false", "active=1 code=false"), InlineData("\"active\":null", "")]
    [InlineData("\"scopes\":[\"a\",2]", "scopes=a;2"), InlineData("\"scopes\":[\"a\",[2]]", "scopes=[\"a\",[2]]")]
    [InlineData("\"ids\":[\"a\",\"b\"]", "/ids/0=a /ids/1=b")]
    [InlineData("\"\\u0063ode\":\" \\u1ebfa\\n\"", "code=ếa"), InlineData("\"code\":\"\\ud800\"", "code=\\ud800")]
    [InlineData("\"code\":\"a\\u0000b\"", "code=a b")]
    public void A_property_is_brought_to_the_type_of_its_field(string property, string read) =>
        Said(Document, $"[{{{property}}}]").ShouldBe($"1 /0, byte 1:{(read.Length == 0 ? "" : $" {read}")}");

    [Fact]
    public void Arrays_of_objects_are_rows_of_the_table_that_stands_there() =>
        Said(Document, """[{"lines":[{"no":1,"drug":"a"},{"no":2,"x":{}}],"code":"A1"},""" +
            """{"code":"A2","lines":{"no":3}},{"code":"A3","lines":[]}]""")
            .ShouldBe("1 /0, byte 1: code=A1 list_line: no=1 drug=a / no=2 x={}\n2 /1, byte 61: code=A2 list_line: no=3\n" +
                "3 /2, byte 92: code=A3");

    [Theory]
    [InlineData("", "tệp rỗng"), InlineData("  ", "tệp rỗng")]
    [InlineData("[{\"code\":\"A1\"},{\"co", "tệp JSON bị cắt ngang (dòng 1, byte 16)")]
    [InlineData("[{\"code\":\"A1\"}\n{\"code\":\"A2\"}]", "JSON viết sai (dòng 2, byte 15)")]
    [InlineData("[{\"code\":A1}]", "JSON viết sai (dòng 1, byte 9)")]
    [InlineData("[1] <html>", "JSON viết sai (dòng 1, byte 4)"), InlineData("12", "tệp không phải là mảng hay đối tượng JSON")]
    public void What_is_not_JSON_breaks_the_delivery_with_its_place(string json, string problem) =>
        Said(Document, json).Split('\n')[^1].ShouldBe($"broken: {problem}");

    [Fact]
    public void A_document_without_the_array_is_told() =>
        Said(Items, "{\"items\":[{}]}").ShouldBe("broken: không có mảng bản ghi ở '/data/items'");

    [Fact]
    public void Depth_and_length_are_bounded()
    {
        Said(Document, $"[{string.Concat(Enumerable.Repeat("[", 100))}").ShouldBe("broken: lồng quá 64 cấp (dòng 1, byte 64)");
        Said(Document, $"[{{\"code\":\"{new string('x', 17 << 20)}\"}}]").ShouldBe("broken: một bản ghi dài quá 16 MiB");
        Said(Document, Utf8("[{},{},{}]"), limits: new XmlLimits { MaxRecords = 2 }).ShouldContain("broken: tệp có quá 2 bản ghi");
        Said(Document, Utf8("[{\"lines\":[{},{},{}]}]"), limits: new XmlLimits { MaxRows = 2 }).ShouldEndWith("! R01-too-large 2 dòng");
    }

    [Fact]
    public void Text_that_is_no_UTF_8_breaks_and_UTF_16_is_read()
    {
        Said(Document, [.. Utf8("[{\"code\":\"A1\"},{\"code\":\""), 0xFF, .. Utf8("\"}]")]).ShouldContain("broken: chữ không phải UTF-8");
        Said(Document, Encoding.Unicode.GetBytes("[{\"code\":\"ế\"}]")).ShouldBe("1 /0, byte 1: code=ế");
        Said(Document, Packed.Zip(("a.json", Utf8("[{},{}]")), ("b.json", Utf8("{\"code\":\"B\"}"))))
            .ShouldBe("1 tệp a.json, byte 1:\n2 tệp a.json, byte 4:\n3 tệp b.json, byte 0: code=B");
    }

    [Theory, InlineData(64), InlineData(1 << 10), InlineData(1 << 20)]
    public void A_long_array_reads_alike_through_any_window(int window)
    {
        var random = new Random(7);
        var json = "[" + string.Join(",\n", Enumerable.Range(0, 2000)
            .Select(i => $"{{\"code\":\"{new string('ế', random.Next(50))}\",\"price\":{i},\"person\":{{\"name\":\"\\\"{i}}}\"}}}}")) + "]";

        Said(Document, Utf8(json), limits: new XmlLimits { Window = window }, groupBytes: 5000).ShouldBe(Said(Document, json));
        Said(Document, json).Split('\n').Length.ShouldBe(2000);
    }
}
