using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>A sender's login in one shape.</summary>
internal sealed record SenderLogin
{
    public required string Sender { get; init; }
    public required string Shape { get; init; }
    public required string UserName { get; init; }
    public required string Hash { get; init; }
    public bool Active { get; init; }
    public required string MadeAt { get; init; }
    public required string MadeBy { get; init; }
    public string? UsedAt { get; init; }
    public bool SenderActive { get; init; }
}

/// <summary>Logins in the shapes of older intakes: given, switched on and off. Every change is audited before it is made.</summary>
internal sealed class SenderLogins(Operations operations, Collect.Senders senders, CatalogueFiles catalogue, AuditLog audit,
    TimeProvider clock)
{
    private const int LongestUser = 100;

    /// <summary>
    /// Gives a sender a login in a shape, or a new password for it, and gives back the password in clear, this once. Its tokens end.
    /// </summary>
    public async Task<string> Give(string sender, string shape, string user, string by, string? source, CancellationToken stop = default)
    {
        var (declared, name) = (Declared(shape), user.Trim());
        if (name.Length is 0 or > LongestUser || name.Any(char.IsControl))
            throw new FieldException("user", $"Tên đăng nhập phải có từ 1 đến {LongestUser} ký tự.");
        if (await senders.Find(sender, stop) is null) throw new RefusedException($"Không có người gửi '{sender}'.");
        if (await ByUser(shape, name, stop) is { } taken && taken.Sender != sender)
            throw new FieldException("user", $"Tên đăng nhập '{name}' đã thuộc người gửi khác trong kiểu {declared.Name}.");
        await audit.Write(new(by, "sender-login-give", "sender", sender, Source: source, Detail: $"{shape}: {name}"), stop);
        var password = Logins.NewPassword();
        var hash = SlowHash.Of(AsSent(declared, password));
        await operations.Write(async change =>
        {
            await change.Execute("ask/sender/login-give", new { sender, shape, user = name, hash, at = Now, by });
            return await change.Execute("ask/sender/token-clear", new { sender, shape, at = Now });
        }, stop);
        return password;
    }

    /// <summary>Switches a login on or off; switched off, its tokens end too.</summary>
    public async Task Switch(string sender, string shape, bool active, string by, string? source, CancellationToken stop = default)
    {
        Declared(shape);
        if ((await Of(sender, stop)).All(l => l.Shape != shape))
            throw new RefusedException($"Người gửi '{sender}' chưa có đăng nhập kiểu '{shape}'.");
        await audit.Write(new(by, active ? "sender-login-on" : "sender-login-off", "sender", sender, Source: source, Detail: shape), stop);
        await operations.Write(async change =>
        {
            await change.Execute("ask/sender/login-switch", new { sender, shape, active });
            return await change.Execute("ask/sender/token-clear", new { sender, shape, at = Now });
        }, stop);
    }

    public Task<IReadOnlyList<SenderLogin>> Of(string sender, CancellationToken stop = default) =>
        operations.Query<SenderLogin>("ask/sender/logins", new { sender }, stop);

    public Task<SenderLogin?> ByUser(string shape, string user, CancellationToken stop = default) =>
        operations.One<SenderLogin>("ask/sender/login-by-user", new { shape, user }, stop);

    public Task Used(SenderLogin login, CancellationToken stop) =>
        operations.Write(change => change.Execute("ask/sender/login-used", new { login.Sender, login.Shape, at = Now }), stop);

    /// <summary>
    /// A password as the shape's clients put it on the line: MD5 in hex where the shape asks for that (an old convention, no protection),
    /// else as it is.
    /// </summary>
    [SuppressMessage("Security", "CA5351",
        Justification = "The clients of these shapes send MD5; it is taken as a password and kept only under Argon2id.")]
    public static string AsSent(SenderShape shape, string password) =>
        shape.Password is PasswordForm.Md5 ? Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(password))) : password;

    /// <summary>What came over the line in the one spelling that is compared: clients write MD5 in capitals or not.</summary>
    public static string Normal(SenderShape shape, string sent) =>
        shape.Password is PasswordForm.Md5 ? sent.Trim().ToUpperInvariant() : sent;

    private SenderShape Declared(string shape) => catalogue.SenderShapes.TryGetValue(shape, out var declared)
        ? declared : throw new RefusedException(
            $"Không có kiểu gửi '{shape}'. Các kiểu: {string.Join(", ", catalogue.SenderShapes.Keys)}.");

    private string Now => clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture);
}
