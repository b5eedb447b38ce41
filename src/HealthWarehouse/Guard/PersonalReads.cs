using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Guard;

/// <summary>The viewer may not read this: the role or the scope does not allow it, or the purpose is not a declared one.</summary>
public sealed class NotAllowedException(string message) : Exception(message);

/// <summary>
/// The one door to person-level data: rights and purpose are judged, the audit row is written, and only then is anything given out.
/// Reading begins while the row is on its way to the disk, but nothing of it leaves before the row is there; when it cannot be written, what was read is
/// thrown away. Rows that show many persons are followed by one that names them, before they are given out. Refusals are audited too.
/// </summary>
public sealed class PersonalReads(CatalogueFiles catalogue, AuditLog audit)
{
    public async Task<T> Read<T>(Viewer viewer, string purpose, string what, string id, string? facility, Func<Task<T>> read, bool identity = false,
        long? person = null, Func<T, IEnumerable<long?>>? persons = null, CancellationToken stop = default)
    {
        if (Fault(viewer, purpose, facility, identity) is { } fault)
        {
            await audit.Write(new(viewer.Account, "read-refused", what, id, catalogue.Purposes.Any(p => p.Id == purpose) ? purpose : null, viewer.Source, fault), stop);
            throw new NotAllowedException(fault);
        }
        var noting = audit.Write(new(viewer.Account, "read", what, id, purpose, viewer.Source, viewer.Role, Persons: person is { } one ? [one] : null), stop);
        var reading = Begin(read);
        await Task.WhenAll(noting, reading);
        var found = await reading;
        if (persons is not null && persons(found).OfType<long>().ToHashSet() is { Count: > 0 } shown)
            await audit.Write(new(viewer.Account, "shown", what, id, purpose, viewer.Source, viewer.Role, Persons: shown), stop);
        return found;
    }

    /// <summary>Notes something seen while a record was read, before it is shown.</summary>
    public Task Note(Viewer viewer, string action, string what, string id, string purpose, long? person, CancellationToken stop = default) =>
        audit.Write(new(viewer.Account, action, what, id, purpose, viewer.Source, Persons: person is { } one ? [one] : null), stop);

    /// <summary>Whether the viewer bears the surname of somebody: compared here and forgotten. Surnames the catalogue calls common tell nothing.</summary>
    public bool IsOfSameSurname(Viewer viewer, string? name) =>
        Surname(viewer.Name) is { } own && own.Equals(Surname(name), StringComparison.OrdinalIgnoreCase) && !catalogue.Anomalies.CommonSurnames.Contains(own, StringComparer.OrdinalIgnoreCase);

    private static string? Surname(string? name) => name?.Normalize().Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, _] ? first : null;

    private static async Task<T> Begin<T>(Func<Task<T>> read) => await read();

    private string? Fault(Viewer viewer, string purpose, string? facility, bool identity) =>
        !viewer.May(Right.Records) ? "Vai trò này không được xem dữ liệu tới từng hồ sơ."
        : identity && viewer.Withheld.Contains(Right.Identity) ? "Xem danh tính cần xác thực hai bước. Hãy bật trong trang Tài khoản rồi đăng nhập lại."
        : identity && !viewer.May(Right.Identity) ? "Vai trò này không được xem danh tính người bệnh."
        : facility is not null && !viewer.Sees(facility) ? "Hồ sơ không thuộc phạm vi được xem."
        : catalogue.Purposes.All(p => p.Id != purpose) ? "Hãy chọn một mục đích xem dữ liệu trong danh mục."
        : null;
}
