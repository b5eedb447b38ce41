using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard;

/// <summary>
/// Opens identity for a declared purpose and time (Luật 91/2025/QH15; Luật KCB 15/2023/QH15 Điều 69), and in an emergency restricted
/// compartments too. The audit row is there before the opening; without it nothing is opened.
/// </summary>
public sealed class Openings(CatalogueFiles catalogue, Operations operations, AuditLog audit, TimeProvider clock)
{
    private const int DocumentLength = 5, LongestReason = 500;

    /// <summary>
    /// Opens what a viewer may open. A wrong request throws a RefusedException with words for the asker; a refusal is audited and throws
    /// <see cref="NotAllowedException"/>.
    /// </summary>
    public async Task<Opening> Open(Viewer viewer, RecordPlace place, OpeningRequest asked, CancellationToken stop = default)
    {
        if (Refusal(viewer, place, asked) is { } refusal)
        {
            await audit.Write(new(viewer.Account, asked.BreakGlass ? "break-glass-refused" : "identity-refused", "message", place.Label,
                Declared(asked.Purpose)?.Id, viewer.Source, refusal.Message), stop);
            throw refusal;
        }
        var purpose = Declared(asked.Purpose) ?? throw new FieldException("purpose", "Hãy chọn một mục đích trong danh mục.");
        if (Missing(asked, purpose) is { } missing) throw new FieldException("reason", missing);
        var now = clock.GetUtcNow();
        var opening = new Opening
        {
            Id = Guid.CreateVersion7().ToString(), Account = viewer.Account, Session = viewer.Session!, Role = viewer.Role,
                Kind = asked.WholePerson ? Opening.OfPerson : Opening.OfRecord,
            Object = asked.WholePerson
                ? Text(place.PersonKey ?? throw new FieldException("whole", "Hồ sơ này chưa gắn với người nào: chỉ mở được riêng hồ sơ."))
                : Text(place.RecordKey),
            Label = place.Label, Purpose = purpose.Id, Reason = Masking.Within(asked.Reason?.Trim()), BreakGlass = asked.BreakGlass,
            OpenedAt = At(now), UntilAt = At(now.AddMinutes(asked.BreakGlass ? catalogue.BreakGlass.Minutes : purpose.Minutes)),
        };
        await audit.Write(new(viewer.Account, asked.BreakGlass ? "break-glass" : "identity-open", opening.Kind,
            asked.WholePerson ? opening.Object : opening.Label, purpose.Id, viewer.Source,
            $"{opening.Id}; {opening.Label}; {opening.UntilAt}; {opening.Reason}"), stop);
        await operations.Write(async change =>
        {
            await change.Execute("ask/opening/add", new
            {
                opening.Id, opening.Account, opening.Session, opening.Role, opening.Kind, opening.Object, opening.Label, opening.Purpose,
                    opening.Reason, opening.BreakGlass, opening.OpenedAt, opening.UntilAt,
            });
            if (!asked.BreakGlass) return true;
            await change.Execute("ask/opening/notice",
                new { id = Guid.CreateVersion7().ToString(), at = opening.OpenedAt, kind = "break-glass", @object = opening.Id });
            await change.Execute("ask/opening/to-review", new { opening.Id, due = At(now.AddDays(catalogue.BreakGlass.ReviewDays)) });
            return true;
        }, stop);
        return opening;
    }

    /// <summary>
    /// The opening that holds now for a record, to this viewer, in this session and role; the widest when there are several; a named one
    /// when only that counts.
    /// </summary>
    public async Task<Opening?> Holding(Viewer viewer, RecordPlace place, string? named = null, CancellationToken stop = default) =>
        viewer.Session is not { } session ? null : await operations.One<Opening>("ask/opening/holding", new
        {
            account = viewer.Account, session, role = viewer.Role, record = Text(place.RecordKey), person = place.PersonKey is { } person
                ? Text(person) : "", named = named ?? "*", now = At(clock.GetUtcNow()),
        }, stop);

    /// <summary>Openings of an account that hold now, in any of its sessions.</summary>
    public Task<IReadOnlyList<Opening>> Of(string account, CancellationToken stop = default) =>
        operations.Query<Opening>("ask/opening/of", new { account, now = At(clock.GetUtcNow()) }, stop);

    /// <summary>Closes an opening of one's own; false when it does not hold any more, or is not theirs.</summary>
    public async Task<bool> Close(Viewer viewer, string id, CancellationToken stop = default)
    {
        if ((await Of(viewer.Account, stop)).All(o => o.Id != id)) return false;
        await audit.Write(new(viewer.Account, "identity-close", "opening", id, Source: viewer.Source), stop);
        return await operations.Write(change =>
            change.Execute("ask/opening/close", new { account = viewer.Account, id, now = At(clock.GetUtcNow()) }), stop) > 0;
    }

    private static NotAllowedException? Refusal(Viewer viewer, RecordPlace place, OpeningRequest asked)
    {
        var right = asked.BreakGlass ? Right.BreakGlass : Right.Identity;
        var words = !viewer.May(Right.Records) ? "Vai trò này không được xem dữ liệu tới từng hồ sơ."
            : viewer.Session is null ? "Danh tính chỉ mở được trong một phiên làm việc."
            : viewer.Withheld.Contains(right) ? "Xem danh tính cần xác thực hai bước. Hãy bật trong trang Tài khoản rồi đăng nhập lại."
            : !viewer.May(right) ? asked.BreakGlass ? "Vai trò này không được mở khẩn." : "Vai trò này không được xem danh tính người bệnh."
            : !viewer.Sees(place.FacilityCode, place.CommuneCode) ? "Hồ sơ không thuộc phạm vi được xem." : null;
        return words is not null ? new NotAllowedException(words) : asked.BreakGlass || place.Compartments.All(viewer.Opens)
            ? null : new RestrictedException();
    }

    private string? Missing(OpeningRequest asked, Purpose purpose)
    {
        var reason = asked.Reason?.Trim() ?? "";
        if (reason.Length > LongestReason) return $"Lý do không quá {LongestReason} ký tự.";
        if (asked.BreakGlass)
            return reason.Length < catalogue.BreakGlass.ReasonLength
                ? $"Mở khẩn phải ghi lý do, ít nhất {catalogue.BreakGlass.ReasonLength} ký tự." : null;
        return purpose.Asks switch
        {
            PurposeAsks.Reason when reason.Length == 0 => "Mục đích này phải ghi lý do.",
            PurposeAsks.Document when reason.Length < DocumentLength || !reason.Any(char.IsAsciiDigit) =>
                "Mục đích này phải ghi số, ngày của văn bản hoặc quyết định.",
            _ => null,
        };
    }

    private Purpose? Declared(string id) => catalogue.Purposes.FirstOrDefault(p => p.Id == id);

    private static string Text(long key) => key.ToString(CultureInfo.InvariantCulture);

    internal static string At(DateTimeOffset moment) => moment.UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
}
