using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HealthWarehouse.Web.Accounts;

/// <summary>What happens to accounts from their making to their end; each step is audited before it is done.</summary>
internal sealed class AccountLife(IServiceProvider services, Sessions sessions, Grants grants, Tickets tickets, ProofLocks locks,
    AuditLog audit, Operations operations, AccessFile rules, TimeProvider clock)
{
    /// <summary>
    /// Makes an account; without a password nobody signs in to it before its owner has chosen one. Throws a RefusedException with words for
    /// the asker.
    /// </summary>
    public async Task Make(string user, string name, string? unit, string? password, Viewer by, bool mustChange = true,
        CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new FieldException("name", "Hãy ghi họ tên người dùng tài khoản.");
        await audit.Write(new(by.Account, "account-make", "account", user, Source: by.Source), stop);
        await With(async users =>
        {
            var now = clock.GetUtcNow();
            var account = new Account { UserName = user, Name = name.Trim(), Unit = unit, LockoutEnabled = true, CreatedAt = now,
                PasswordAt = password is null ? null : now, MustChange = password is not null && mustChange };
            Demand(password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password));
            if (password is not null) await Remember(account);
        });
    }

    /// <summary>A new password, asked for by its owner, who knows the present one; all other sessions end.</summary>
    public async Task ChangePassword(string user, string present, string next, string? session, string? source,
        CancellationToken stop = default)
    {
        await audit.Write(new(user, "password-change", "account", user, Source: source), stop);
        await With(async users =>
        {
            var account = await Find(users, user);
            Demand(await users.ChangePasswordAsync(account, present, next));
            (account.PasswordAt, account.MustChange) = (clock.GetUtcNow(), false);
            Demand(await users.UpdateAsync(account));
            await Remember(account);
        });
        await sessions.End(user, null, "Đổi mật khẩu", except: session, stop: stop);
    }

    /// <summary>
    /// A password that was forgotten or found out opens nothing any more, nor, when <paramref name="stepsToo"/>, does any second step; with
    /// a ticket the owner chooses a new one.
    /// </summary>
    public async Task Reset(string user, bool stepsToo, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, stepsToo ? "mfa-reset" : "password-reset", "account", user, Source: by.Source), stop);
        await tickets.Void(user, stop);    // first: who redeems one meanwhile holds the account as it was, and their change fails
        await With(async users =>
        {
            var account = await Find(users, user);
            if (stepsToo) await DropSteps(users, account);
            Demand(await users.RemovePasswordAsync(account));
            (account.PasswordAt, account.MustChange) = (null, false);
            Demand(await users.UpdateAsync(account));
        });
        await locks.Clear(user, null, stop);
        await sessions.End(user, null, "Đặt lại mật khẩu", stop: stop);
    }

    /// <summary>
    /// The owner chooses a password with a ticket; false when the ticket is not good. Throws a RefusedException with words for the owner
    /// when the password is not.
    /// </summary>
    public async Task<bool> Redeem(string user, string ticket, string next, string? source, CancellationToken stop = default)
    {
        if (!await tickets.IsGood(user, Tickets.Password, ticket, stop)) return false;
        var isUsed = false;
        await With(async users =>
        {
            var account = await Find(users, user);
            foreach (var law in users.PasswordValidators) Demand(await law.ValidateAsync(users, account, next));
            if (!(isUsed = await tickets.Use(user, Tickets.Password, ticket, stop))) return;
            await audit.Write(new(user, "ticket-use", "account", user, Source: source, Detail: Tickets.Password), stop);
            Demand(await users.RemovePasswordAsync(account));
            Demand(await users.AddPasswordAsync(account, next));
            (account.PasswordAt, account.MustChange) = (clock.GetUtcNow(), false);
            Demand(await users.UpdateAsync(account));
            await Remember(account);
        });
        await sessions.End(user, null, "Đặt lại mật khẩu", stop: stop);
        return isUsed;
    }

    /// <summary>Disables an account, at once and everywhere, or enables it again when <paramref name="why"/> is null.</summary>
    public async Task Disable(string user, string? why, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, why is null ? "account-enable" : "account-disable", "account", user, Source: by.Source,
            Detail: why), stop);
        await With(async users =>
        {
            var account = await Find(users, user);
            account.DisabledAt = why is null ? null : clock.GetUtcNow();
            account.DisabledWhy = why;
            if (why is null) account.SeenAt = clock.GetUtcNow();
            Demand(await users.UpdateAsync(account));
        });
        if (why is not null) await sessions.End(user, null, why, stop: stop);
    }

    /// <summary>
    /// Somebody leaves or moves (TCVN 14423:2026, A1: at once): every right ends, the account rests, nothing that opened it opens it any
    /// more.
    /// </summary>
    public async Task Leave(string user, string why, Viewer by, CancellationToken stop = default)
    {
        await audit.Write(new(by.Account, "account-leave", "account", user, Source: by.Source, Detail: why), stop);
        foreach (var grant in await grants.FromToday(user, stop)) await grants.End(user, grant.Id, by, stop);
        await With(async users =>
        {
            var account = await Find(users, user);
            await DropSteps(users, account);
        });
        await tickets.Void(user, stop);
        await Disable(user, why, by, stop);
    }

    /// <summary>Links an account to a person of the province's SSO, or unlinks it.</summary>
    public async Task Link(string user, string subject, bool isOn, Viewer by, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(subject)) throw new FieldException("subject", "Hãy ghi mã người dùng ở SSO.");
        await audit.Write(new(by.Account, isOn ? "sso-link" : "sso-unlink", "account", user, Source: by.Source), stop);
        await With(async users =>
        {
            var account = await Find(users, user);
            if (isOn && await users.FindByLoginAsync(Schemes.SsoServer, subject) is not null)
                throw new FieldException("subject", "Mã người dùng SSO này đã liên kết với một tài khoản.");
            if (isOn && (await users.GetLoginsAsync(account)).Count > 0)
                throw new RefusedException("Tài khoản này đã liên kết với một người dùng SSO khác. Hãy bỏ liên kết đó trước.");
            Demand(isOn ? await users.AddLoginAsync(account, new(Schemes.SsoServer, subject, null))
                : await users.RemoveLoginAsync(account, Schemes.SsoServer, subject));
        });
    }

    /// <summary>The same done by an administrator: the account's sessions end.</summary>
    public async Task LinkForAnother(string user, string subject, bool isOn, Viewer by, CancellationToken stop = default)
    {
        await Link(user, subject, isOn, by, stop);
        await sessions.End(user, null, "Đổi cách xác thực", stop: stop);
    }

    /// <summary>Disables everybody who has not signed in for the declared days (TCVN 14423:2026, A1). Returns who they were.</summary>
    public async Task<IReadOnlyList<string>> DisableIdle(CancellationToken stop = default)
    {
        var idle = new List<string>();
        await With(async users =>
        {
            var since = clock.GetUtcNow().AddDays(-rules.Accounts.IdleDays);
            idle.AddRange((await users.Users.Where(a => a.DisabledAt == null).ToListAsync(stop))
                .Where(a => (a.SeenAt ?? a.CreatedAt) is { } seen && seen < since).Select(a => a.UserName!));
        });
        foreach (var user in idle) await Disable(user, $"Không đăng nhập trong {rules.Accounts.IdleDays} ngày", Viewer.House, stop);
        return idle;
    }

    private async Task With(Func<UserManager<Account>, Task> work)
    {
        using var scope = services.CreateScope();
        await work(scope.ServiceProvider.GetRequiredService<UserManager<Account>>());
    }

    /// <summary>Passkeys, links to the SSO, the app and its recovery codes.</summary>
    private static async Task DropSteps(UserManager<Account> users, Account account)
    {
        foreach (var login in await users.GetLoginsAsync(account))
            Demand(await users.RemoveLoginAsync(account, login.LoginProvider, login.ProviderKey));
        await users.SetTwoFactorEnabledAsync(account, false);
        await users.ResetAuthenticatorKeyAsync(account);
        await users.GenerateNewTwoFactorRecoveryCodesAsync(account, 0);
        foreach (var key in await users.GetPasskeysAsync(account)) Demand(await users.RemovePasskeyAsync(account, key.CredentialId));
    }

    private static async Task<Account> Find(UserManager<Account> users, string user) =>
        await users.FindByNameAsync(user) ?? throw new RefusedException($"Không có tài khoản '{user}'.");

    private Task Remember(Account account) =>
        operations.Write(change =>
        change.Execute("ask/account/remember",
        new { account = account.Id, hash = account.PasswordHash,
        at = clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture) }));

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded) throw new RefusedException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}

/// <summary>Every minute sessions that are over end; once an hour idle accounts rest, and tries to sign in of over a year ago go.</summary>
internal sealed class IdleAccounts(AccountLife life, Sessions sessions, SignInTries tries, AuditLog audit,
    TimeProvider clock) : BackgroundService
{
    private const int MinutesBetweenOld = 60;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var minutely = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);
        try
        {
            var minutes = 0;
            do
            {
                await sessions.EndOverdue(audit, stoppingToken);
                if (minutes++ % MinutesBetweenOld != 0) continue;
                await life.DisableIdle(stoppingToken);
                await tries.ForgetOld(stoppingToken);
            }
            while (await minutely.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start looks again.
        }
    }
}
