using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace HealthWarehouse.Web.Tests;

/// <summary>Small envelopes of fictional persons in the shape of QĐ 3176.</summary>
internal static class Envelopes
{
    public static string One(string episode, string facility = "99001", string icd = "J18.9", string outcome = "1",
        string discharged = "202603101000") =>
        Of(facility, Xml1(episode, facility, icd, outcome, discharged));

    /// <summary>
    /// Two records of the episode V1, the one sent last older by its own time: it is kept and counts no more. Gives its tracking id.
    /// </summary>
    public static async Task<string> Overruled(TestPortal portal)
    {
        using var his = await portal.Sender("phan-mem");
        await his.Deliver(One("V1", outcome: "1"));
        var older = await his.Deliver(
            One("V1", outcome: "2").Replace("<NGAYLAP>20260311", "<NGAYLAP>20260310", StringComparison.Ordinal));
        await portal.Loaded();
        return older;
    }

    private static async Task<string> Deliver(this HttpClient sender, string envelope)
    {
        using var answer = await sender.PostAsync("/api/v1/deliveries", new StringContent(envelope, Encoding.UTF8, "application/xml"));
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("trackingId").GetString()!;
    }

    public static string Many(string facility, IEnumerable<string> episodes) => Of(facility, [.. episodes.Select(e => Xml1(e, facility))]);

    private static string Xml1(string episode, string facility, string icd = "J18.9", string outcome = "1",
        string discharged = "202603101000") => $"""
        <TONG_HOP><MA_LK>{episode}</MA_LK><STT>1</STT><MA_BN>BN{episode}</MA_BN><HO_TEN>Trần Thị Thử</HO_TEN>
        <SO_CCCD>099190{Math.Abs(episode.GetHashCode(StringComparison.Ordinal)) % 1000000:000000}</SO_CCCD>
        <NGAY_SINH>199001020000</NGAY_SINH><GIOI_TINH>2</GIOI_TINH>
        <MA_QUOCTICH>000</MA_QUOCTICH><MA_DANTOC>01</MA_DANTOC><MA_NGHE_NGHIEP>00000</MA_NGHE_NGHIEP><DIA_CHI>Thôn Một</DIA_CHI>
        <MATINH_CU_TRU>99</MATINH_CU_TRU><MAXA_CU_TRU>99101</MAXA_CU_TRU>
        <LY_DO_VV>Ho sốt</LY_DO_VV><CHAN_DOAN_VAO>Viêm phổi</CHAN_DOAN_VAO><CHAN_DOAN_RV>Viêm phổi</CHAN_DOAN_RV>
        <MA_BENH_CHINH>{icd}</MA_BENH_CHINH><MA_DOITUONG_KCB>1.1</MA_DOITUONG_KCB>
        <NGAY_VAO>202603080800</NGAY_VAO><NGAY_VAO_NOI_TRU>202603080900</NGAY_VAO_NOI_TRU><LY_DO_VNT>Viêm phổi</LY_DO_VNT>
        <NGAY_RA>{discharged}</NGAY_RA><SO_NGAY_DTRI>3</SO_NGAY_DTRI><KET_QUA_DTRI>{outcome}</KET_QUA_DTRI><MA_LOAI_RV>1</MA_LOAI_RV>
        <T_THUOC>0</T_THUOC><T_VTYT>0</T_VTYT><T_TONGCHI_BV>0</T_TONGCHI_BV><T_TONGCHI_BH>0</T_TONGCHI_BH><T_BNTT>0</T_BNTT>
        <T_BNCCT>0</T_BNCCT><T_BHTT>0</T_BHTT><T_NGUONKHAC>0</T_NGUONKHAC><T_BHTT_GDV>0</T_BHTT_GDV>
        <NAM_QT>2026</NAM_QT><THANG_QT>3</THANG_QT><MA_LOAI_KCB>03</MA_LOAI_KCB><MA_KHOA>K03</MA_KHOA><MA_CSKCB>{facility}</MA_CSKCB>
        <CAN_NANG>50</CAN_NANG><MA_HSBA>HS{episode}</MA_HSBA></TONG_HOP>
        """;

    private static string Of(string facility, params string[] inner) =>
        $"<?xml version=\"1.0\" encoding=\"utf-8\"?><GIAMDINHHS><THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI>"
        + $"<THONGTINHOSO><NGAYLAP>20260311</NGAYLAP><SOLUONGHOSO>{inner.Length}</SOLUONGHOSO><DANHSACHHOSO>"
        + string.Concat(inner.Select(x => "<HOSO><FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>"
            + $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(x))}</NOIDUNGFILE></FILEHOSO></HOSO>"))
        + "</DANHSACHHOSO></THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>";
}
