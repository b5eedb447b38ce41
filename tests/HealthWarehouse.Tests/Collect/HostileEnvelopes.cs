using static HealthWarehouse.Tests.Collect.Answer;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Well-formed files whose envelope or records are put together wrongly: a bad record is set aside, its neighbours are loaded.
/// </summary>
internal static class HostileEnvelopes
{
    public static readonly Hostile[] Cases =
    [
        new("no record", _ => Envelope(), Empty()),
        new("an empty root", _ => "<GIAMDINHHS/>", Empty()),
        new("a record that closes itself", n => n.Around("<HOSO/>"), Loaded("R01-empty-record", 1)),
        new("a record with other things only", n => n.Around("<HOSO><GHI_CHU>a</GHI_CHU></HOSO>"), Loaded("R01-empty-record", 1)),
        new("a record inside a record", n => n.Around($"<HOSO>{n.Good()}</HOSO>"), Loaded("R01-empty-record", 1)),
        new("a record outside the list", n => n.Around().Replace("<CHUKYDONVI/>", n.Good()), Loaded()),
        new("a file without LOAIHOSO", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)), $"<FILEHOSO><NOIDUNGFILE>{Base64(Xml2(n.Bad))}</NOIDUNGFILE></FILEHOSO>")),
            Loaded("R01-unknown-table")),
        new("an unknown LOAIHOSO", n => n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML99", Xml2(n.Bad)))), Loaded("R01-unknown-table")),
        new("a LOAIHOSO of 100,000 letters", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)), File(new string('X', 100_000), Xml2(n.Bad)))), Loaded("R01-unknown-table")),
        new("a LOAIHOSO that is a script", n => n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("&lt;script&gt;", Xml2(n.Bad)))),
            Loaded("R01-unknown-table")) { Also = Value("R01-unknown-table", "<SCRIPT>") },
        new("two LOAIHOSO in a file", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)).Replace("<LOAIHOSO>", "<LOAIHOSO>XML1</LOAIHOSO><LOAIHOSO>"))),
            Loaded("R01-content", 1)),
        new("two NOIDUNGFILE in a file", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)).Replace("</FILEHOSO>", "<NOIDUNGFILE>YQ==</NOIDUNGFILE></FILEHOSO>"))),
            Loaded("R01-content", 1)),
        new("XML1 twice", n => n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML1", Xml1(n.Bad)))), Loaded("R02-main-twice", 1)),
        new("XML1 with two rows", n => n.Around(Hoso(File("XML1", $"<A>{Xml1(n.Bad)}{Xml1(n.Bad)}</A>"))), Loaded("R02-main-twice", 1)),
        new("XML2 twice", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML2", Xml2(n.Bad)), File("xml2", Xml2(n.Bad)))), Loaded("R01-table-twice")),
        new("XML7 with two rows", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML7", Two("CHI_TIEU_DU_LIEU_GIAY_RA_VIEN", n.Bad)))),
            Loaded("R01-one-row R05-required")),
        new("no XML1", n => n.Around(Hoso(File("XML2", Xml2(n.Bad)))), Loaded("R02-main-missing", 1)),
        new("an empty XML1", n =>
            n.Around(Hoso(Raw("XML1", ""), File("XML2", Xml2(n.Bad)))), Loaded("R01-empty-content R02-main-missing", 1)),
        new("an XML1 without rows", n => n.Around(Hoso(File("XML1", "<TONG_HOP/>"))), Loaded("R02-no-key", 1)),
        new("no MA_LK", n => n.Around(Hoso(File("XML1", Xml1(n.Bad, ("MA_LK", null))))), Loaded("R02-no-key", 1)),
        new("an empty MA_LK", n => n.Around(Hoso(File("XML1", Xml1(n.Bad, ("MA_LK", "  "))))), Loaded("R02-no-key", 1)),
        new("no facility in record or envelope", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad, ("MA_CSKCB", null))))).Replace(Head, ""), Loaded("R02-no-key", 1)),
        new("the facility in the envelope only", n => n.Around(Stay(n.Bad, ("MA_CSKCB", null))), Loaded("R05-required")),
        new("a MA_LK of 10,000 letters", n => n.Around(Stay(RandomText(10_000))), Loaded("R02-key-too-long", 1)),
        new("a MA_CSKCB of 10,000 letters", n => n.Around(Stay(n.Bad, ("MA_CSKCB", RandomText(10_000)))), Loaded("R02-key-too-long", 1)),
        new("rows of another episode", n =>
            n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML2", Xml2("khac")))), Loaded("R03-episode-differs")) { Also = Drugs(0) },
        new("one row of another episode", n => n.Around(Hoso(File("XML1", Xml1(n.Bad)), File("XML2", Xml2(n.Bad, ("MA_LK", "khac"))))),
            Loaded("R03-episode-differs")) { Also = Drugs(1) },
        new("facilities mixed in one file", n => n.Around(Stay(n.Bad, ("MA_CSKCB", "99002"))), Loaded("R02-facility-differs")),
        new("a facility the sender is not bound to", n => Envelope(Stay(n.Bad)),
            Rejected("R02-not-yours", 1) with { Says = "MACSKCB_MISMATCH", HasPlace = false }) { Sender =
            HostileDeliveriesSpec.BoundSender },
        new("own and foreign facilities mixed", n => Envelope(Stay(n.Bad, ("MA_CSKCB", "99002")), Stay("khong-phai-cua-tram")),
            Loaded("R02-facility-differs R02-not-yours", 1)) { Sender = HostileDeliveriesSpec.BoundSender },
        new("the same record twice", n => { var good = n.Good(); return Envelope(good, good); }, Loaded()),
        new("SOLUONGHOSO too high", n => Counted(n, "3"), Loaded("R01-count-differs")),
        new("SOLUONGHOSO zero", n => Counted(n, "0"), Loaded("R01-count-differs")),
        new("SOLUONGHOSO in words", n => Counted(n, "hai"),
            Loaded("R01-count-differs")) { Also = Message("R01-count-differs", "SOLUONGHOSO khai hai nhưng tệp có 2 hồ sơ.") },
        new("SOLUONGHOSO with a fraction", n => Counted(n, "2.0"), Loaded("R01-count-differs")),
        new("SOLUONGHOSO beyond all numbers", n => Counted(n, "99999999999999999999"), Loaded("R01-count-differs")),
        new("SOLUONGHOSO empty", n => Counted(n, ""), Loaded()),
        new("NGAYLAP that is no day", n => n.Around().Replace("20260901<", "ngày mai<"), Loaded()),
        new("a hundred files in a record", n =>
            n.Around(Hoso([File("XML1", Xml1(n.Bad)), .. Enumerable.Range(0, 100).Select(i => Raw($"A{i}", ""))])),
            Loaded("R01-empty-content R01-too-many-files", 1)),
        new("a hundred thousand files without a record", n =>
            Envelope(n.Good(), string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<FILEHOSO><LOAIHOSO>A{i}</LOAIHOSO></FILEHOSO>")),
            n.Good()), Loaded("R01-empty-content R01-too-many-files", 1)),
    ];

    public static Func<TestHouse, long, Task> Value(string rule, string value) => async (test, delivery) =>
        (await test.Ask<string>("select value from std.finding where delivery = $delivery and rule = $rule", new { delivery, rule }))
            .ShouldBe([value]);

    public static Func<TestHouse, long, Task> Message(string rule, string message) => async (test, delivery) =>
        (await test.Ask<string>("select message from std.finding where delivery = $delivery and rule = $rule", new { delivery, rule }))
            .ShouldBe([message]);

    private static Func<TestHouse, long, Task> Drugs(int rows) => async (test, delivery) =>
        (await test.Ask<long>("select count(*) from core.drug_line where record_key = $key", new { key = (delivery << 24) + 2 }))
            .ShouldBe([rows]);

    private static string Counted(Neighbours n, string said) =>
        n.Around().Replace("<DANHSACHHOSO>", $"<SOLUONGHOSO>{said}</SOLUONGHOSO><DANHSACHHOSO>");

    private static string Two(string row, string episode) =>
        $"<A><{row}><MA_LK>{episode}</MA_LK></{row}><{row}><MA_LK>{episode}</MA_LK></{row}></A>";

    private static string RandomText(int length) =>
        new(new Random(length).GetItems("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".AsSpan(), length));
}
