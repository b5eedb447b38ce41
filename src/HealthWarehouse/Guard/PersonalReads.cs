using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Guard;

/// <summary>The viewer may not read this: the role or the scope does not allow it, or the purpose is not a declared one.</summary>
public sealed class NotAllowedException(string message) : Exception(message);

/// <summary>
/// The one door to person-level data: rights and purpose are judged, the audit row is written, and only then is anything read.
/// When the audit cannot be written, nothing is read. Refusals are audited too.
/// </summary>
public sealed class PersonalReads(CatalogueFiles catalogue, AuditLog audit)
{
    public async Task<T> Read<T>(Viewer viewer, string purpose, string what, string id, string? facility, Func<Task<T>> read, bool identity = false, CancellationToken stop = default)
    {
        if (Fault(viewer, purpose, facility, identity) is { } fault)
        {
            await audit.Write(new(viewer.Account, "read-refused", what, id, catalogue.Purposes.Any(p => p.Id == purpose) ? purpose : null, viewer.Source, fault), stop);
            throw new NotAllowedException(fault);
        }
        await audit.Write(new(viewer.Account, "read", what, id, purpose, viewer.Source, viewer.Role), stop);
        return await read();
    }

    private string? Fault(Viewer viewer, string purpose, string? facility, bool identity) =>
        !viewer.May(Right.Records) ? "Vai trò này không được xem dữ liệu tới từng hồ sơ."
        : identity && viewer.Withheld.Contains(Right.Identity) ? "Xem danh tính cần xác thực hai bước. Hãy bật trong trang Tài khoản rồi đăng nhập lại."
        : identity && !viewer.May(Right.Identity) ? "Vai trò này không được xem danh tính người bệnh."
        : facility is not null && !viewer.Sees(facility) ? "Hồ sơ không thuộc phạm vi được xem."
        : catalogue.Purposes.All(p => p.Id != purpose) ? "Hãy chọn một mục đích xem dữ liệu trong danh mục."
        : null;
}
