using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.Accounts;

/// <summary>
/// Two people for power (access.yaml, two_people): what comes near to persons, and whatever opens an account that does, is asked by one and
/// approved by another, neither of them its holder. The data-protection officer is told at once and may revoke it. Codes are shown to who
/// approved, never to who asked. Everything else is done at once. Faults come as a RefusedException with words for the asker.
/// </summary>
internal sealed class Approvals(
    AccountBook book, Grants grants, AccountLife life, Tickets tickets, Credentials credentials, PowerTurn turn, Operations operations,
        AuditLog audit, AccessFile access, TimeProvider clock)
{
    private const int Enough = 2;

    /// <summary>What the page shows: open requests first, then those the officer has not seen.</summary>
    public Task<IReadOnlyList<Approval>> All(CancellationToken stop) =>
        operations.Query<Approval>("ask/approval/all", new { since = Text(Oldest) }, stop);

    public async Task<ApprovalCounts> Counts(CancellationToken stop) =>
        (await operations.One<ApprovalCounts>("ask/approval/counts", new { since = Text(Oldest) }, stop))!;

    /// <summary>Whether a request may still be decided.</summary>
    public bool IsOpen(Approval approval) => approval.State == Approval.Asked && string.CompareOrdinal(approval.AskedAt, Text(Oldest)) >= 0;

    public bool MayDecide(Viewer viewer) => access.TwoPeople.By.Any(viewer.May);

    /// <summary>
    /// Does what one person may do; asks for what needs two. The house, which makes its first accounts before there are two to decide,
    /// answers for itself until then.
    /// </summary>
    public Task<PowerOutcome> Ask(PowerRequest request, Viewer by, CancellationToken stop) =>
        turn.Take(() => AskInTurn(request, by, stop), stop);

    /// <summary>
    /// A new credential in the place of an old one; of a system with power it is asked for, and the old one goes on until somebody ends it.
    /// </summary>
    public Task<PowerOutcome> Replace(string sender, string id, bool atOnce, string? publicKey, Viewer by, CancellationToken stop) =>
        turn.Take(async () =>
    {
        if (!await grants.HasPowerNow(Grants.OfSystem(sender), stop))
            return new(false, (await credentials.Replace(sender, id, atOnce, publicKey, by, stop)).Secret);
        var old = await credentials.Find(id, stop) is { } found && found.Sender == sender
            ? found : throw new RefusedException("Không có khoá hoặc bí mật này.");
        return await AskInTurn(new(PowerRequest.OfCredential, Grants.OfSystem(sender), old.Name,
            Credential: new(sender, old.Method, old.Name, publicKey)), by, stop);
    }, stop);

    /// <summary>Approves or refuses; gives the code to hand over, if there is one.</summary>
    public Task<string?> Decide(string id, bool approve, string? why, Viewer by, bool inTwoSteps, CancellationToken stop) =>
        turn.Take(async () =>
    {
        if (!MayDecide(by)) throw new NotAllowedException("Vai trò này không được duyệt.");
        if (!inTwoSteps) throw new RefusedException("Duyệt cần đăng nhập hai bước.");
        var approval = await Find(id, stop);
        if (approval.State != Approval.Asked) throw new RefusedException(Decided);
        if (!IsOpen(approval)) throw new RefusedException($"Yêu cầu đã chờ quá {access.TwoPeople.Days} ngày. Hãy yêu cầu lại.");
        if (IsSame(approval.AskedBy, by.Account)) throw new RefusedException("Người yêu cầu không được tự duyệt: cần một người khác.");
        if (IsSame(approval.Account, by.Account)) throw new RefusedException("Không ai duyệt việc của chính mình.");
        if (approve) return await Approve(approval, why, by, stop);
        if (string.IsNullOrWhiteSpace(why)) throw new FieldException("why", "Hãy ghi lý do không duyệt.");
        await Audit("approval-refuse", approval, by, why.Trim(), stop);
        await Move(approval, Approval.Refused, why, by, stop);
        return null;
    }, stop);

    /// <summary>Who asked takes the request back before anybody decided.</summary>
    public Task Withdraw(string id, Viewer by, CancellationToken stop) => turn.Take(async () =>
    {
        var approval = await Find(id, stop);
        if (approval.State != Approval.Asked) throw new RefusedException(Decided);
        if (!IsSame(approval.AskedBy, by.Account)) throw new RefusedException("Chỉ người yêu cầu rút được yêu cầu của mình.");
        await Audit("approval-withdraw", approval, by, null, stop);
        await Move(approval, Approval.Withdrawn, null, by, stop);
        return true;
    }, stop);

    /// <summary>Open requests about an account, newest first.</summary>
    public async Task<IReadOnlyList<Approval>> Waiting(string account, CancellationToken stop) =>
        [.. (await All(stop)).Where(a => IsOpen(a) && IsSame(a.Account, account))];

    /// <summary>
    /// The data-protection officer takes back what two others decided: the grant ends; what opened the account opens it no more.
    /// </summary>
    public Task Revoke(string id, string? why, Viewer officer, bool inTwoSteps, CancellationToken stop) => turn.Take(async () =>
    {
        if (!inTwoSteps) throw new RefusedException("Thu hồi cần đăng nhập hai bước.");
        var approval = await Find(id, stop);
        if (approval.State != Approval.Approved) throw new RefusedException("Chỉ thu hồi được việc đã duyệt.");
        if (IsSame(approval.Account, officer.Account)) throw new RefusedException("Không ai thu hồi việc của chính mình.");
        if (string.IsNullOrWhiteSpace(why)) throw new FieldException("why", "Hãy ghi lý do thu hồi.");
        await Audit("approval-revoke", approval, officer, why.Trim(), stop);
        Once(await operations.Write(change =>
            change.Execute("ask/approval/revoke", new { id, by = officer.Account, at = Text(clock.GetUtcNow()), why = why.Trim() }), stop));
        await EndOutcome(approval, officer);
        if (!HasOutcome(approval.Kind)) await life.Reset(approval.Account, stepsToo: true, officer, CancellationToken.None);
        return true;
    }, stop);

    /// <summary>The officer has looked at these: their notices count as seen, and no others.</summary>
    public async Task See(Viewer officer, IReadOnlyList<Approval> shown, CancellationToken stop)
    {
        var fresh = shown.Where(a => a.Unseen > 0).ToArray();
        if (!officer.May(Right.Privacy) || fresh.Length == 0) return;
        await audit.Write(new(officer.Account, "notices-seen", "privacy-notice", "*", Source: officer.Source, Detail: "approval"), stop);
        await operations.Write(async change =>
        {
            foreach (var approval in fresh)
                await change.Execute("ask/approval/see",
                    new { @object = approval.Id, now = Text(clock.GetUtcNow()), by = officer.Account });
            return fresh.Length;
        }, stop);
    }

    private async Task<PowerOutcome> AskInTurn(PowerRequest request, Viewer by, CancellationToken stop)
    {
        var asked = await Known(request, stop);
        if (IsSame(asked.Account, by.Account))
            throw new RefusedException("Việc này với tài khoản của chính mình do một quản trị khác làm.");
        if (asked.Kind == PowerRequest.OfLink && string.IsNullOrWhiteSpace(asked.Subject))
            throw new FieldException("subject", "Hãy ghi mã người dùng ở SSO.");
        if (!await NeedsTwo(asked, by, stop)) return new(Waits: false, await CarryOut(asked, by, null, null, stop));
        if (string.IsNullOrWhiteSpace(asked.Reason))
            throw new FieldException("reason", "Hãy ghi lý do: việc này phải do một người khác duyệt.");
        var approval = new Approval { Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(), Kind = asked.Kind, Account = asked.Account,
            Detail = JsonSerializer.Serialize(asked), Reason = asked.Reason.Trim(), State = Approval.Asked, AskedBy = by.Account,
            AskedAt = Text(clock.GetUtcNow()) };
        var open = (await operations.One<ApprovalsOpen>("ask/approval/open",
            new { since = Text(Oldest), by = by.Account, approval.Kind, approval.Account, approval.Detail }, stop))!;
        if (open.Same > 0) throw new RefusedException("Yêu cầu này đang chờ duyệt.");
        if (open.Own >= access.TwoPeople.Open)
            throw new RefusedException($"{by.Account} đã có {open.Own} yêu cầu chờ duyệt. Hãy đợi chúng được duyệt trước.");
        await Audit("approval-ask", approval, by, $"{PowerWords.Of(asked, access)}; {approval.Reason}", stop);
        await operations.Write(change =>
            change.Execute("ask/approval/ask",
            new { approval.Id, approval.Kind, approval.Account, approval.Detail, approval.Reason, by = by.Account,
            at = approval.AskedAt }), stop);
        if (IsHouse(by) && !await IsFounded(stop)) return new(false, await Approve(approval, "Chưa có hai người duyệt", by, stop));
        return new(true);
    }

    /// <summary>The request by the account's name as it stands in the book, however it was typed.</summary>
    private async Task<PowerRequest> Known(PowerRequest asked, CancellationToken stop)
    {
        if (Grants.IsSystem(asked.Account)) return asked;
        var account =
            (await book.Find(asked.Account, stop)
                ?? throw new RefusedException($"Không có tài khoản '{asked.Account}'.")).Account.UserName!;
        return asked with { Account = account, Grant = asked.Grant is { } grant ? grant with { Account = account } : null };
    }

    private async Task<bool> NeedsTwo(PowerRequest asked, Viewer by, CancellationToken stop) =>
        asked.Grant is { } grant ? grants.IsPower(await grants.Draft(grant, by, stop)) : await grants.HasPowerNow(asked.Account, stop);

    /// <summary>
    /// Two accounts in use that may decide and have a second step to do it with: from then on the house itself asks like everybody. And for
    /// good once somebody other than the house has decided: whoever disables the second one does not open the machine's lone way again.
    /// </summary>
    private async Task<bool> IsFounded(CancellationToken stop) =>
        await operations.One<long>("ask/approval/founded", new { house = Viewer.House.Account }, stop) > 0
        || (await book.All(new(), stop))
            .Count(l => l.TwoSteps && l.Account.DisabledAt is null
            && l.Grants.Any(g => access.RightsOf(g.Role, g.Class).Overlaps(access.TwoPeople.By))) >= Enough;

    /// <summary>
    /// From the decision on nobody who leaves stops what follows: it is carried out, or it failed and nothing of it stands.
    /// </summary>
    private async Task<string?> Approve(Approval asked, string? why, Viewer by, CancellationToken stop)
    {
        await Audit("approval-approve", asked, by, why, stop);
        var approval = asked with { Outcome = HasOutcome(asked.Kind) ? Guid.CreateVersion7(clock.GetUtcNow()).ToString() : null,
            DecidedBy = by.Account };
        await Move(approval, Approval.Approved, why, by, stop);
        try
        {
            return await CarryOut(approval.Request, new(approval.AskedBy, "", IsHouse(by) ? by.Role : "", []), by, approval.Outcome,
                CancellationToken.None);
        }
        catch (Exception e)
        {
            await operations.Write(change =>
                change.Execute("ask/approval/failed",
                new { id = approval.Id, why = e is RefusedException ? e.Message : "Lỗi của hệ thống" }), CancellationToken.None);
            await EndOutcome(approval, Viewer.House);
            throw;
        }
    }

    /// <summary>
    /// Gives the code there is to hand over. Without an approver it is what one person may do alone: judged again at the last moment.
    /// </summary>
    private async Task<string?> CarryOut(PowerRequest asked, Viewer by, Viewer? approvedBy, string? outcome, CancellationToken stop)
    {
        var judge = approvedBy ?? by;
        switch (asked.Kind)
        {
            case PowerRequest.OfGrant:
                return await Give(asked.Grant!, by, approvedBy, outcome, stop);
            case PowerRequest.OfReset:
                await life.Reset(asked.Account, asked.Steps, judge, stop);
                return await Ticket(asked.Account, Tickets.Password, judge, approvedBy, stop);
            case PowerRequest.OfTicket:
                return await Ticket(asked.Account, Tickets.SecondStep, judge, approvedBy, stop);
            case PowerRequest.OfCredential:
                return (await credentials.Make(asked.Credential!, judge, outcome, stop)).Secret;
            default:
                await life.LinkForAnother(asked.Account, asked.Subject!.Trim(), isOn: true, judge, stop);
                return null;
        }
    }

    private async Task<string> Ticket(string account, string kind, Viewer by, Viewer? approvedBy, CancellationToken stop)
    {
        if (approvedBy is null && await grants.HasPowerNow(account, stop))
            throw new RefusedException("Tài khoản này vừa có quyền phải hai người: hãy yêu cầu lại, một người khác duyệt.");
        return await tickets.Give(account, kind, by, stop: stop);
    }

    /// <summary>
    /// Whoever comes to power begins anew: a password, a second step or a key one administrator alone could have set opens the account no
    /// more, and the approver hands its owner a code (a system gets a credential by two people). What the house itself gives to its first
    /// accounts keeps the password it was made with.
    /// </summary>
    private async Task<string?> Give(GrantRequest asked, Viewer by, Viewer? approvedBy, string? outcome, CancellationToken stop)
    {
        if (approvedBy is null)
        {
            await grants.Give(asked, by, stop);
            return null;
        }
        var begins = !await grants.HasPowerNow(asked.Account, stop);
        if (begins && Grants.IsSystem(asked.Account)) await credentials.EndAll(Grants.SystemOf(asked.Account), approvedBy, stop);
        else if (begins && IsHouse(approvedBy)) await tickets.Void(asked.Account, stop);
        else if (begins) await life.Reset(asked.Account, stepsToo: true, approvedBy, stop);
        await grants.GiveApproved(asked, by, approvedBy, outcome!, stop);
        if (!begins || Grants.IsSystem(asked.Account)) return null;
        var hasPassword = (await book.Find(asked.Account, stop))?.Account.PasswordHash is not null;
        return await tickets.Give(asked.Account, hasPassword ? Tickets.SecondStep : Tickets.Password, approvedBy, stop: stop);
    }

    /// <summary>
    /// Ends the grant or credential an approval became; where no id stands (books from before), all it could have become.
    /// </summary>
    private async Task EndOutcome(Approval approval, Viewer by)
    {
        var (asked, stop) = (approval.Request, CancellationToken.None);
        if (approval.Kind == PowerRequest.OfGrant)
            foreach (var grant in (await grants.Fresh(approval.Account, stop))
                .Where(g => approval.Outcome is { } id ? g.Id == id : g.Role == asked.Grant!.Role && g.GrantedBy == approval.AskedBy
                && g.ApprovedBy == approval.DecidedBy))
                await grants.End(approval.Account, grant.Id, by, stop);
        else if (approval.Kind == PowerRequest.OfCredential)
            foreach (var made in (await credentials.Holding(asked.Credential!.Sender, asked.Credential.Kind, stop))
                .Where(c => approval.Outcome is { } id ? c.Id == id : c.Name == asked.Credential.Name.Trim()
                && c.MadeBy == approval.DecidedBy))
                await credentials.End(asked.Credential.Sender, made.Id, by, stop);
    }

    private static bool HasOutcome(string kind) => kind is PowerRequest.OfGrant or PowerRequest.OfCredential;

    /// <summary>The decision, and with it, in one transaction, the notice to the data-protection officer of what was approved.</summary>
    private async Task Move(Approval approval, string state, string? why, Viewer by, CancellationToken stop) =>
        Once(await operations.Write(async change =>
    {
        var (id, at) = (approval.Id, Text(clock.GetUtcNow()));
        var moved = await change.Execute("ask/approval/decide",
            new { id, state, by = by.Account, at, decision = string.IsNullOrWhiteSpace(why) ? null : why.Trim(),
            outcome = approval.Outcome });
        if (moved > 0 && state == Approval.Approved)
            await change.Execute("ask/opening/notice", new { id = Guid.CreateVersion7().ToString(), at, kind = "approval", @object = id });
        return moved;
    }, stop));

    /// <summary>Of two who decide at the same moment one is too late.</summary>
    private static void Once(int changed)
    {
        if (changed == 0) throw new RefusedException(Decided);
    }

    private async Task<Approval> Find(string id, CancellationToken stop) =>
        await operations.One<Approval>("ask/approval/one", new { id }, stop) ?? throw new RefusedException("Không có yêu cầu này.");

    private Task Audit(string action, Approval approval, Viewer by, string? detail, CancellationToken stop) =>
        audit.Write(new(by.Account, action, "account", approval.Account, Source: by.Source, Detail: $"{approval.Id}: {detail}"), stop);

    private DateTimeOffset Oldest => clock.GetUtcNow().AddDays(-access.TwoPeople.Days);

    private static bool IsHouse(Viewer by) => by.Role == Viewer.House.Role;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private const string Decided = "Yêu cầu này đã được quyết định.";
}
