using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Guard;

/// <summary>The viewer may not read this: the role or the scope does not allow it, or the purpose is not a declared one.</summary>
public class NotAllowedException(string message) : Exception(message);

/// <summary>The record is in a restricted compartment the viewer was not given. Which one is not said.</summary>
public sealed class RestrictedException() : NotAllowedException("Hồ sơ thuộc ngăn hạn chế. Tài khoản này chưa được cấp ngăn đó.");

/// <summary>
/// The one door to person-level data: rights, scope, compartments and purpose are judged, the audit row is written, and only then is anything read.
/// When the audit cannot be written, nothing is read. Refusals are audited too.
/// </summary>
public sealed class PersonalReads(CatalogueFiles catalogue, AuditLog audit, Openings openings)
{
    /// <summary>Reads a list of records without identity; scope and compartments are the question's.</summary>
    public async Task<T> Read<T>(Viewer viewer, string purpose, string what, string id, string? facility, Func<Task<T>> read, CancellationToken stop = default)
    {
        var fault = Fault(viewer, purpose) ?? (facility is not null && !viewer.Sees(facility) ? "Hồ sơ không thuộc phạm vi được xem." : null);
        if (fault is not null) throw await Refused(viewer, purpose, what, id, new(fault), stop);
        await audit.Write(new(viewer.Account, "read", what, id, purpose, viewer.Source, viewer.Role), stop);
        return await read();
    }

    /// <summary>
    /// Reads one record: with identity while an opening holds for it, and then for the purpose of that opening; else masked, for the purpose named. <paramref name="opening"/> names the only one to look through; null = any.
    /// </summary>
    public async Task<T> ReadRecord<T>(Viewer viewer, string purpose, string what, RecordPlace place, Func<Sight, Task<T>> read, string? opening = null, CancellationToken stop = default)
    {
        var sight = await See(viewer, purpose, place, opening, stop);
        var fault = Fault(viewer, sight.Purpose) is { } words ? new NotAllowedException(words)
            : !viewer.Sees(place.FacilityCode, place.CommuneCode) ? new NotAllowedException("Hồ sơ không thuộc phạm vi được xem.")
            : !place.Compartments.All(sight.Viewer.Opens) ? new RestrictedException() : null;
        if (fault is not null) throw await Refused(viewer, purpose, what, place.Label, fault, stop);
        await audit.Write(new(viewer.Account, "read", sight.Identity ? $"{what}-with-identity" : what, place.Label, sight.Purpose, viewer.Source, sight.Opening is { } held ? $"{viewer.Role}; {held.Id}" : viewer.Role), stop);
        return await read(sight);
    }

    /// <summary>A record turns out, as it is read, to be in a compartment the viewer does not open: that is noted, and nothing of it shown.</summary>
    public async Task<Exception> Restricted(Viewer viewer, string purpose, string what, RecordPlace place, CancellationToken stop = default) =>
        await Refused(viewer, purpose, what, place.Label, new RestrictedException(), stop);

    private async Task<Sight> See(Viewer viewer, string purpose, RecordPlace place, string? named, CancellationToken stop)
    {
        var opening = await openings.Holding(viewer, place, named, stop);
        if (opening is not null && !viewer.May(opening.BreakGlass ? Right.BreakGlass : Right.Identity)) opening = null;
        return new(opening is { BreakGlass: true } ? viewer with { Compartments = new HashSet<string> { Viewer.EveryCompartment } } : viewer, opening?.Purpose ?? purpose, opening);
    }

    private async Task<NotAllowedException> Refused(Viewer viewer, string purpose, string what, string id, NotAllowedException fault, CancellationToken stop)
    {
        await audit.Write(new(viewer.Account, "read-refused", what, id, catalogue.Purposes.Any(p => p.Id == purpose) ? purpose : null, viewer.Source, fault.Message), stop);
        return fault;
    }

    private string? Fault(Viewer viewer, string purpose) =>
        !viewer.May(Right.Records) ? "Vai trò này không được xem dữ liệu tới từng hồ sơ."
        : catalogue.Purposes.All(p => p.Id != purpose) ? "Hãy chọn một mục đích xem dữ liệu trong danh mục."
        : null;
}
