using System.Text;
using static HealthWarehouse.Tests.Collect.Answer;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>Records whose NOIDUNGFILE cannot be read, or reads as something else: only that record is set aside.</summary>
internal static class HostileContents
{
    public static readonly Hostile[] Cases =
    [
        // Packing of the content.
        Bad("base64 with a letter missing", d => Base64(d)[..^3], "R01-base64"),
        Bad("base64 with a letter that is none", d => Base64(d).Insert(100, "*"), "R01-base64"),
        Bad("base64 for addresses (- and _)", d => Base64(d + "????").Replace('/', '_').Insert(8, "-"), "R01-base64"),
        Bad("base64 that goes on behind its end", d => Base64(d + "  ") + Base64(d), "R01-base64"),
        Bad("words where base64 should be", _ => "xem tệp đính kèm", "R01-base64"),
        Bad("base64 of words", _ => Base64("xem tệp đính kèm"), "R01-not-well-formed"),
        Bad("base64 of base64", d => Base64(Base64(d)), "R01-not-well-formed"),
        Bad("base64 of nothing", _ => "====", "R01-base64"),
        Bad("base64 of white space", _ => Base64("   \n"), "R01-not-well-formed"),
        Bad("base64 of gzip", d => Convert.ToBase64String(Packed.Gzip(Packed.Utf8(d))), "R01-not-well-formed"),
        Bad("text and elements mixed", d => $"xem: {d}", "R01-content"),
        Bad("an element inside base64", d => Base64(d).Insert(40, "<b/>"), "R01-content"),
        Bad("an unknown entity in base64", d => Base64(d).Insert(40, "&xxe;"), "R01-content"),
        Bad("two documents in one content", d => d + d, "R01-not-well-formed"),
        Bad("a document escaped twice", d =>
            System.Security.SecurityElement.Escape(System.Security.SecurityElement.Escape(d)), "R01-base64"),

        // The document inside.
        Inner("inner document cut off", d => d[..^30], "tài liệu bị cắt ngang"),
        Inner("inner document cut inside a tag", d => d[..^4], "thẻ đóng bị cắt ngang"),
        Inner("inner document with text behind", d => d + "hết", "có chữ ngoài phần tử gốc"),
        Inner("inner document with two roots", d => d + "<A/>", "có hai phần tử gốc"),
        Inner("inner tags that cross", d => d.Replace("</MA_LK><STT>1</STT>", "</STT><STT>1</MA_LK>"), "thẻ <MA_LK> không được đóng đúng"),
        Inner("inner tag too many", d => d + "</TONG_HOP>", "thẻ đóng thừa"),
        Inner("inner text and elements mixed", d => d.Replace("<STT>", "chữ<STT>"), "chữ và phần tử lẫn lộn"),
        Inner("inner name in brackets", d => d.Replace("Đau bụng", "<Đau bụng>"), "thuộc tính thiếu dấu '='"),
        Inner("inner ampersand", d => d.Replace("Đau bụng", "Đau & bụng"), "có thực thể lạ"),
        Inner("inner entity of HTML", d => d.Replace("Đau bụng", "Đau&nbsp;bụng"), "có thực thể lạ"),
        Inner("inner numbered NUL", d => d.Replace("Đau bụng", "Đau&#0;bụng"), "có thực thể lạ"),
        Inner("inner XXE", d =>
            $"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{d.Replace("Đau bụng", "&x;")}", "có khai báo DOCTYPE"),
        Inner("inner billion laughs", d =>
            $"<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>{d.Replace("Đau bụng", "&b;")}",
            "có khai báo DOCTYPE"),
        Inner("inner NUL", d => d.Replace("Đau bụng", "Đau\0bụng"), "có ký tự điều khiển"),
        Inner("inner U+FFFF", d => d.Replace("Đau bụng", "Đau\uFFFFbụng"), "có ký tự điều khiển"),
        Inner("inner U+FFFE in a name, which no comparison could take", d => d.Replace("Nguyễn", "Nguyễn\uFFFE"), "có ký tự điều khiển"),
        Inner("inner declaration in the middle", d =>
            d.Replace("<STT>", "<?xml version=\"1.0\"?><STT>"), "khai báo <?xml?> không đứng đầu tài liệu"),
        Inner("inner elements ten thousand deep", d =>
            d.Replace("<STT>", string.Concat(Enumerable.Repeat("<a>", 10_000)) + "<STT>"), "lồng quá 64 cấp"),
        Bad("inner letters of windows-1258", d => Convert.ToBase64String(Encoding.Latin1.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"windows-1258\"?>{d.Replace("Tổ 1", "T\u00F4\u00D2 1")}")), "R01-encoding"),
        Bad("inner letter cut in two", d =>
            Convert.ToBase64String(Packed.Utf8(d).SkipWhile(b => b != 0xE1).Skip(1).ToArray()), "R01-encoding"),
        Bad("inner UTF-16 with half a surrogate", d =>
            Convert.ToBase64String([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(d), 0x00, 0xD8]), "R01-encoding"),
        Bad("inner UTF-16 with a byte missing", d =>
            Convert.ToBase64String([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(d), 0x00]), "R01-encoding"),
        Bad("inner UTF-16 without a mark", d => Convert.ToBase64String(Encoding.Unicode.GetBytes(d)), "R01-not-well-formed"),
        Bad("inner UTF-32", d => Convert.ToBase64String([0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(d)]), "R01-not-well-formed"),
        Bad("a broken XML5 beside a good XML1", _ => Base64("<a>"), "R01-not-well-formed", "XML5"),

