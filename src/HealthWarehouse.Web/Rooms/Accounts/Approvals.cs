using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>
/// Two people for power (access.yaml, two_people): what comes near to persons, and whatever opens an account that does, is asked by one and approved by another, neither of
/// them its holder. The data-protection officer is told at once and may revoke it. Codes are shown to who approved, never to who asked. Everything else is done at once.
/// Faults come as a FormatException with words for the asker.
/// </summary>
internal sealed class Approvals(AccountBook book, Grants grants, AccountLife life, Tickets tickets, Credentials credentials, Operations operations, AuditLog audit, AccessFile access, TimeProvider clock)
{
    private const int Enough = 2;

    public Task<IReadOnlyList<Approval>> All(CancellationToken stop) => operations.Query<Approval>("ask/approval/all", null, stop);

    public async Task<ApprovalCounts> Counts(CancellationToken stop) => (await operations.One<ApprovalCounts>("ask/approval/counts", new { since = Text(Oldest) }, stop))!;

    /// <summary>Whether a request may still be decided.</summary>
    public bool IsOpen(Approval approval) => approval.State == Approval.Asked && string.CompareOrdinal(approval.AskedAt, Text(Oldest)) >= 0;

    public bool MayDecide(Viewer viewer) => access.TwoPeople.By.Any(viewer.May);

    /// <summary>Does what one person may do; asks for what needs two. The house, which makes its first accounts before there are two to decide, answers for itself until then.</summary>
    public async Task<PowerOutcome> Ask(PowerRequest request, Viewer by, CancellationToken stop)
    {
        var asked = await Known(request, stop);
        if (IsSame(asked.Account, by.Account)) throw new FormatException("Việc này với tài khoản của chính mình do một quản trị khác làm.");
        if (asked.Kind == PowerRequest.OfLink && string.IsNullOrWhiteSpace(asked.Subject)) throw new FormatException("Hãy ghi mã người dùng ở SSO.");
        if (!await NeedsTwo(asked, by, stop)) return new(Waits: false, (await CarryOut(asked, by, null, stop)).Code);
        if (string.IsNullOrWhiteSpace(asked.Reason)) throw new FormatException("Hãy ghi lý do: việc này phải do một người khác duyệt.");
        var approval = new Approval { Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Kind = asked.Kind, Account = asked.Account, Detail = JsonSerializer.Serialize(asked), Reason = asked.Reason.Trim(), State = Approval.Asked, AskedBy = by.Account, AskedAt = Text(clock.GetUtcNow()) };
        if ((await All(stop)).Any(a => IsOpen(a) && a.Kind == approval.Kind && IsSame(a.Account, approval.Account) && a.Detail == approval.Detail)) throw new FormatException("Yêu cầu này đang chờ duyệt.");
        await Audit("approval-ask", approval, by, $"{PowerWords.Of(asked, access)}; {approval.Reason}", stop);
        await operations.Write(change => change.Execute("ask/approval/ask", new { approval.Id, approval.Kind, approval.Account, approval.Detail, approval.Reason, by = by.Account, at = approval.AskedAt }), stop);
        if (IsHouse(by) && !await IsFounded(stop)) return new(false, await Approve(approval, "Chưa có hai người duyệt", by, stop));
        return new(true);
    }

    /// <summary>Approves or refuses; gives the code to hand over, if there is one.</summary>
    public async Task<string?> Decide(string id, bool approve, string? why, Viewer by, bool inTwoSteps, CancellationToken stop)
    {
        if (!MayDecide(by)) throw new NotAllowedException("Vai trò này không được duyệt.");
        if (!inTwoSteps) throw new FormatException("Duyệt cần đăng nhập hai bước.");
        var approval = await Find(id, stop);
        if (approval.State != Approval.Asked) throw new FormatException(Decided);
        if (!IsOpen(approval)) throw new FormatException($"Yêu cầu đã chờ quá {access.TwoPeople.Days} ngày. Hãy yêu cầu lại.");
        if (IsSame(approval.AskedBy, by.Account)) throw new FormatException("Người yêu cầu không được tự duyệt: cần một người khác.");
        if (IsSame(approval.Account, by.Account)) throw new FormatException("Không ai duyệt việc của chính mình.");
        if (approve) return await Approve(approval, why, by, stop);
        if (string.IsNullOrWhiteSpace(why)) throw new FormatException("Hãy ghi lý do không duyệt.");
        await Audit("approval-refuse", approval, by, why.Trim(), stop);
        await Move(approval, Approval.Refused, why, by, stop);
        return null;
    }

