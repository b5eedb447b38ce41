using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Audit;
using Microsoft.AspNetCore.Identity;

namespace HealthWarehouse.Web.Accounts;

/// <summary>
/// Passkeys (WebAuthn) of accounts: a key that stays in the person's device and is bound to this portal's address, so that no false page
/// can use it. The device asks for finger, face or PIN: a passkey alone counts as two steps (TCVN 14423:2026, A3).
/// </summary>
internal sealed class Passkeys(UserManager<Account> users, SignInManager<Account> ceremony, SecondSteps steps, AuditLog audit)
{
    private const int Most = 10;

    public async Task<IReadOnlyList<UserPasskeyInfo>> Of(Account account) =>
        [.. (await users.GetPasskeysAsync(account)).OrderBy(p => p.CreatedAt)];

    public static string IdOf(UserPasskeyInfo key) => System.Buffers.Text.Base64Url.EncodeToString(key.CredentialId);

    /// <summary>What the browser is to ask of the device for a new passkey.</summary>
    public Task<string> CreationOptions(Account account) =>
        ceremony.MakePasskeyCreationOptionsAsync(new() { Id = account.Id, Name = account.UserName!, DisplayName = account.Name });

    /// <summary>
    /// What the browser is to ask for a sign-in: the same for everybody, so that it tells nothing about who has an account.
    /// </summary>
    public Task<string> RequestOptions() => ceremony.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Takes in a new passkey. Throws a RefusedException with words for its owner.</summary>
    public async Task Add(Account account, Session session, string credential, string name, string? ticket, CancellationToken stop)
    {
        await steps.Demand(account, session.TwoSteps, session.Way, ticket, stop);
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 60)
            throw new RefusedException("Hãy đặt tên cho khoá truy cập (nhiều nhất 60 ký tự), ví dụ: Điện thoại của tôi.");
        if ((await users.GetPasskeysAsync(account)).Count >= Most)
            throw new RefusedException($"Mỗi tài khoản có nhiều nhất {Most} khoá truy cập. Hãy bỏ một khoá không dùng nữa.");
        var made = await Try(() => ceremony.PerformPasskeyAttestationAsync(credential));
        if (made is not { Succeeded: true } || made.UserEntity.Id != account.Id || !made.Passkey.IsUserVerified)
            throw new RefusedException("Thiết bị chưa tạo được khoá truy cập cho địa chỉ này. Hãy thử lại.");
        if (await users.FindByPasskeyIdAsync(made.Passkey.CredentialId) is not null)
            throw new RefusedException("Khoá truy cập này đã được đăng ký.");
        made.Passkey.Name = name.Trim();
        await steps.Change(account, session, ticket, async () =>
        {
            await audit.Write(new(account.UserName!, "passkey-add", "account", account.UserName!, Source: session.Source,
                Detail: IdOf(made.Passkey)), stop);
            Check(await users.AddOrUpdatePasskeyAsync(account, made.Passkey));
        }, stop);
    }

    public async Task Rename(Account account, Session session, string id, string name, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length > 60)
            throw new RefusedException("Tên khoá truy cập có từ 1 đến 60 ký tự.");
        var key = await Find(account, id);
        await audit.Write(new(account.UserName!, "passkey-rename", "account", account.UserName!, Source: session.Source, Detail: id), stop);
        key.Name = name.Trim();
        Check(await users.AddOrUpdatePasskeyAsync(account, key));
    }

    public async Task Remove(Account account, Session session, string id, CancellationToken stop)
    {
        var key = await Find(account, id);
        await steps.Change(account, session, null, async () =>
        {
            await audit.Write(new(account.UserName!, "passkey-remove", "account", account.UserName!, Source: session.Source, Detail: id),
                stop);
            Check(await users.RemovePasskeyAsync(account, key.CredentialId));
        }, stop);
    }

    /// <summary>The account a device proved with its passkey, the counter moved on; null when it proved nothing.</summary>
    public async Task<Account?> Prove(string credential)
    {
        var proof = await Try(() => ceremony.PerformPasskeyAssertionAsync(credential));
        if (proof is not { Succeeded: true } || !proof.Passkey.IsUserVerified) return null;
        Check(await users.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey));
        return proof.User;
    }

    private async Task<UserPasskeyInfo> Find(Account account, string id) => (await users.GetPasskeysAsync(account))
        .FirstOrDefault(k => IdOf(k) == id) ?? throw new RefusedException("Không có khoá truy cập này.");

    /// <summary>
    /// The library throws when no ceremony was begun in this browser, or when what came is no credential at all: to the person both are a
    /// passkey that proved nothing.
    /// </summary>
    private static async Task<T?> Try<T>(Func<Task<T>> work) where T : class
    {
        try
        {
            return await work();
        }
        catch (Exception e)
            when (e is InvalidOperationException or System.Text.Json.JsonException or ArgumentException or FormatException
            or PasskeyException)
        {
            return null;
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded) throw new RefusedException(string.Join(" ", result.Errors.Select(e => e.Description)));
    }
}

/// <summary>The address passkeys are bound to.</summary>
internal sealed class PasskeyAddress(Uri? address)
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.ServerDomain = address?.Host;
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AttestationConveyancePreference = "none";
        options.ValidateOrigin = context =>
            ValueTask.FromResult(!context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var origin)
            && IsOurs(origin, context.HttpContext));
    }

    /// <summary>Whether passkeys can be offered on the address a page was opened at.</summary>
    public bool Serves(HttpContext http) => address is not null || http.Request.Host.Host == Loopback;

    /// <summary>The configured address and nothing else; without one, this machine under the name localhost.</summary>
    private bool IsOurs(Uri origin, HttpContext http) =>
        address is not null
            ? Uri.Compare(origin, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0
            : origin.Host == Loopback && http.Request.Host.Host == Loopback
                && origin.Port == (http.Request.Host.Port ?? (http.Request.IsHttps ? 443 : 80));

    private const string Loopback = "localhost";
}
