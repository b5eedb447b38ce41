using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Guard;

/// <summary>The viewer may not read this: the role or the scope does not allow it, or the purpose is not a declared one.</summary>
public sealed class NotAllowedException(string message) : Exception(message);

/// <summary>
/// The one door to person-level data: rights and purpose are judged, the audit row is written, and only then is anything read.
/// When the audit cannot be written, nothing is read.
/// </summary>
public sealed class PersonalReads(CatalogueFiles catalogue, AuditLog audit)
{
    public async Task<T> Read<T>(Viewer viewer, string purpose, string what, string id, string? facility, Func<Task<T>> read, CancellationToken stop = default)
    {
        if (!viewer.MayReadRecords) throw new NotAllowedException("Vai trò này không được xem dữ liệu tới từng hồ sơ.");
        if (facility is not null && !viewer.Sees(facility)) throw new NotAllowedException("Hồ sơ không thuộc phạm vi được xem.");
        if (catalogue.Purposes.All(p => p.Id != purpose)) throw new NotAllowedException("Hãy chọn một mục đích xem dữ liệu trong danh mục.");
        await audit.Write(new(viewer.Account, "read", what, id, purpose, viewer.Source), stop);
        return await read();
    }
}
