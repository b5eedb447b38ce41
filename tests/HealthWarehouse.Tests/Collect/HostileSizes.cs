using System.Text;
using static HealthWarehouse.Tests.Collect.Answer;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Elements and files far larger than anything real. They are made, packed and read in a stream; the record is set aside, or the file is
/// refused.
/// </summary>
internal static class HostileSizes
{
    public static readonly Hostile[] Cases =
    [
        Huge("100 MB of text where none is looked for", "<HOSO><GHI_CHU>", s =>
            Packed.Letters(s, 100), "</GHI_CHU></HOSO>", "R01-empty-record"),
        Huge("100 MB of base64", "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>", s =>
            Packed.Letters(s, 100), "</NOIDUNGFILE></FILEHOSO></HOSO>", "R01-too-large"),
        Huge("100 MB in CDATA", "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><![CDATA[", s =>
            Packed.Letters(s, 100), "]]></NOIDUNGFILE></FILEHOSO></HOSO>", "R01-too-large"),
        Huge("100 MB in one value of nested XML", "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP><MA_LK>", s =>
            Packed.Letters(s, 100), "</MA_LK></TONG_HOP></NOIDUNGFILE></FILEHOSO></HOSO>", "R01-too-large"),
        Huge("100 MB of base64 with references in it", "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>", s =>
            Packed.Letters(s, 100, $"&#65;{new string('A', 95)}"), "</NOIDUNGFILE></FILEHOSO></HOSO>", "R01-too-large"),
        Huge("90 MB in three tables of a record", "<HOSO>", s =>
            { for (var i = 1; i <= 3; i++) { Write(s, $"<FILEHOSO><LOAIHOSO>XML{i}</LOAIHOSO><NOIDUNGFILE>"); Packed.Letters(s,
            30); Write(s, "</NOIDUNGFILE></FILEHOSO>"); } }, "</HOSO>", "R01-encoding R01-too-large"),
        Huge("a value of 20 MB",
            "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP><MA_LK>lon</MA_LK><MA_CSKCB>99001</MA_CSKCB><GHI_CHU>", s =>
            Packed.Letters(s, 20), "</GHI_CHU></TONG_HOP></NOIDUNGFILE></FILEHOSO></HOSO>", "R05-required", 0),
        Huge("a value in 2 million pieces",
            "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP><MA_LK>vun</MA_LK><MA_CSKCB>99001</MA_CSKCB><GHI_CHU>", s =>
            { for (var i = 0; i < 1_000_000; i++) s.Write("a<![CDATA[b]]>"u8); }, "</GHI_CHU></TONG_HOP></NOIDUNGFILE></FILEHOSO></HOSO>",
            "R05-required", 0),
        Huge("two million values in a row", "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE><TONG_HOP>", s =>
            { for (var i = 0; i < 2_000_000; i++) s.Write("<a>1</a>"u8); }, "</TONG_HOP></NOIDUNGFILE></FILEHOSO></HOSO>", "R01-too-large"),
        Huge("a hundred thousand rows", "<HOSO><FILEHOSO><LOAIHOSO>XML2</LOAIHOSO><NOIDUNGFILE><A>", s =>
            { for (var i = 0; i < 100_000; i++) s.Write("<R><STT>1</STT></R>"u8); }, "</A></NOIDUNGFILE></FILEHOSO></HOSO>",
            "R01-too-large"),
        Huge("a hundred thousand empty records", "", s => { for (var i = 0; i < 100_000; i++) s.Write("<HOSO/>"u8); }, "",
            "R01-empty-record R01-more-findings", 100_000) with { Also = FindingsAreBounded },
        new("more than a million records", _ =>
            Packed.Gzip(s =>
            { Write(s, "<GIAMDINHHS>"); for (var i = 0; i < 1_000_001; i++) { s.Write("<HOSO/>"u8); if (i % 8 == 0) Write(s,
            $"<a>{i * 7919L % 1_000_003}</a>"); } Write(s, "</GIAMDINHHS>"); }),
            Broken("tệp có quá 1.000.000 hồ sơ; hãy tách thành nhiều tệp")) { Heavy = true },
    ];

    /// <summary>Good records around what is written in a stream.</summary>
    private static Hostile Huge(string name, string before, Action<Stream> write, string after, string rules, int refused = 1) =>
        new(name, n => Packed.Gzip(s =>
    {
        var around = n.Around("|").Split('|');
        Write(s, around[0] + before);
        write(s);
        Write(s, after + around[1]);
    }), Loaded(rules, refused)) { Heavy = true };

    private static void Write(Stream stream, string text) => stream.Write(Encoding.UTF8.GetBytes(text));

    private static async Task FindingsAreBounded(TestHouse test, long delivery)
    {
        (await test.Ask<long>("select count(*) from std.record where delivery = $delivery and not kept", new { delivery }))
            .ShouldBe([100_000]);
        (await test.Ask<long>("select count(*) from std.finding where delivery = $delivery", new { delivery })).Single()
            .ShouldBeLessThan(10_000);
        (await test.Ask<long>("select cast(sum(times) as bigint) from std.finding where delivery = $delivery " +
            "and rule in ('R01-empty-record', 'R01-more-findings')", new { delivery })).ShouldBe([100_000]);
    }
}
