using System.IO.Compression;
using static HealthWarehouse.Tests.Collect.Answer;
using static HealthWarehouse.Tests.Collect.Packed;

namespace HealthWarehouse.Tests.Collect;

/// <summary>Archives that are broken, lie about what they hold, or hold far too much.</summary>
internal static class HostilePackings
{
    private const string BadZip = "tệp zip bị hỏng hoặc bị cắt ngang", BadData = "dữ liệu nén bị hỏng hoặc bị cắt ngang",
        Nested = "tệp nén lồng trong tệp nén không được nhận";

    public static readonly Hostile[] Cases =
    [
        // gzip
        new("gzip cut in the middle", n => Gzip(Utf8(n.Two()))[..^200], Broken("bị cắt ngang")),
        new("gzip cut behind its head", n => Gzip(Utf8(n.Two()))[..10], Broken("tệp rỗng")),
        new("gzip cut in its last bytes, the content whole", n => Gzip(Utf8(n.Two()))[..^4], Loaded()),
        new("gzip with rubbish behind", n => [.. Gzip(Utf8(n.Two())), .. "rác rưởi"u8], Loaded()),
        new("gzip with a wrong checksum", n =>
            { var packed = Gzip(Utf8(n.Two())); return Flip(packed, packed.Length - 6); }, Unopened(BadData)),
        new("gzip with a byte changed", n =>
            { var packed = Gzip(Utf8(n.Two())); return Flip(packed, packed.Length / 2); }, Unopened(BadData)),
        new("gzip of gzip", n => Gzip(Gzip(Utf8(n.Two()))), Unopened(Nested)),
        new("gzip of a zip", n => Gzip(Zip(("a.xml", Utf8(n.Two())))), Unopened(Nested)),
        new("two gzips put together", n => [.. Gzip(Utf8(n.Two())), .. Gzip(Utf8("<GIAMDINHHS/>"))], Broken("có hai phần tử gốc")),
        new("gzip of zeros without end", _ =>
            Gzip(s => { for (var i = 0; i < 1000; i++) s.Write(new byte[64_000]); }), Broken("có ký tự điều khiển")),
        new("gzip bomb", _ =>
            Gzip(s => { s.Write("<GIAMDINHHS>"u8); Spaces(s, 64); s.Write("</GIAMDINHHS>"u8); }, CompressionLevel.Optimal),
            Unopened("mở nén ra gấp quá 250 lần")),

        // zip: what is accepted
        new("zip as a Mac packs it", n =>
            Zip(("gui.xml", Utf8(n.Two())), ("__MACOSX/._gui.xml", [0, 5, 22, 7]), (".DS_Store", [0, 0, 0, 1]),
            ("nhanh/.DS_Store", [0, 0, 0, 1])), Loaded()) { Also = Parts("gui.xml") },
        new("zip as Windows packs a folder", n =>
            Zip(("gui.xml", Utf8(n.Two())), ("Thumbs.db", [208, 207]), ("anh/desktop.ini", Utf8("[.ShellClassInfo]"))),
            Loaded()) { Also = Parts("gui.xml") },
        new("zip of nothing but what a system leaves", _ => Zip(("__MACOSX/._gui.xml", [0, 5, 22, 7]), ("Thumbs.db", [208, 207])), Empty()),
        new("zip whose names lead out of the folder", n =>
            Zip(("../../../khoyte-thoat.xml", Utf8(n.Two()))), Loaded()) { Also = Parts("../../../khoyte-thoat.xml") },
        new("zip with an absolute name", n =>
            Zip(("/tmp/khoyte-thoat.xml", Utf8(n.Two()))), Loaded()) { Also = Parts("/tmp/khoyte-thoat.xml") },
        new("zip with a Windows path", n =>
            Zip((@"C:\Windows\khoyte-thoat.xml", Utf8(n.Two()))), Loaded()) { Also = Parts(@"C:\Windows\khoyte-thoat.xml") },
        new("zip with NUL and a bell in a name", n => Zip(("a\0b\a.xml", Utf8(n.Two()))), Loaded()) { Also = Parts("a\uFFFDb\uFFFD.xml") },
        new("zip with a name of 60,000 letters", n =>
            Zip((new string('a', 60_000), Utf8(n.Two()))), Loaded()) { Also = Parts(new string('a', 200) + "…") },
        new("zip with folders and two files of one name", n =>
            Zip(("a/", []), ("a/b/", []), ("a/x.xml", Utf8(n.Two())), ("a/x.xml", Utf8(n.Around()))), Loaded()),
        new("zip listing its file twice", n => Overlapping(Zip(("a.xml", Utf8(n.Two()))), 2), Loaded()),

        // zip: what is refused
        new("zip of nothing", _ => Zip(), Empty()),
        new("zip of folders only", _ => Zip(("a/", []), ("b/", [])), Empty()),
        new("zip cut off", n => Zip(("a.xml", Utf8(n.Two())))[..^30], Unopened(BadZip)),
        new("zip without its directory", n => Zip(("a.xml", Utf8(n.Two())))[..200], Unopened(BadZip)),
        new("zip whose directory says more files than it has", n =>
            Patch(Zip(("a.xml", Utf8(n.Two()))), "PK\x05\x06"u8, 10, 7), Unopened(BadZip)),
        new("zip whose directory stands elsewhere", n => Patch(Zip(("a.xml", Utf8(n.Two()))), "PK\x05\x06"u8, 16, 1), Unopened(BadZip)),
        new("zip with a password", n => Patch(Zip(("a.xml", Utf8(n.Two()))), 6, 1), Unopened("a.xml: tệp trong zip đặt mật khẩu")),
        new("zip with an unknown packing", n =>
            Patch(Zip(("a.xml", Utf8(n.Two()))), 8, 99), Unopened("a.xml: tệp trong zip bị hỏng hoặc dùng cách nén lạ")),
        new("zip with a byte changed in a stored file", n =>
            { var zip = Zip(CompressionLevel.NoCompression, ("a.xml", Utf8(n.Two()))); return Flip(zip,
            zip.AsSpan().IndexOf("PD94bWwg"u8)); }, Unopened($"a.xml: {BadData} (sai mã kiểm tra)")),
        new("zip with a wrong checksum", n => Patch(Zip(("a.xml", Utf8(n.Two()))), 14, 1, 2, 3, 4), Unopened("sai mã kiểm tra")),
        new("zip that lies about a size", n => Patch(Zip(("a.xml", Utf8(n.Two()))), 22, 10, 0, 0, 0), Unopened("a.xml: ")),
        new("zip in a zip", n => Zip(("a.xml", Utf8(n.Two())), ("b.zip", Zip(("c.xml", Utf8(n.Two()))))), Unopened($"b.zip: {Nested}")),
        new("gzip in a zip", n => Zip(("a.xml.gz", Gzip(Utf8(n.Two())))), Unopened($"a.xml.gz: {Nested}")),
        new("zip with a file that is not XML", n =>
            Zip(("a.xml", Utf8(n.Two())), ("huong-dan.txt", Utf8("Gửi Sở Y tế"))), Broken("huong-dan.txt: tệp không bắt đầu bằng XML")),
        new("zip with one broken file among good ones", n =>
            Zip(("a.xml", Utf8(n.Two())), ("b.xml", Utf8("<GIAMDINHHS>")), ("c.xml", Utf8(n.Two()))),
            Broken("b.xml: tệp bị cắt ngang trong <GIAMDINHHS>")),
        new("zip with an empty file", n => Zip(("a.xml", Utf8(n.Two())), ("b.xml", [])), Broken("b.xml: tệp rỗng")),
        new("zip of 20,001 files", _ =>
            Zip(CompressionLevel.NoCompression, [.. Enumerable.Range(0, 20_001).Select(i => ($"{i}", Array.Empty<byte>()))]),
            Unopened("tệp zip có quá 20000 tệp")),
        new("zip of 250,000 files that are not there", n =>
            Overlapping(Zip((new string('a', 60), Utf8(n.Two()))), 250_000), Unopened("tệp zip có quá 20000 tệp")),
        new("zip bomb", _ => Zip(CompressionLevel.Optimal, ("a.xml", Bomb(64))), Unopened("a.xml: mở nén ra gấp quá 250 lần")),
        new("zip bomb of many small files", _ =>
            Zip(CompressionLevel.Optimal, [.. Enumerable.Range(0, 12).Select(i => ($"{i}.xml", Bomb(8)))]),
            Unopened("mở nén ra gấp quá 250 lần")),
        new("zip bomb of files that overlap", _ =>
            Overlapping(Zip(CompressionLevel.Optimal, ("a.xml", Bomb(4))), 5000), Unopened("mở nén ra gấp quá 250 lần")),
    ];

    /// <summary>An envelope of many megabytes that packs to nearly nothing.</summary>
    private static byte[] Bomb(int megabytes)
    {
        var content = new MemoryStream();
        content.Write("<GIAMDINHHS>"u8);
        Spaces(content, megabytes);
        content.Write("</GIAMDINHHS>"u8);
        return content.ToArray();
    }

    private static void Spaces(Stream target, int megabytes)
    {
        var spaces = new byte[1 << 20];
        spaces.AsSpan().Fill((byte)' ');
        for (var i = 0; i < megabytes; i++) target.Write(spaces);
    }

    /// <summary>The name of the file stands with its records as a word, and nothing was made of that name.</summary>
    private static Func<TestHouse, long, Task> Parts(string name) => async (test, delivery) =>
    {
        (await test.Ask<string>("select distinct part from std.record where delivery = $delivery", new { delivery })).ShouldBe([name]);
        File.Exists("/tmp/khoyte-thoat.xml").ShouldBeFalse();
        Directory.EnumerateFileSystemEntries(test.Data, "*thoat*", SearchOption.AllDirectories).ShouldBeEmpty();
    };
}
