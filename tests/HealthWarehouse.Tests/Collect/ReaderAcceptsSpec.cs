using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;
using static HealthWarehouse.Tests.Collect.Claim;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Shapes senders really use. Each gives exactly the rows, the sealed pieces and the facts of the canonical form of the same stay.
/// </summary>
public class ReaderAcceptsSpec(SharedHouse shared) : IClassFixture<SharedHouse>
{
    private static readonly string Canonical = Envelope(Stay("E1"));
    private static readonly string[] Files = [File("XML1", Xml1("E1")), File("XML2", Xml2("E1")), File("XML5", Xml5("E1"))];

    /// <summary>Rows of the canonical form, loaded before all shapes.</summary>
    private static List<string>? _expected;

    public static TheoryData<string> Shapes => [.. All.Keys];

    private static readonly Dictionary<string, byte[]> All = new()
    {
        ["base64 with line breaks of 76 letters"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, Lines(Base64(d.Text))))]))),
        ["base64 with spaces around it"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, $"\n    {Base64(d.Text)}\n  "))]))),
        ["base64 in CDATA"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, $"<![CDATA[{Base64(d.Text)}]]>"))]))),
        ["base64 of a document with a byte order mark"] =
            Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, Base64($"\uFEFF<?xml version=\"1.0\"?>{d.Text}")))]))),
        ["base64 of a document in UTF-16"] = Utf8(Envelope(Hoso([.. Documents()
            .Select(d => Raw(d.Kind, Convert.ToBase64String([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(d.Text)])))]))),
        ["base64 of an indented document"] = Utf8(Envelope(Hoso([.. Documents()
            .Select(d =>
            Raw(d.Kind, Base64($"\r\n <?xml version=\"1.0\"?>\r\n{d.Text.Replace("><", ">\r\n\t<", StringComparison.Ordinal)}\r\n")))]))),
        ["base64 of a document that says it is UTF-16 and is not"] =
            Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, Base64($"<?xml version=\"1.0\" encoding=\"utf-16\"?>{d.Text}")))]))),
        ["plain nested XML"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, d.Text))]))),
        ["plain nested XML, indented, with comments"] = Utf8(Envelope(Hoso([.. Documents()
            .Select(d => Raw(d.Kind, $"\n  <!-- bảng -->\n  {d.Text.Replace("><", ">\n<!-- - -->\t<", StringComparison.Ordinal)}\n"))]))),
        ["XML in CDATA"] = Utf8(Envelope(Hoso([.. Documents()
            .Select(d => Raw(d.Kind, $"\n<![CDATA[\n<?xml version=\"1.0\" encoding=\"utf-8\"?>{d.Text}\n]]>\n"))]))),
        ["XML in CDATA in pieces"] =
            Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, $"<![CDATA[{d.Text[..40]}]]><![CDATA[{d.Text[40..]}]]>"))]))),
        ["XML escaped"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, System.Security.SecurityElement.Escape(d.Text)))]))),
        ["values in CDATA and as numbered characters"] = Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, Base64(
            d.Text.Replace("Nguyễn", "<![CDATA[Nguy]]>&#7877;&#x6E;", StringComparison.Ordinal)
                .Replace("99001", "9&#57;<!-- -->00<![CDATA[1]]>", StringComparison.Ordinal))))]))),
        ["attributes and namespaces everywhere"] = Utf8(Canonical.Replace("<HOSO>", "<x:HOSO xmlns:x='urn:x' Id=\"a&amp;b\" >",
            StringComparison.Ordinal).Replace("</HOSO>", "</x:HOSO >", StringComparison.Ordinal)
            .Replace("<GIAMDINHHS>", "<GIAMDINHHS xmlns=\"urn:bhxh\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
                StringComparison.Ordinal)),
        ["comments and instructions everywhere"] = Utf8("<?xml version=\"1.0\"?><!-- a --><?b c?>\n" + Canonical.Replace("><",
            "><!-- <HOSO> & --><?d <HOSO/> ?><", StringComparison.Ordinal) + "<!-- e --><?f?>\n"),
        ["elements unknown to the envelope"] =
            Utf8(Canonical.Replace("<HOSO>", "<GHI_CHU>Số 1 &amp; 2</GHI_CHU><HOSO><STT>1</STT>", StringComparison.Ordinal)),
        ["the files of the record in another order"] = Utf8(Envelope(Hoso(Files[2], Files[0], Files[1]))),
        ["LOAIHOSO behind NOIDUNGFILE"] = Utf8(Envelope(Hoso([.. Documents()
            .Select(d => $"<FILEHOSO><NOIDUNGFILE>{Base64(d.Text)}</NOIDUNGFILE><LOAIHOSO>{d.Kind}</LOAIHOSO></FILEHOSO>")]))),
        ["LOAIHOSO in small letters and spaces"] = Utf8(Canonical.Replace("<LOAIHOSO>XML", "<LOAIHOSO>\n xml", StringComparison.Ordinal)),
        ["FILEHOSO without its HOSO"] = Utf8(Envelope(Files)),
        ["FILEHOSO without HOSO, list or head"] = Utf8($"<GIAMDINHHS>{string.Concat(Files)}</GIAMDINHHS>"),
        ["empty contents of other tables beside"] = Utf8(Envelope(Hoso([.. Files,
            "<FILEHOSO><LOAIHOSO>XML3</LOAIHOSO><NOIDUNGFILE/></FILEHOSO>", Raw("XML4", " \n "),
            "<FILEHOSO><LOAIHOSO>XML7</LOAIHOSO></FILEHOSO>"]))),
        ["empty elements for what is not known"] = Utf8(Envelope(Hoso(File("XML1",
            Xml1("E1").Replace("</TONG_HOP>", "<DIEN_THOAI/><MA_NOI_DI></MA_NOI_DI><GHI_CHU>  </GHI_CHU></TONG_HOP>",
            StringComparison.Ordinal)), Files[1], Files[2]))),
        ["NGAYLAP with 14 digits"] = Utf8(Canonical.Replace("20260901<", "20260901235959<", StringComparison.Ordinal)),
        ["a byte order mark"] = [0xEF, 0xBB, 0xBF, .. Utf8(Canonical)],
        ["UTF-16, little end first"] = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Canonical)],
        ["UTF-16, big end first, declared, no mark"] =
            Encoding.BigEndianUnicode.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-16\"?>{Canonical}"),
        ["UTF-32"] = [0xFF, 0xFE, 0, 0, .. Encoding.UTF32.GetBytes(Canonical)],
        ["a file that says UTF-16 and is UTF-8"] = Utf8($"<?xml version=\"1.0\" encoding=\"utf-16\"?>{Canonical}"),
        ["windows-1258, declared, its marks apart from the letters"] = Windows1258(
            $"<?xml version=\"1.0\" encoding=\"windows-1258\"?>{Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, d.Text))]))}"),
        ["marks apart from the letters"] =
            Utf8(Envelope(Hoso([.. Documents().Select(d => Raw(d.Kind, Base64(d.Text.Normalize(NormalizationForm.FormD))))]))),
        ["gzip"] = Packed.Gzip(Utf8(Canonical)),
        ["gzip with bytes behind"] = [.. Packed.Gzip(Utf8(Canonical)), .. new byte[512]],
        ["zip"] = Packed.Zip(("a.xml", Utf8(Canonical))),
        ["zip with a folder"] = Packed.Zip(("thang-8/", []), ("thang-8/a.xml", Utf8(Canonical))),
    };

    [Theory, MemberData(nameof(Shapes))]
    public async Task Every_shape_gives_the_rows_of_the_canonical_form(string shape)
    {
        var test = await shared.On(Engine.DuckDb);
        var expected = _expected ??= await Rows(test, (await test.Load(Canonical)).Seq);
        expected.Count.ShouldBe(1 + 2 + 1 + 2 + 1 + 3);      // XML1, XML2, XML5; their sealed pieces; the tokens

        var delivery = await test.Load([.. All[shape]]);
        (delivery.State, delivery.Records, delivery.Refused, delivery.Problem).ShouldBe(("Loaded", 1, 0, null));
        (await Rows(test, delivery.Seq)).ShouldBe(expected);
        (await test.Rules(delivery)).Where(r => r.StartsWith("R0", StringComparison.Ordinal))
            .ShouldBe(shape.StartsWith("empty contents", StringComparison.Ordinal) ? ["R01-empty-content"] : []);
    }

    [Fact]
    public async Task One_file_holds_one_record_or_many_and_a_zip_many_files()
    {
        await using var test = await TestHouse.Open();
        var one = await test.Load(Envelope(Stay("A1")));
        var many = await test.Load(Envelope([.. Enumerable.Range(1, 20).Select(i => Stay($"B{i}"))]));
        var without = await test.Load(Envelope([.. Enumerable.Range(1, 20)
            .SelectMany(i => new[] { File("XML1", Xml1($"C{i}")), File("XML2", Xml2($"C{i}")) })]));
        var zip = await test.Load(Packed.Zip([.. Enumerable.Range(1, 20)
            .Select(i => ($"{i}.xml", Utf8(Envelope(Stay($"D{i}"), Stay($"D{i}b")))))]));

        new[] { one, many, without, zip }.ShouldAllBe(d => d.State == "Loaded" && d.Refused == 0);
        new[] { one, many, without, zip }.Select(d => d.Records).ShouldBe([1, 20, 20, 40]);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([81]);
        (await test.Ask<long>("select count(*) from core.drug_line")).ShouldBe([162]);
        (await test.Ask<string>("select part from std.record where delivery = $seq and episode_code = 'D7b'", new { seq = zip.Seq }))
            .ShouldBe(["7.xml"]);
    }

    [Fact]
    public async Task Each_file_of_a_zip_is_held_against_its_own_count()
    {
        await using var test = await TestHouse.Open();
        var right = await test.Load(Packed.Zip(("1.xml", Utf8(Counted("A", 1, 1))), ("2.xml", Utf8(Counted("B", 2, 2)))));
        var wrong = await test.Load(Packed.Zip(("1.xml", Utf8(Counted("C", 1, 2))), ("2.xml", Utf8(Counted("D", 2, 1)))));

        (await test.Rules(right)).ShouldNotContain("R01-count-differs");
        (await test.Ask<string>("select message from std.finding where delivery = $seq and rule = 'R01-count-differs'",
            new { seq = wrong.Seq })).ShouldBe(["SOLUONGHOSO khai 2 nhưng tệp có 1 hồ sơ."]);
        (await test.Ask<int>("select declared_count from std.delivery order by delivery")).ShouldBe([3, 3]);

        static string Counted(string episodes, int records, int said) =>
            Envelope([.. Enumerable.Range(1, records).Select(i => Stay($"{episodes}{i}"))])
            .Replace("<DANHSACHHOSO>", $"<SOLUONGHOSO>{said}</SOLUONGHOSO><DANHSACHHOSO>", StringComparison.Ordinal);
    }

    private static byte[] Utf8(string text) => Packed.Utf8(text);

    private static (string Kind, string Text)[] Documents() => [("XML1", Xml1("E1")), ("XML2", Xml2("E1")), ("XML5", Xml5("E1"))];

    private static string Lines(string base64) => string.Join("\r\n", base64.Chunk(76).Select(line => new string(line)));

    /// <summary>windows-1258 has ê but not ễ: it writes the tone behind the letter.</summary>
    private static byte[] Windows1258(string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(1258, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
            .GetBytes(string.Concat(text.Select(Apart)));

        static string Apart(char letter)
        {
            var parts = $"{letter}".Normalize(NormalizationForm.FormD);
            var tones = parts.Where(c => c is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323').ToArray();
            return string.Concat(parts.Except(tones)).Normalize(NormalizationForm.FormC) + string.Concat(tones);
        }
    }

    /// <summary>All that std and the vault hold of a delivery, in the clear and without the keys that tell deliveries apart.</summary>
    private static async Task<List<string>> Rows(TestHouse test, long delivery)
    {
        var (first, last) = (delivery << 24, (delivery + 1) << 24);
        var rows = new List<string>();
        foreach (var table in new[] { "std.xml1", "std.xml2", "std.xml5" })
            rows.AddRange((await test.Ask<string>($"select cast(to_json(r) as varchar) from (select * exclude (record_key) from {table} " +
                "where record_key between $first and $last) r order by r.row_no", new { first, last })).Select(r => $"{table} {r}"));
        var ordinals = test.House.Catalogue.Usual.Tables.Keys.ToList();
        foreach (var piece in await test.Ask<SealedPiece>("select record_key, table_name, row_no, compartment, hex(piece) as piece, " +
            "restricted from vault.sealed where record_key between $first and $last " +
            "order by table_name, row_no, compartment", new { first, last }))
        {
            var place = new byte[16];
            VaultDoor.Place(place, piece.RecordKey, ordinals.IndexOf(piece.TableName), piece.RowNo);
            using var sealer = test.House.Vault.Opener(Someone.WhoSeesAll(test),
                Enum.Parse<Compartment>(piece.Compartment, ignoreCase: true), piece.Restricted?.Split(';'));
            rows.Add($"{piece.TableName}/{piece.RowNo} {piece.Compartment} " +
                $"{Encoding.UTF8.GetString(sealer.Open(Convert.FromHexString(piece.Piece), place))}");
        }
        rows.AddRange((await test.Ask<Guid>("select token from vault.record_token where record_key between $first and $last order by rule",
            new { first, last })).Select(t => $"{t}"));
        return rows;
    }

    private sealed record SealedPiece
    {
        public long RecordKey { get; init; }
        public required string TableName { get; init; }
        public int RowNo { get; init; }
        public required string Compartment { get; init; }
        public required string Piece { get; init; }
        public string? Restricted { get; init; }
    }
}
