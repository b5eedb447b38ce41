using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>
/// Personal data that leaves by the house's own doors: what a registered system reads, and the files staff take along. A page or a file is
/// one line of the log of disclosures, written before its first byte; what people look at in the portal stays inside and stands in the
/// audit.
/// </summary>
public sealed class Outflows(CatalogueFiles catalogue, Disclosures disclosures, TimeProvider clock)
{
    private const string System = "system", Staff = "staff";
    private static readonly string[] Masked = ["demography", "health", "insurance"], Clear = ["identity", "contact"];

    /// <summary>Whether somebody reads from outside: a registered system.</summary>
    public bool IsOutside(Viewer viewer) => catalogue.Access.Roles.FirstOrDefault(r => r.Id == viewer.Role)?.Holder is RoleHolder.System;

    /// <summary>Records or episodes go to a system, for a purpose.</summary>
    public Task Read(Viewer viewer, string purpose, string door, long persons, long rows, bool identity, CancellationToken stop) =>
        IsOutside(viewer) && rows > 0
            ? Record(viewer, System, viewer.Name, catalogue.Privacy.Processing.Of(purpose, clock.Today()), persons, rows, door, identity,
            null, stop) : Task.CompletedTask;

    /// <summary>Rows of single records or persons go as a file, to whoever asks.</summary>
    public Task File(Viewer viewer, string purpose, string door, long persons, long rows, CancellationToken stop) =>
        rows == 0 ? Task.CompletedTask
            : Record(viewer, IsOutside(viewer) ? System : Staff, viewer.Name, catalogue.Privacy.Processing.Of(purpose, clock.Today()),
            persons, rows, door, false, null, stop);

    /// <summary>A person's own copy, on the request it was asked by.</summary>
    public Task Copy(Viewer viewer, RequestCase request, long rows, CancellationToken stop) =>
        Record(viewer, "subject", $"Người gửi yêu cầu {request.Request.Number}",
            catalogue.Privacy.Processing.Of(catalogue.Privacy.Requests.CopyPurpose, clock.Today()), 1, rows,
            $"Bản dữ liệu theo {request.Request.Number}", false, request.Request.Number, stop);

    private async Task Record(Viewer viewer, string type, string recipient, ProcessingActivity? activity, long persons, long rows,
        string door, bool identity, string? request, CancellationToken stop)
    {
        if (activity is null)
            throw new NotAllowedException("Không có hoạt động xử lý nào đang hiệu lực cho mục đích này; dữ liệu không được ra khỏi kho.");
        await disclosures.Record(new(activity.Id, type, recipient, activity.Basis,
            [.. (identity ? Masked.Concat(Clear) : Masked).Where(activity.Data.Contains)], persons, rows, door, type == System
            ? "API" : "Tệp", Request: request), viewer, stop);
    }
}