        // Read, and told.
        Kept("rows of another name", d => d.Replace("TONG_HOP>", "TONGHOP>"), "R01-row-element"),
        Kept("a signature inside XML1", d =>
            d.Replace("<STT>", "<Signature><SignedInfo><Method>a</Method></SignedInfo><Value>b</Value></Signature><STT>"),
            "R09-unknown-group"),
        Kept("an unknown element", d => d.Replace("<STT>", "<TEN_VO>a</TEN_VO><STT>"), "R09-unknown-element"),
        Kept("an element twice", d => d.Replace("<STT>", "<HO_TEN>Khác</HO_TEN><STT>"), "R09-element-twice"),
        Kept("a thousand attributes", d =>
            d.Replace("<STT>", $"<STT {string.Concat(Enumerable.Range(0, 1000).Select(i => $" a{i}='{i}'"))}>"), ""),
        Kept("10,000 unknown elements in a row", d =>
            d.Replace("<STT>", string.Concat(Enumerable.Range(0, 10_000).Select(i => $"<LA{i}>{i}</LA{i}>")) + "<STT>"),
            "R09-unknown-element") with { Also = UnknownAreBounded },
    ];

    /// <summary>A record whose XML1 (or other table) is given as it stands in NOIDUNGFILE.</summary>
    private static Hostile Bad(string name, Func<string, string> content, string rule, string table = "XML1") => new(name, n => n.Around(
        Hoso([Raw(table, content(Xml1(n.Bad))), File("XML2", Xml2(n.Bad)),
            .. table == "XML1" ? Array.Empty<string>() : [File("XML1", Xml1(n.Bad))]])), Loaded(rule, 1));

    private static Hostile Inner(string name, Func<string, string> change, string says) =>
        Bad(name, d => Base64(change(d)), "R01-not-well-formed")
        with { Also = async (test, delivery) =>
            (await test.Ask<string>("select message from std.finding where delivery = $delivery and rule = 'R01-not-well-formed'",
            new { delivery })).ShouldHaveSingleItem().ShouldContain(says) };

    private static Hostile Kept(string name, Func<string, string> change, string rule) =>
        new(name, n => n.Around(Hoso(File("XML1", change(Xml1(n.Bad))), File("XML2", Xml2(n.Bad)))), Loaded(rule)) { Also = XmlOneIsRight };

    private static async Task XmlOneIsRight(TestHouse test, long delivery) =>
        (await test.Ask<string>("select main_icd from core.encounter where record_key = $key", new { key = (delivery << 24) + 2 }))
            .ShouldBe(["K35.8"]);

    private static async Task UnknownAreBounded(TestHouse test, long delivery)
    {
        await XmlOneIsRight(test, delivery);
        (await test.Ask<long>("select count(*) from std.finding where delivery = $delivery and rule = 'R09-unknown-element'",
            new { delivery })).ShouldBe([51]);
        (await test.Ask<long>("select cast(sum(times) as bigint) from std.finding where delivery = $delivery " +
            "and rule = 'R09-unknown-element'", new { delivery })).ShouldBe([10_000]);
    }
}