    /// <summary>The data-protection officer takes back what two others decided: the grant ends; what opened the account opens it no more.</summary>
    public async Task Revoke(string id, string? why, Viewer officer, CancellationToken stop)
    {
        var approval = await Find(id, stop);
        if (approval.State != Approval.Approved) throw new FormatException("Chỉ thu hồi được việc đã duyệt.");
        if (IsSame(approval.Account, officer.Account)) throw new FormatException("Không ai thu hồi việc của chính mình.");
        if (string.IsNullOrWhiteSpace(why)) throw new FormatException("Hãy ghi lý do thu hồi.");
        await Audit("approval-revoke", approval, officer, why.Trim(), stop);
        Once(await operations.Write(change => change.Execute("ask/approval/revoke", new { id, by = officer.Account, at = Text(clock.GetUtcNow()), why = why.Trim() }), stop));
        if (approval.Kind == PowerRequest.OfGrant) await grants.End(approval.Account, approval.Outcome!, officer, stop);
        else if (approval.Kind == PowerRequest.OfCredential) await credentials.End(approval.Request.Credential!.Sender, approval.Outcome!, officer, stop);
        else await life.Reset(approval.Account, stepsToo: true, officer, stop);
    }

    /// <summary>The officer has looked at the list: its notices count as seen.</summary>
    public async Task See(Viewer officer, CancellationToken stop)
    {
        if (!officer.May(Right.Privacy) || (await Counts(stop)).Unseen == 0) return;
        await audit.Write(new(officer.Account, "notices-seen", "privacy-notice", "*", Source: officer.Source, Detail: "approval"), stop);
        await operations.Write(change => change.Execute("ask/approval/see", new { now = Text(clock.GetUtcNow()), by = officer.Account }), stop);
    }

    /// <summary>The request by the account's name as it stands in the book, however it was typed.</summary>
    private async Task<PowerRequest> Known(PowerRequest asked, CancellationToken stop)
    {
        if (Grants.IsSystem(asked.Account)) return asked;
        var account = (await book.Find(asked.Account, stop) ?? throw new FormatException($"Không có tài khoản '{asked.Account}'.")).Account.UserName!;
        return asked with { Account = account, Grant = asked.Grant is { } grant ? grant with { Account = account } : null };
    }

    private async Task<bool> NeedsTwo(PowerRequest asked, Viewer by, CancellationToken stop) =>
        asked.Grant is { } grant ? grants.IsPower(await grants.Draft(grant, by, stop)) : await grants.HasPower(asked.Account, stop);

    /// <summary>Two accounts in use that may decide and have a second step to do it with: from then on the house itself asks like everybody.</summary>
    private async Task<bool> IsFounded(CancellationToken stop) =>
        (await book.All(new(), stop)).Count(l => l.TwoSteps && l.Account.DisabledAt is null && l.Grants.Any(g => access.RightsOf(g.Role, g.Class).Overlaps(access.TwoPeople.By))) >= Enough;

