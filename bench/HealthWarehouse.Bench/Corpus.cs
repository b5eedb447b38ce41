using System.Text;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo;

namespace HealthWarehouse.Bench;

/// <summary>
/// Bytes to measure on: sample episodes again and again, each time as another one of another patient, in one envelope a file.
/// </summary>
internal static partial class Corpus
{
    /// <summary>Writes messages of the made-up province, those in base64 as the act has it: some 15 lines an episode.</summary>
    public static string Typical(string folder)
    {
        Directory.CreateDirectory(folder);
        var catalogue = CatalogueFiles.Load(Path.GetFullPath("catalogue"));
        var number = 0;
        foreach (var message in DemoProvince.Generate(new() { People = 2500, Months = 6, Errors = 0, Changes = 0,
            Contracts = ["claims"] }, catalogue))
            if (message.Kind is DeliveryKind.Claims && message.FileName.EndsWith(".xml", StringComparison.Ordinal)
                && message.Content.Span.IndexOf("<NOIDUNGFILE>P"u8) > 0)
                File.WriteAllBytes(Path.Combine(folder, $"{++number:00000}.xml"), message.Content.Span);
        return folder;
    }

    /// <summary>
    /// Writes files of about <paramref name="fileMb"/> MB until <paramref name="totalMb"/> MB are there; gives rows and episodes in all.
    /// </summary>
    public static (List<string> Files, long Rows, long Episodes, long Bytes) Make(string source, string target, int totalMb, int fileMb)
    {
        Directory.CreateDirectory(target);
        var records = Directory.EnumerateFiles(source, "*.xml").Order()
            .SelectMany(f => Record().Matches(File.ReadAllText(f)).Select(m => m.Value)).ToArray();
        var files = new List<string>();
        long rows = 0, episodes = 0, bytes = 0;
        var copy = 0;
        StreamWriter? writer = null;
        while (bytes < (long)totalMb << 20)
        {
            copy++;
            foreach (var record in records)
            {
                if (writer is null || writer.BaseStream.Position > (long)fileMb << 20)
                {
                    Close();
                    files.Add(Path.Combine(target, $"{files.Count:0000}.xml"));
                    writer = new(files[^1], false, new UTF8Encoding(false), 1 << 20);
                    writer.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?><GIAMDINHHS><THONGTINDONVI></THONGTINDONVI><THONGTINHOSO>" +
                        "<NGAYLAP>20261001</NGAYLAP><DANHSACHHOSO>");
                }
                var again = Again(record, copy, ref rows);
                writer.Write(again);
                bytes += again.Length;
                episodes++;
                if (bytes >= (long)totalMb << 20) break;
            }
        }
        Close();
        return (files, rows, episodes, files.Sum(f => new FileInfo(f).Length));

        void Close()
        {
            writer?.Write("</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>");
            writer?.Dispose();
        }
    }

    /// <summary>
    /// Writes files of one visit each, of the made-up province, about so large on average: a record comes again and again, each time as
    /// another visit.
    /// </summary>
    public static List<string> OneVisit(string target, int count, int averageKb)
    {
        var source = Typical(target + "-nguon");
        var records = Directory.EnumerateFiles(source, "*.xml").Order()
            .SelectMany(f => Record().Matches(File.ReadAllText(f)).Select(m => m.Value)).Take(20_000)
            .OrderBy(r => Math.Abs(r.Length - averageKb * 1024)).Take(Math.Min(count, 2000)).ToArray();
        Directory.CreateDirectory(target);
        var files = new List<string>(count);
        long rows = 0;
        for (var i = 0; i < count; i++)
        {
            files.Add(Path.Combine(target, $"{i:00000}.xml"));
            File.WriteAllText(files[^1], "<?xml version=\"1.0\" encoding=\"utf-8\"?><GIAMDINHHS><THONGTINDONVI></THONGTINDONVI>" +
                "<THONGTINHOSO><NGAYLAP>20261001</NGAYLAP><SOLUONGHOSO>1</SOLUONGHOSO><DANHSACHHOSO>" +
                $"{Again(records[i % records.Length], 1 + i / records.Length, ref rows)}</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/>" +
                "</GIAMDINHHS>");
        }
        return files;
    }

    /// <summary>A message of one small inpatient episode.</summary>
    public static byte[] Small(string episode, string facility, string discharged)
    {
        var inner = $"<TONG_HOP><MA_LK>{episode}</MA_LK><STT>1</STT><MA_BN>{episode}</MA_BN><HO_TEN>Trần Thị Thử</HO_TEN>" +
            "<NGAY_SINH>199001020000</NGAY_SINH><GIOI_TINH>2</GIOI_TINH><MATINH_CU_TRU>99</MATINH_CU_TRU><MAXA_CU_TRU>99101</MAXA_CU_TRU>" +
            $"<MA_BENH_CHINH>J18.9</MA_BENH_CHINH><NGAY_VAO>202611080800</NGAY_VAO><NGAY_RA>{discharged}</NGAY_RA>" +
            "<SO_NGAY_DTRI>3</SO_NGAY_DTRI><KET_QUA_DTRI>1</KET_QUA_DTRI><MA_LOAI_RV>1</MA_LOAI_RV><MA_LOAI_KCB>03</MA_LOAI_KCB>" +
            $"<MA_CSKCB>{facility}</MA_CSKCB></TONG_HOP>";
        return Encoding.UTF8.GetBytes($"<GIAMDINHHS><THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI><THONGTINHOSO>" +
            "<SOLUONGHOSO>1</SOLUONGHOSO><DANHSACHHOSO><HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO>" +
            $"<NOIDUNGFILE>{Convert.ToBase64String(Encoding.UTF8.GetBytes(inner))}</NOIDUNGFILE></FILEHOSO></HOSO></DANHSACHHOSO>" +
            "</THONGTINHOSO></GIAMDINHHS>");
    }

    private static string Again(string record, int copy, ref long rows)
    {
        var count = 0L;
        var again = Content().Replace(record, m =>
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value));
            count += Code().Count(text);
            text = Code().Replace(text, c => $"<MA_LK>{c.Groups[1].Value}{copy:00000}</MA_LK>");
            text = Patient().Replace(text, c => $"<MA_BN>{c.Groups[1].Value}{copy / 3:0000}</MA_BN>");
            text = Card().Replace(text, c => $"<MA_THE_BHYT>{c.Groups[1].Value[..10]}{copy / 3 % 100000:00000}</MA_THE_BHYT>");
            text = Citizen().Replace(text, c => $"<SO_CCCD>{c.Groups[1].Value[..7]}{copy / 3 % 100000:00000}</SO_CCCD>");
            return $"<NOIDUNGFILE>{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}</NOIDUNGFILE>";
        });
        rows += count;
        return again;
    }

    [GeneratedRegex("<HOSO>.*?</HOSO>", RegexOptions.Singleline)] private static partial Regex Record();
    [GeneratedRegex("<NOIDUNGFILE>([^<]*)</NOIDUNGFILE>")] private static partial Regex Content();
    [GeneratedRegex("<MA_LK>([^<]*)</MA_LK>")] private static partial Regex Code();
    [GeneratedRegex("<MA_BN>([^<]*)</MA_BN>")] private static partial Regex Patient();
    [GeneratedRegex("<MA_THE_BHYT>([^<]{15})</MA_THE_BHYT>")] private static partial Regex Card();
    [GeneratedRegex("<SO_CCCD>([^<]{12})</SO_CCCD>")] private static partial Regex Citizen();
}
