using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Rooms.Keys;

/// <summary>Keys in words.</summary>
internal static class KeyWords
{
    public static string Name(string use, CatalogueFiles catalogue) => use switch
    {
        nameof(KeyUse.Archive) => "Kho lưu trữ",
        nameof(KeyUse.Identity) => "Danh tính",
        nameof(KeyUse.Clinical) => "Nội dung lâm sàng",
        nameof(KeyUse.Tokens) => "Thẻ nhận dạng",
        nameof(KeyUse.Audit) => "Nhật ký",
        nameof(KeyUse.Sessions) => "Phiên làm việc",
        nameof(KeyUse.Leaves) => "Bí mật từng hồ sơ",
        nameof(KeyUse.Signing) => "Chữ ký nhật ký",
        nameof(KeyUse.Cover) => "Che thẻ nhận dạng",
        _ => $"Ngăn {catalogue.Compartments.NameOf(use)}",
    };

    public static string About(string use) => use switch
    {
        nameof(KeyUse.Archive) => "bọc khoá riêng của từng tệp thông điệp gốc",
        nameof(KeyUse.Identity) => "niêm phong họ tên, số giấy tờ, địa chỉ, điện thoại",
        nameof(KeyUse.Clinical) => "niêm phong chẩn đoán, diễn biến bằng chữ",
        nameof(KeyUse.Tokens) => "không đổi tại chỗ: mọi thẻ sẽ khác đi",
        nameof(KeyUse.Audit) => "nối chuỗi nhật ký; khoá cũ chỉ còn kiểm chứng những dòng của thời nó",
        nameof(KeyUse.Sessions) => "bảo vệ phiên đăng nhập",
        nameof(KeyUse.Leaves) => "niêm phong cây bí mật, để huỷ được từng người",
        nameof(KeyUse.Signing) => "ký mốc từng ngày; đổi cùng khoá nhật ký",
        nameof(KeyUse.Cover) => "che thẻ giữ trong kho; đổi mỗi lần huỷ khoá",
        _ => "niêm phong hồ sơ trong ngăn hạn chế",
    };

    public static string State(KeyJob job) => job.State switch
    {
        KeyJob.Finished => $"Xong {Format.Time(job.EndedAt)}",
        KeyJob.Cancelled => "Đã dừng" + (job.Problem is null ? "" : $": {job.Problem}"),
        KeyJob.Failed => $"Hỏng: {job.Problem}",
        _ => "Đang chạy",
    };
}
