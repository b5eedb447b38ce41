using System.Text;

namespace HealthWarehouse.Tests.Collect;

/// <summary>Claims as text, from one clean made-up stay: each test changes what it is about.</summary>
internal static class Claim
{
    private const string Main = """
        STT=1 MA_BN=BN-THU-1 HO_TEN=Nguyễn_Văn_Thử SO_CCCD=099190000001 NGAY_SINH=199002030000 GIOI_TINH=1 NHOM_MAU=O+ MA_QUOCTICH=000
        MA_DANTOC=01
        MA_NGHE_NGHIEP=00000 DIA_CHI=Tổ_1 MATINH_CU_TRU=99 MAXA_CU_TRU=99103 MA_THE_BHYT=GD4990000000001 MA_DKBD=99001 GT_THE_TU=20260101
        GT_THE_DEN=20261231
        LY_DO_VV=Đau_bụng LY_DO_VNT=Điều_trị CHAN_DOAN_VAO=Viêm_ruột_thừa CHAN_DOAN_RV=Viêm_ruột_thừa_cấp MA_BENH_CHINH=K35.8
        MA_DOITUONG_KCB=2 MA_TAI_NAN=0
        NGAY_VAO=202608271117 NGAY_VAO_NOI_TRU=202608271117 NGAY_RA=202608291709 SO_NGAY_DTRI=3 PP_DIEU_TRI=Nội_khoa KET_QUA_DTRI=1
        MA_LOAI_RV=1
        NGAY_TTOAN=202608291709 T_THUOC=3000.00 T_VTYT=0 T_TONGCHI_BV=3000.00 T_TONGCHI_BH=3000.00 T_BNTT=0 T_BNCCT=600.00 T_BHTT=2400.00
        T_NGUONKHAC=0
        T_BHTT_GDV=2400.00 NAM_QT=2026 THANG_QT=08 MA_LOAI_KCB=03 MA_KHOA=K03 MA_CSKCB=99001 CAN_NANG=65 MA_HSBA=HS-1 MA_TTDV=0011111111
        """;

    private const string Drug = """
        MA_THUOC=40.30 MA_NHOM=4 TEN_THUOC=Paracetamol DON_VI_TINH=Viên HAM_LUONG=500mg DUONG_DUNG=1.01 LIEU_DUNG=2_viên/ngày
        SO_DANG_KY=VD-99-26 PHAM_VI=1
        TYLE_TT_BH=100 SO_LUONG=3 DON_GIA=500 THANH_TIEN_BV=1500.00 THANH_TIEN_BH=1500.00 T_NGUONKHAC_NSNN=0 T_NGUONKHAC_VTNN=0
        T_NGUONKHAC_VTTN=0
        T_NGUONKHAC_CL=0 T_NGUONKHAC=0 MUC_HUONG=80 T_BNTT=0 T_BNCCT=300.00 T_BHTT=1200.00 MA_KHOA=K03 MA_BAC_SI=0012345/BYT-CCHN
        NGAY_YL=202608271700
        NGAY_TH_YL=202608271700 MA_PTTT=1 NGUON_CTRA=1
        """;

    private const string Course = "DIEN_BIEN_LS=Tỉnh,_đau_bụng THOI_DIEM_DBLS=202608271800 NGUOI_THUC_HIEN=0012345/BYT-CCHN";

    /// <summary>XML1 of a stay; a change to null takes the element away.</summary>
    public static string Xml1(string episode, params (string Field, string? Value)[] changes) =>
        $"<TONG_HOP>{Cells(Main, episode, changes)}</TONG_HOP>";

    /// <summary>XML2 with two drugs; changes are made to the first.</summary>
    public static string Xml2(string episode, params (string Field, string? Value)[] changes) =>
        Wrap("CHITIEU_CHITIET_THUOC", "DSACH_CHI_TIET_THUOC",
        $"<CHI_TIET_THUOC>{Cells(Drug + " STT=1", episode, changes)}</CHI_TIET_THUOC>" +
        $"<CHI_TIET_THUOC>{Cells(Drug + " STT=2", episode)}</CHI_TIET_THUOC>");

    /// <summary>XML5 with one note on the course.</summary>
    public static string Xml5(string episode) => Wrap("CHITIEU_CHITIET_DIENBIENLAMSANG", "DSACH_CHI_TIET_DIEN_BIEN_BENH",
        $"<CHI_TIET_DIEN_BIEN_BENH>{Cells(Course + " STT=1", episode)}</CHI_TIET_DIEN_BIEN_BENH>");

    public static string Wrap(string outer, string inner, string rows) => $"<{outer}><{inner}>{rows}</{inner}></{outer}>";

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A FILEHOSO with its content as it is given.</summary>
    public static string Raw(string kind, string content) =>
        $"<FILEHOSO><LOAIHOSO>{kind}</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>";

    /// <summary>A FILEHOSO with an inner document in base64, as the act wants it.</summary>
    public static string File(string kind, string document) => Raw(kind, Base64($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{document}"));

    public static string Hoso(params string[] files) => $"<HOSO>{string.Concat(files)}</HOSO>";

    /// <summary>A whole clean record: XML1, XML2, XML5.</summary>
    public static string Stay(string episode, params (string Field, string? Value)[] changes) =>
        Hoso(File("XML1", Xml1(episode, changes)), File("XML2", Xml2(episode)), File("XML5", Xml5(episode)));

    public const string Head = "<THONGTINDONVI><MACSKCB>99001</MACSKCB></THONGTINDONVI>";

    /// <summary>An envelope without a declaration, around records.</summary>
    public static string Envelope(params string[] records) =>
        $"<GIAMDINHHS>{Head}<THONGTINHOSO><NGAYLAP>20260901</NGAYLAP><DANHSACHHOSO>{string.Concat(records)}</DANHSACHHOSO>" +
        "</THONGTINHOSO><CHUKYDONVI/></GIAMDINHHS>";

    private static string Cells(string fields, string episode, params (string Field, string? Value)[] changes)
    {
        var values = new Dictionary<string, string?> { ["MA_LK"] = episode };
        foreach (var cell in fields.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
            values[cell[..cell.IndexOf('=')]] = cell[(cell.IndexOf('=') + 1)..].Replace('_', ' ');
        foreach (var (field, value) in changes) values[field] = value;
        return string.Concat(values.Where(v => v.Value is not null)
            .Select(v => $"<{v.Key}>{System.Security.SecurityElement.Escape(v.Value)}</{v.Key}>"));
    }
}