    private async Task<string?> Approve(Approval approval, string? why, Viewer by, CancellationToken stop)
    {
        await Audit("approval-approve", approval, by, why, stop);
        await Move(approval, Approval.Approved, why, by, stop);
        try
        {
            var (outcome, code) = await CarryOut(approval.Request, new(approval.AskedBy, "", IsHouse(by) ? by.Role : "", []), by, stop);
            await operations.Write(async change =>
            {
                await change.Execute("ask/approval/done", new { id = approval.Id, outcome });
                return await change.Execute("ask/opening/notice", new { id = Guid.CreateVersion7().ToString(), at = Text(clock.GetUtcNow()), kind = "approval", @object = approval.Id });
            }, stop);
            return code;
        }
        catch (FormatException e)
        {
            await operations.Write(change => change.Execute("ask/approval/failed", new { id = approval.Id, why = e.Message }), stop);
            throw;
        }
    }

    private async Task<(string? Outcome, string? Code)> CarryOut(PowerRequest asked, Viewer by, Viewer? approvedBy, CancellationToken stop)
    {
        var judge = approvedBy ?? by;
        switch (asked.Kind)
        {
            case PowerRequest.OfGrant:
                return await Give(asked.Grant!, by, approvedBy, stop);
            case PowerRequest.OfReset:
                await life.Reset(asked.Account, asked.Steps, judge, stop);
                return (null, await tickets.Give(asked.Account, Tickets.Password, judge, stop: stop));
            case PowerRequest.OfTicket:
                return (null, await tickets.Give(asked.Account, Tickets.SecondStep, judge, stop: stop));
            case PowerRequest.OfCredential:
                var (made, secret) = await credentials.Make(asked.Credential!, judge, stop);
                return (made.Id, secret);
            default:
                await life.LinkForAnother(asked.Account, asked.Subject!.Trim(), isOn: true, judge, stop);
                return (null, null);
        }
    }

    /// <summary>
    /// Whoever comes to power begins anew: a password or a second step one administrator alone could have set opens the account no more, and the approver hands its owner a code.
    /// What the house itself gives to its first accounts keeps the password it was made with.
    /// </summary>
    private async Task<(string? Outcome, string? Code)> Give(GrantRequest asked, Viewer by, Viewer? approvedBy, CancellationToken stop)
    {
        if (approvedBy is null) return ((await grants.Give(asked, by, stop)).Id, null);
        var begins = !Grants.IsSystem(asked.Account) && !await grants.HasPower(asked.Account, stop);
        if (begins && !IsHouse(approvedBy)) await life.Reset(asked.Account, stepsToo: true, approvedBy, stop);
        var grant = await grants.GiveApproved(asked, by, approvedBy, stop);
        if (!begins) return (grant.Id, null);
        var hasPassword = (await book.Find(asked.Account, stop))?.Account.PasswordHash is not null;
        return (grant.Id, await tickets.Give(asked.Account, hasPassword ? Tickets.SecondStep : Tickets.Password, approvedBy, stop: stop));
    }

    private async Task Move(Approval approval, string state, string? why, Viewer by, CancellationToken stop) =>
        Once(await operations.Write(change => change.Execute("ask/approval/decide", new { id = approval.Id, state, by = by.Account, at = Text(clock.GetUtcNow()), decision = string.IsNullOrWhiteSpace(why) ? null : why.Trim() }), stop));

    /// <summary>Of two who decide at the same moment one is too late.</summary>
    private static void Once(int changed)
    {
        if (changed == 0) throw new FormatException(Decided);
    }

    private async Task<Approval> Find(string id, CancellationToken stop) => await operations.One<Approval>("ask/approval/one", new { id }, stop) ?? throw new FormatException("Không có yêu cầu này.");

    private Task Audit(string action, Approval approval, Viewer by, string? detail, CancellationToken stop) => audit.Write(new(by.Account, action, "account", approval.Account, Source: by.Source, Detail: $"{approval.Id}: {detail}"), stop);

    private DateTimeOffset Oldest => clock.GetUtcNow().AddDays(-access.TwoPeople.Days);

    private static bool IsHouse(Viewer by) => by.Role == Viewer.House.Role;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private const string Decided = "Yêu cầu này đã được quyết định.";
}
