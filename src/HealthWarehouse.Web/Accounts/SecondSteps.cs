using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>What somebody must show before a second step of theirs is added, changed or removed.</summary>
public enum StepProof { None, Ticket, SecondStep }

/// <summary>
/// Decides, alone, whether a session may change a second step of its account: an app and its recovery codes, a passkey, a link to the
/// province's SSO. A password that was stolen must not become two steps: who has a second step proves it first, and whose first one opens
/// what two people gave brings a ticket.
/// </summary>
internal sealed class SecondSteps(UserManager<Account> users, Grants grants, Tickets tickets, Sessions sessions, AuditLog audit)
{
    /// <summary>Whether an account has anything that counts, or may count, as a second step.</summary>
    public async Task<bool> Has(Account account) => await HasOwn(account) || await IsLinked(account);

    /// <summary>What a session, or a sign-in about to become one, must show.</summary>
    public async Task<StepProof> ProofFor(Account account, bool twoSteps, string? way, CancellationToken stop = default)
    {
        if (twoSteps) return StepProof.None;
        if (await HasOwn(account)) return StepProof.SecondStep;
        if (way == Ways.Ticket) return StepProof.None;
        return await IsLinked(account) || await grants.HasPower(account.UserName!, stop) ? StepProof.Ticket : StepProof.None;
    }

    public Task<StepProof> ProofFor(Account account, Session? session, CancellationToken stop = default) =>
        ProofFor(account, session?.TwoSteps is true, session?.Way, stop);

    /// <summary>
    /// Throws a RefusedException with words for the owner when a second step may not be changed; a ticket is looked at, not used.
    /// </summary>
    public async Task Demand(Account account, bool twoSteps, string? way, string? ticket, CancellationToken stop)
    {
        var proof = await ProofFor(account, twoSteps, way, stop);
        if (proof is StepProof.None
            || (proof is StepProof.Ticket && await tickets.IsGood(account.UserName!, Tickets.SecondStep, ticket, stop)))
            return;
        await audit.Write(new(account.UserName!, "second-step-refused", "account", account.UserName!, Detail: $"{proof}"), stop);
        throw new RefusedException(proof is StepProof.SecondStep ? NeedsStep : string.IsNullOrWhiteSpace(ticket)
            ? NeedsTicket : WrongTicket);
    }

    /// <summary>
    /// The same for the sign-in behind a session that goes on: uses the ticket up, does the change, and ends every other session of the
    /// account.
    /// </summary>
    public async Task Change(Account account, Session session, string? ticket, Func<Task> change, CancellationToken stop)
    {
        await Change(account, session.TwoSteps, session.Way, ticket, change, stop);
        await sessions.End(account.UserName!, null, "Đổi cách xác thực", except: session.Id, stop: stop);
    }

    /// <summary>The same where no session has begun yet: those there are end.</summary>
    public async Task ChangeAtSignIn(Account account, bool twoSteps, string way, string? ticket, Func<Task> change, CancellationToken stop)
    {
        await Change(account, twoSteps, way, ticket, change, stop);
        await sessions.End(account.UserName!, null, "Đổi cách xác thực", stop: stop);
    }

    private async Task Change(Account account, bool twoSteps, string? way, string? ticket, Func<Task> change, CancellationToken stop)
    {
        await Demand(account, twoSteps, way, ticket, stop);
        if (await ProofFor(account, twoSteps, way, stop) is StepProof.Ticket
            && !await tickets.Use(account.UserName!, Tickets.SecondStep, ticket, stop))
            throw new RefusedException(NeedsTicket);
        await change();
    }

    private async Task<bool> HasOwn(Account account) => account.TwoFactorEnabled || (await users.GetPasskeysAsync(account)).Count > 0;

    private async Task<bool> IsLinked(Account account) => (await users.GetLoginsAsync(account)).Count > 0;

    private const string NeedsStep = "Hãy đăng nhập bằng khoá truy cập hoặc hai bước rồi thử lại.";

    private const string WrongTicket =
        "Mã bước hai không đúng, đã dùng hoặc hết hạn. Hãy kiểm tra từng ký tự, hoặc nhờ quản trị hệ thống cấp mã mới.";

    private const string NeedsTicket =
        "Tài khoản này cần mã bước hai dùng một lần: hãy gặp quản trị hệ thống của đơn vị để nhận, rồi nhập mã vào ô Mã bước hai.";
}
