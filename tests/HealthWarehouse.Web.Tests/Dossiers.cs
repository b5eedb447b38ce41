using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Made-up dossiers without a fault, as a sender writes them (facility 99001, episode VD followed by the number), and ways to spoil them.
/// </summary>
internal static class Dossiers
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));
    private static readonly ExampleEnvelope Envelope = new(Catalogue.Usual, new DateOnly(2026, 10, 20));

    /// <summary>One clean dossier; <paramref name="changes"/> such as <c>XML1.SO_CCCD=12</c> spoil it.</summary>
    public static string Xml(int number, params string[] changes) => Envelope.Write(Record(number, changes));

    /// <summary>Two dossiers in one envelope, the second with the changes.</summary>
    public static string Two(int number, params string[] changes) => Envelope.Fill("<GIAMDINHHS><THONGTINDONVI><MACSKCB>99001</MACSKCB>" +
        "</THONGTINDONVI><DANHSACHHOSO><HOSO>{files}</HOSO></DANHSACHHOSO></GIAMDINHHS>", Record(number, []))
        .Replace("</DANHSACHHOSO>", $"{Envelope.Fill("<HOSO>{files}</HOSO>", Record(number + 1, changes))}</DANHSACHHOSO>");

    /// <summary>With the sender's own number of the message, and its unit.</summary>
    public static string Numbered(int number, string request, string unit, params string[] changes) =>
        Xml(number, changes)
            .Replace("<THONGTINDONVI>",
            $"<HEADER><SENDER_CODE>{unit}</SENDER_CODE><REQUEST_ID>{request}</REQUEST_ID></HEADER><THONGTINDONVI>");

    /// <summary>The check-in table as the insurance gateway gets it: alone, without an envelope; one row an episode.</summary>
    public static string CheckIn(string facility, params string[] episodes) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><CHI_TIEU_TRANG_THAI_KCB><DSACH_TRANG_THAI_KCB>" +
        string.Concat(episodes.Select((e, i) => Row(facility, e, i + 1))) +
        "</DSACH_TRANG_THAI_KCB><CHUKYDONVI/></CHI_TIEU_TRANG_THAI_KCB>";

    private static string Row(string facility, string episode, int number) =>
        $"<TRANG_THAI_KCB><MA_LK>{episode}</MA_LK><STT>{number}</STT><MA_BN>BN{episode}</MA_BN><HO_TEN>Trịnh Thị Hư " +
            "Cấu</HO_TEN><NGAY_SINH>199004120000</NGAY_SINH><GIOI_TINH>2</GIOI_TINH><MA_DOITUONG_KCB>1.1</MA_DOITUONG_KCB>"
        + $"<NGAY_VAO>202610200810</NGAY_VAO><MA_LOAI_KCB>01</MA_LOAI_KCB><MA_CSKCB>{facility}</MA_CSKCB>"
        + "<NGAY_YL>202610200815</NGAY_YL></TRANG_THAI_KCB>";

    private static ExampleRecord Record(int number, string[] changes)
    {
        var set = changes.Select(c => c.Split('.', '=')).GroupBy(p => p[0])
            .ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, string?>)g.ToDictionary(p => p[1], p => (string?)p[2]));
        return ExampleRecord.Of(Catalogue.Clean, new RecordChange("inpatient", Set: set), number);
    }

    /// <summary>What stands in {{…}} of a conversation: a dossier by name and arguments.</summary>
    public static string Named(string call)
    {
        var words = call.Split(' ');
        return words[0] switch
        {
            "xml" => Xml(Number(words[1]), words[2..]),
            "two" => Two(Number(words[1]), words[2..]),
            "numbered" => Numbered(Number(words[1]), words[2], words[3], words[4..]),
            "check-in" => CheckIn(words[1], words[2..]),
            "cut" => Xml(Number(words[1]))[..400],
            "miscounted" => Xml(Number(words[1])).Replace("<SOLUONGHOSO>1<", "<SOLUONGHOSO>3<"),
            "large" => $"<GIAMDINHHS>{new string(' ', Number(words[1]))}</GIAMDINHHS>",
            _ => throw new ArgumentException(call),
        };
    }

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
