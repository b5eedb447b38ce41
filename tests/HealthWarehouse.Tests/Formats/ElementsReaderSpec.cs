using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Tests.Collect;
using static HealthWarehouse.Tests.Formats.Feeds;

namespace HealthWarehouse.Tests.Formats;

/// <summary>XML of any shape becomes records of its contract: the elements at its path, their elements and attributes fields.</summary>
public class ElementsReaderSpec
{
    private static readonly Contract Reports = Of(ContractFormat.Xml, "BAO_CAO/DANH_SACH/HO_SO",
    [
        new("list_main", "", "", "",
        [
            new("MA", "licence_no", FieldType.Text, ""), new("NGAY", "issued_on", FieldType.Day, ""),
                new("PHI", "fee_price", FieldType.Number, "", Scale: 2),
            new("DANG_LAM", "active", FieldType.Flag, ""), new("/NGUOI/TEN", "full_name", FieldType.Text, ""),
                new("/NGUOI/id", "citizen", FieldType.Text, ""),
        ]),
        new("list_drug", "", "", "", [new("STT", "line_no", FieldType.Integer, ""), new("TEN", "drug", FieldType.Text, "")],
            "DS_THUOC/THUOC", RowCount.Many),
    ]);

    [Fact]
    public void Records_are_the_elements_at_the_path_and_nowhere_else() => Said(Reports,
        "<?xml version=\"1.0\"?><x:BAO_CAO xmlns:x=\"u\"><HO_SO><MA>no</MA></HO_SO><DANH_SACH><HO_SO><MA>A1</MA></HO_SO> <HO_SO/>" +
        "<X><HO_SO><MA>no</MA></HO_SO></X></DANH_SACH><DANH_SACH><HO_SO MA='A2'/></DANH_SACH></x:BAO_CAO>")
        .ShouldBe("1 byte 81: MA=A1\n2 byte 108:\n3 byte 172: MA=A2");

    [Theory]
    [InlineData("<MA> a&amp;b </MA>", "MA=a&b"), InlineData("<MA>a<![CDATA[<b>]]>&#233;</MA>", "MA=a<b>é")]
    [InlineData("<MA/><MA></MA>", "")]
    [InlineData("<NGAY>31/12/2025</NGAY><PHI>1.234.567,5</PHI>", "NGAY=20251231 PHI=1234567.5")]
    [InlineData("<PHI>40.000</PHI>", "PHI=40.000")]
    [InlineData("<NGAY>2025-12-31T00:00:00+07:00</NGAY><DANG_LAM>true</DANG_LAM>", "NGAY=20251231 DANG_LAM=1")]
    [InlineData("<NGUOI id=\"7&quot;\" k='1'><TEN>An</TEN><TUOI>7</TUOI></NGUOI>", "/NGUOI/id=7\" /NGUOI/k=1 /NGUOI/TEN=An /NGUOI/TUOI=7")]
    [InlineData("<LA><a>1</a></LA><L2>x</L2><L3 u=\"cm\">5</L3>", "LA=<LA><a>1</a></LA> L2=x L3=<L3 u=\"cm\">5</L3>")]
    [InlineData("<MA><b>1</b></MA>", "MA=<b>1</b>"), InlineData("chữ<MA>1</MA>", "(chữ)=chữ MA=1")]
    [InlineData("<!-- c --><x:MA>1</x:MA>", "MA=1")]
    [InlineData("<DS_THUOC><THUOC STT='1'><TEN>a</TEN></THUOC><THUOC><STT>2</STT></THUOC></DS_THUOC><MA>1</MA>",
        "MA=1 list_drug: STT=1 TEN=a / STT=2")]
    public void Elements_and_attributes_are_fields(string inside, string read) =>
        Said(Reports, $"<BAO_CAO><DANH_SACH><HO_SO>{inside}</HO_SO></DANH_SACH></BAO_CAO>")
            .ShouldBe($"1 byte 20:{(read.Length == 0 ? "" : $" {read}")}");

    [Theory]
    [InlineData("<SO/>", "phần tử gốc là <SO>, phải là <BAO_CAO> (dòng 1, byte 0)"), InlineData("", "tệp rỗng (dòng 1, byte 0)")]
    [InlineData("<!DOCTYPE BAO_CAO [<!ENTITY a \"b\">]><BAO_CAO/>",
        "có khai báo DOCTYPE; DTD và thực thể không được phép (dòng 1, byte 0)")]
    [InlineData("<BAO_CAO><DANH_SACH><HO_SO><MA>&a;</MA></HO_SO></DANH_SACH></BAO_CAO>", "có thực thể lạ (&...;) (dòng 1, byte 31)")]
    [InlineData("<BAO_CAO><DANH_SACH><HO_SO><MA>A1</MA></HO_SO>\n<HO_SO><MA>", "tệp bị cắt ngang trong <MA> (dòng 2, byte 58)")]
    public void What_is_not_this_XML_breaks_the_delivery_with_its_place(string xml, string problem) =>
        Said(Reports, xml).Split('\n')[^1].ShouldBe($"broken: {problem}");

    [Fact]
    public void Length_depth_and_rows_are_bounded()
    {
        string Around(string inside) => $"<BAO_CAO><DANH_SACH><HO_SO>{inside}</HO_SO><HO_SO/></DANH_SACH></BAO_CAO>";

        Said(Reports, Around($"<MA>{new string('x', 17 << 20)}</MA>")).ShouldContain("một bản ghi dài quá 16 MiB");
        Said(Reports, Around(string.Concat(Enumerable.Repeat("<a>", 70)))).ShouldContain("lồng quá 64 cấp");
        Said(Reports, Utf8(Around("<DS_THUOC><THUOC/><THUOC/><THUOC/></DS_THUOC>")), limits: new XmlLimits { MaxRows = 2 })
            .ShouldBe("1 byte 20: list_drug: / ! R01-too-large 2 dòng\n2 byte 80:");
        Said(Reports, Utf8(Around("")), limits: new XmlLimits { MaxRecords = 1 }).ShouldContain("tệp có quá 1 bản ghi");
    }

    [Fact]
    public void Archives_and_encodings_are_opened_as_those_of_any_XML() => Said(Reports, Packed.Zip(
        ("a.xml", System.Text.Encoding.Unicode.GetBytes("\ufeff<BAO_CAO><DANH_SACH><HO_SO MA='ế'/></DANH_SACH></BAO_CAO>")),
        ("b.xml", Utf8("<BAO_CAO><DANH_SACH><HO_SO MA='b'/></DANH_SACH></BAO_CAO>"))))
        .ShouldBe("1 tệp a.xml, byte 23: MA=ế\n2 tệp b.xml, byte 20: MA=b");
}
