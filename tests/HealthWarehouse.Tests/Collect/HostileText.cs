using static HealthWarehouse.Tests.Collect.Answer;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Files that are not well-formed XML, or try what XML has to offer against the reader: each is refused with the place of the break.
/// </summary>
internal static class HostileText
{
    private const string Dtd = "có khai báo DOCTYPE; DTD và thực thể không được phép";

    public static readonly Hostile[] Cases =
    [
        // Cut off: at every kind of place.
        new("cut inside an opening tag", n => CutBehind(n.Two(), "<NOIDUNGF"), Broken("thẻ mở bị cắt ngang, trong <FILEHOSO>")),
        new("cut inside the name of an attribute", n =>
            CutBehind(n.Two().Replace("<HOSO>", "<HOSO Id=\"1\" Loai=\"a\">"), "<HOSO Id=\"1\" Lo"), Broken("bị cắt ngang")),
        new("cut inside the value of an attribute", n =>
            CutBehind(n.Two().Replace("<HOSO>", "<HOSO Id=\"12345\">"), "Id=\"123"), Broken("giá trị thuộc tính không được đóng")),
        new("cut inside text", n => CutBehind(n.Two(), "<MACSKCB>99"), Broken("tệp bị cắt ngang trong <MACSKCB>")),
        new("cut inside base64", n => CutBehind(n.Two(), "<NOIDUNGFILE>PD94bWwg"), Broken("tệp bị cắt ngang trong <NOIDUNGFILE>")),
        new("cut inside CDATA", n => CutBehind(n.Around($"<HOSO>{Claim.Raw("XML1", "<![CDATA[PD94bWwg]]>")}</HOSO>"), "<![CDATA[PD94"),
            Broken("phần CDATA không được đóng, trong <NOIDUNGFILE>")),
        new("cut inside the end of CDATA", n =>
            CutBehind(n.Around($"<HOSO>{Claim.Raw("XML1", "<![CDATA[PD94bWwg]]>")}</HOSO>"), "PD94bWwg]]"),
            Broken("phần CDATA không được đóng")),
        new("cut inside a closing tag", n => CutBehind(n.Two(), "</NOIDUNGFILE></FILEH"), Broken("thẻ đóng bị cắt ngang")),
        new("cut inside a comment", n =>
            CutBehind(n.Two().Replace("<HOSO>", "<HOSO><!-- lô 1 -->"), "<!-- lô"), Broken("chú thích không được đóng")),
        new("cut inside an instruction", n =>
            CutBehind(n.Two().Replace("<HOSO>", "<HOSO><?a b?>"), "<?a b"), Broken("chỉ thị xử lý không được đóng")),
        new("cut inside a reference", n =>
            CutBehind(n.Two().Replace("99001<", "&#57;9001<"), "<MACSKCB>&#5"), Broken("bị cắt ngang trong <MACSKCB>")),
        new("cut inside a Vietnamese letter", n =>
            [.. Packed.Utf8(CutBehind(n.Two(), "<MACSKCB>")), 0xE1, 0xBB], Broken("chữ không phải UTF-8")),
        new("cut inside the XML declaration", n =>
            CutBehind(n.Two(), "<?xml version=\"1.0\" enc"), Broken("chỉ thị xử lý không được đóng")),
        new("cut between records", n => CutBehind(n.Two(), "</HOSO>"), Broken("tệp bị cắt ngang trong <DANHSACHHOSO>")),
        new("cut before the last closing tag", n => CutBehind(n.Two(), "<CHUKYDONVI/>"), Broken("tệp bị cắt ngang trong <GIAMDINHHS>")),
        new("a bracket at the end", n => n.Two() + "<", Broken("dấu '<' đứng cuối tệp")),

        // Around the root.
        new("text behind the root", n => n.Two() + "\nhết", Broken("có chữ sau phần tử gốc")),
        new("text before the root", n => "Kính gửi " + n.Around(), Broken("tệp không bắt đầu bằng XML")),
        new("two roots", n => n.Around() + Claim.Envelope(), Broken("có hai phần tử gốc")),
        new("CDATA behind the root", n => n.Two() + "<![CDATA[]]>", Broken("có chữ sau phần tử gốc")),
        new("a blank line before the XML declaration", n => "\n" + n.Two(), Broken("khai báo <?xml?> không đứng đầu tệp")),
        new("two files put together", n => n.Two() + "<?xml version=\"1.0\"?><GIAMDINHHS/>", Broken("khai báo <?xml?> không đứng đầu tệp")),

        // Not well-formed.
        new("tags that cross", n =>
            n.Two().Replace("</MACSKCB></THONGTINDONVI>", "</THONGTINDONVI></MACSKCB>"), Broken("thẻ <MACSKCB> không được đóng đúng")),
        new("a closing tag too many", n => n.Two() + "</GIAMDINHHS>", Broken("thẻ đóng thừa")),
        new("another prefix at the end", n =>
            n.Two().Replace("<HOSO>", "<a:HOSO>").Replace("</HOSO>", "</b:HOSO>"), Broken("thẻ <a:HOSO> không được đóng đúng")),
        new("an attribute without quotes", n =>
            n.Two().Replace("<HOSO>", "<HOSO Id=1>"), Broken("giá trị thuộc tính không nằm trong dấu nháy")),
        new("attributes without white space between", n => n.Two().Replace("<HOSO>", "<HOSO a='1'b='2'>"), Broken("thẻ mở viết sai")),
        new("a bracket in an attribute", n => n.Two().Replace("<HOSO>", "<HOSO a='<'>"), Broken("dấu '<' trong giá trị thuộc tính")),
        new("a bracket in text", n => n.Two().Replace("99001<", "99001 < 5 <"), Broken("dấu '<' không mở một thẻ hợp lệ")),
        new("the end of CDATA in text", n => n.Two().Replace("<HOSO>", "<HOSO>]]>"), Broken("']]>' đứng ngoài phần CDATA")),
        new("two hyphens in a comment", n => n.Two().Replace("<HOSO>", "<HOSO><!-- a -- b -->"), Broken("'--' trong chú thích")),
        new("an instruction without a name", n => n.Two().Replace("<HOSO>", "<HOSO><? a?>"), Broken("chỉ thị xử lý không có tên hợp lệ")),
        new("NUL in text", n => n.Two().Replace("99001<", "99\0001<"), Broken("có ký tự điều khiển")),
        new("a backspace in a tag", n => n.Two().Replace("<HOSO>", "<HO\bSO>"), Broken("có ký tự điều khiển")),
        new("U+FFFE in text", n => n.Two().Replace("99001<", "99001\uFFFE<"), Broken("có ký tự điều khiển")),
        new("NUL as a numbered character", n => n.Two().Replace("99001<", "99001&#0;<"), Broken("có thực thể lạ")),
        new("half a surrogate as a numbered character", n => n.Two().Replace("<HOSO>", "<HOSO>&#xD800;"), Broken("có thực thể lạ")),
        new("an entity of HTML in text", n => n.Two().Replace("<HOSO>", "<HOSO>&nbsp;"), Broken("có thực thể lạ")),
        new("an unknown entity in an attribute", n => n.Two().Replace("<HOSO>", "<HOSO a='&xxe;'>"), Broken("có thực thể lạ")),

        // What a DTD can do: it is never read.
        new("XXE of a file", n => With(n, "<!DOCTYPE a [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>", "&xxe;"), Broken(Dtd)),
        new("XXE of an address", n => With(n, "<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\">", ""), Broken(Dtd)),
        new("XXE by a public name", n => With(n, "<!DOCTYPE a PUBLIC \"-//A//B\" \"http://127.0.0.1:9/a.dtd\">", ""), Broken(Dtd)),
        new("XXE by a parameter entity", n => With(n, "<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p;]>", ""), Broken(Dtd)),
        new("a billion laughs", n => With(n, $"<!DOCTYPE a [<!ENTITY l0 \"ha\">{string.Concat(Enumerable.Range(1, 9).Select(i =>
            $"<!ENTITY l{i} \"{string.Concat(Enumerable.Repeat($"&l{i - 1};", 10))}\">"))}]>", "&l9;"), Broken(Dtd)),
        new("a quadratic blow-up", n =>
            With(n, $"<!DOCTYPE a [<!ENTITY a \"{new string('a', 50_000)}\">]>", string.Concat(Enumerable.Repeat("&a;", 50_000))),
            Broken(Dtd)),
        new("a DTD behind the root", n => n.Two() + "<!DOCTYPE a>", Broken(Dtd)),
        new("an entity declared without a DTD", n =>
            n.Two().Replace("<HOSO>", "<!ENTITY a \"b\"><HOSO>"), Broken("khai báo '<!' không được phép")),

        // Sizes of markup.
        new("nested a hundred thousand deep", n => n.Two()
            .Replace("<CHUKYDONVI/>",
            string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000))),
            Broken("lồng quá 64 cấp")),
        new("a million attributes", n => n.Two()
            .Replace("<CHUKYDONVI/>", $"<CHUKYDONVI{string.Concat(Enumerable.Range(0, 1_000_000).Select(i => $" a{i}=''"))}/>"),
            Broken("dài quá 1024 KiB")),
        new("an attribute of 2 MB", n =>
            n.Two().Replace("<CHUKYDONVI/>", $"<CHUKYDONVI a='{new string('a', 2_000_000)}'/>"), Broken("dài quá 1024 KiB")),
        new("a tag name of 2 MB", n => n.Two().Replace("<CHUKYDONVI/>", $"<{new string('a', 2_000_000)}/>"), Broken("dài quá 1024 KiB")),
        new("a tag name of 500 KB that is not closed", n =>
            n.Two().Replace("<CHUKYDONVI/>", $"<{new string('a', 500_000)}>"), Broken("aaaa…> không được đóng đúng")),
        new("a comment of 2 MB", n => n.Two().Replace("<CHUKYDONVI/>", $"<!--{new string('a', 2_000_000)}-->"), Broken("dài quá 1024 KiB")),
    ];

    private static string CutBehind(string text, string place) => text[..(text.IndexOf(place, StringComparison.Ordinal) + place.Length)];

    private static string With(Neighbours n, string dtd, string text) =>
        $"<?xml version=\"1.0\"?>{dtd}{n.Around().Replace("<HOSO>", $"<HOSO>{text}")}";
}
