using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>One try to sign in to an account, as its owner sees it. The time is UTC (ISO text).</summary>
public sealed record SignInTry
{
    public required string Id { get; init; }
    public required string Account { get; init; }
    public required string At { get; init; }
    public bool Succeeded { get; init; }
    public required string Way { get; init; }
    public string? Source { get; init; }
    public string? Device { get; init; }
}

/// <summary>Tries to sign in, kept a year for their owners (domain §5.3 A5); the audit has them in any case.</summary>
public sealed class SignInTries(Operations operations, TimeProvider clock)
{
    public Task Note(string account, bool succeeded, string way, string? source, string? device, CancellationToken stop = default) =>
        operations.Execute("ask/account/tried", new
    {
        id = Guid.CreateVersion7().ToString(), account, at = Text(clock.GetUtcNow()), succeeded, way, source,
            device = device is { Length: > 200 } ? device[..200] : device,
    }, stop);

    public Task<IReadOnlyList<SignInTry>> Of(string account, CancellationToken stop = default) =>
        operations.Query<SignInTry>("ask/account/tries", new { account }, stop);

    public Task ForgetOld(CancellationToken stop = default) =>
        operations.Execute("ask/account/forget-tries", new { before = Text(clock.GetUtcNow().AddYears(-1)) }, stop);

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
}
