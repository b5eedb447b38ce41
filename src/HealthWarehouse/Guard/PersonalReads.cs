using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Privacy;

namespace HealthWarehouse.Guard;

/// <summary>The viewer may not read this: the role or the scope does not allow it, or the purpose is not a declared one.</summary>
public class NotAllowedException(string message) : Exception(message);

/// <summary>The record is in a restricted compartment the viewer was not given. Which one is not said.</summary>
public sealed class RestrictedException(string words =
    "Hồ sơ thuộc ngăn hạn chế. Tài khoản này chưa được cấp ngăn đó.") : NotAllowedException(words);

/// <summary>
/// The one door to person-level data: rights, scope, compartments and purpose are judged, the audit row is written, and only then is
/// anything given out. Reading begins while the row is on its way to the disk, but nothing of it leaves before the row is there; when it
/// cannot be written, what was read is thrown away. Rows that show many persons are followed by one that names them, before they are given
/// out. Refusals are audited too.
/// </summary>
public sealed class PersonalReads(CatalogueFiles catalogue, IAuditLog audit, Openings openings, Limits? limits = null)
{
    /// <summary>
    /// Reads a list of records without identity; scope and compartments are the question's. <paramref name="persons"/> tells whom the list
    /// shows.
    /// </summary>
    public async Task<T> Read<T>(Viewer viewer, string purpose, string what, string id, string? facility, Func<Task<T>> read, Func<T,
        IEnumerable<long?>>? persons = null, CancellationToken stop = default)
    {
        var fault = Fault(viewer, purpose)
            ?? (facility is not null && !viewer.Sees(facility) ? "Hồ sơ không thuộc phạm vi được xem." : null);
        if (fault is not null) throw await Refused(viewer, purpose, what, id, new(fault), stop);
        T found;
        try
        {
            found = await Noted(new(viewer.Account, "read", what, id, purpose, viewer.Source, viewer.Role), read, stop);
        }
        catch (RestrictedException closed)
        {
            throw await Refused(viewer, purpose, what, id, closed, stop);
        }
        if (persons is not null && persons(found).OfType<long>().ToHashSet() is { Count: > 0 } shown)
            await audit.Write(new(viewer.Account, "shown", what, id, purpose, viewer.Source, viewer.Role, Persons: shown), stop);
        return found;
    }

    /// <summary>
    /// Reads one record: with identity while an opening holds for it, and then for the purpose of that opening; else masked, for the
    /// purpose named. <paramref name="opening"/> names the only one to look through; null = any.
    /// </summary>
    public async Task<T> ReadRecord<T>(Viewer viewer, string purpose, string what, RecordPlace place, Func<Sight, Task<T>> read,
        string? opening = null, CancellationToken stop = default)
    {
        var sight = await See(viewer, purpose, place, opening, stop);
        var fault = Fault(viewer, sight.Purpose) is { } words ? new NotAllowedException(words)
            : !viewer.Sees(place.FacilityCode, place.CommuneCode) ? new NotAllowedException("Hồ sơ không thuộc phạm vi được xem.")
            : !place.Compartments.All(sight.Viewer.Opens) ? new RestrictedException()
            : await IsLimited(place.PersonKey, sight, stop) ? new NotAllowedException("Theo yêu cầu của người này, dữ liệu đã được hạn " +
                "chế xử lý; chỉ xem được cho mục đích điều trị, thanh tra, sự cố hoặc trả lời chính người đó.") : null;
        if (fault is not null) throw await Refused(viewer, purpose, what, place.Label, fault, stop);
        return await Noted(new(viewer.Account, "read", sight.Identity ? $"{what}-with-identity" : what, place.Label, sight.Purpose,
            viewer.Source, sight.Opening is { } held ? $"{viewer.Role}; {held.Id}" : viewer.Role, Persons: Only(place.PersonKey)), () =>
            read(sight), stop);
    }

    /// <summary>
    /// A record turns out, as it is read, to be in a compartment the viewer does not open: that is noted, and nothing of it shown.
    /// </summary>
    public async Task<Exception> Restricted(Viewer viewer, string purpose, string what, RecordPlace place,
        CancellationToken stop = default) =>
        await Refused(viewer, purpose, what, place.Label, new RestrictedException(), stop);

    /// <summary>Notes something seen while a record was read, before it is shown.</summary>
    public Task Note(Viewer viewer, string action, string what, RecordPlace place, string purpose, CancellationToken stop = default) =>
        audit.Write(new(viewer.Account, action, what, place.Label, purpose, viewer.Source, Persons: Only(place.PersonKey)), stop);

    /// <summary>
    /// Whether the viewer bears the surname of somebody: compared here and forgotten. Surnames the catalogue calls common tell nothing.
    /// </summary>
    public bool IsOfSameSurname(Viewer viewer, string? name) =>
        Surname(viewer.Name) is { } own && own.Equals(Surname(name), StringComparison.OrdinalIgnoreCase)
            && !catalogue.Anomalies.CommonSurnames.Contains(own, StringComparer.OrdinalIgnoreCase);

    private static string? Surname(string? name) => name?.Normalize()
        .Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, _] ? first : null;

    /// <summary>Reads while the row is being written; gives out when both are done.</summary>
    private async Task<T> Noted<T>(AuditEntry entry, Func<Task<T>> read, CancellationToken stop)
    {
        var (noting, reading) = (audit.Write(entry, stop), Begin(read));
        await Task.WhenAll(noting, reading);
        return await reading;
    }

    private static async Task<T> Begin<T>(Func<Task<T>> read) => await read();

    /// <summary>
    /// Whether the person's data are restricted on request, and neither the purpose nor an emergency holds in spite of it.
    /// </summary>
    private async Task<bool> IsLimited(long? person, Sight sight, CancellationToken stop) =>
        limits is not null && sight.Opening is not { BreakGlass: true }
            && catalogue.Purposes.All(p => p.Id != sight.Purpose || !p.DespiteLimits) && await limits.Limit(person, stop);

    private static IReadOnlySet<long>? Only(long? person) => person is { } one ? new HashSet<long> { one } : null;

    private async Task<Sight> See(Viewer viewer, string purpose, RecordPlace place, string? named, CancellationToken stop)
    {
        var opening = await openings.Holding(viewer, place, named, stop);
        if (opening is not null && !viewer.May(opening.BreakGlass ? Right.BreakGlass : Right.Identity)) opening = null;
        return new(opening is { BreakGlass: true }
            ? viewer with { Compartments = new HashSet<string> { Viewer.EveryCompartment } } : viewer, opening?.Purpose
            ?? purpose, opening);
    }

    private async Task<NotAllowedException> Refused(Viewer viewer, string purpose, string what, string id, NotAllowedException fault,
        CancellationToken stop)
    {
        await audit.Write(new(viewer.Account, "read-refused", what, id, catalogue.Purposes.Any(p => p.Id == purpose) ? purpose : null,
            viewer.Source, fault.Message), stop);
        return fault;
    }

    private string? Fault(Viewer viewer, string purpose) =>
        !viewer.May(Right.Records) ? "Vai trò này không được xem dữ liệu tới từng hồ sơ."
        : catalogue.Purposes.All(p => p.Id != purpose) ? "Hãy chọn một mục đích xem dữ liệu trong danh mục."
        : null;
}
