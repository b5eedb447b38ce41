namespace HealthWarehouse.Guard.Systems;

/// <summary>
/// How a system proves itself: a key sent as it is with every request, a secret or a signed assertion (RFC 7523) for a short token.
/// </summary>
public enum CredentialKind { Key, Secret, PublicKey }

/// <summary>
/// One of the credentials of a system. It is ended, never changed; of a key or secret only the hash is kept, of a pair of keys only the
/// public one.
/// </summary>
public sealed record Credential
{
    public required string Id { get; init; }
    public required string Sender { get; init; }
    public required string Kind { get; init; }
    public required string Name { get; init; }
    public string? Hash { get; init; }

    /// <summary>As a JSON Web Key (RFC 7517).</summary>
    public string? PublicKey { get; init; }

    public string? KeyId { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public required string MadeBy { get; init; }
    public DateTimeOffset? EndsAt { get; init; }
    public DateTimeOffset? UsedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedBy { get; init; }

    public CredentialKind Method => Enum.Parse<CredentialKind>(Kind);

    public bool HoldsAt(DateTimeOffset now) => EndedAt is null && (EndsAt is null || now < EndsAt);

    /// <summary>Name of a kind, as people read it.</summary>
    public static string NameOf(CredentialKind kind) => kind switch
    {
        CredentialKind.Key => "Khoá gửi thẳng",
        CredentialKind.Secret => "Bí mật (client secret)",
        _ => "Khoá công khai (private_key_jwt)",
    };
}

/// <summary>A new credential somebody asks for; without <see cref="Ends"/> it ends after the declared days.</summary>
public sealed record CredentialRequest(string Sender, CredentialKind Kind, string Name, string? PublicKey = null, DateOnly? Ends = null);
