using HealthWarehouse.Guard.Systems;

namespace HealthWarehouse.Collect;

/// <summary>
/// States of a delivery (domain §8.1). Queued: safe on disk, not loaded yet. Replay: loaded, to be standardised again. Loaded: its usable
/// records are in the warehouse. StructurallyInvalid: the file could not be read. Rejected: read, but no record of it could be used.
/// Quarantined: loading it failed, so it was set aside until it is tried again.
/// </summary>
public static class DeliveryState
{
    public const string Queued = nameof(Queued), Quarantined = nameof(Quarantined), Replay = nameof(Replay), Loaded = nameof(Loaded),
        StructurallyInvalid = nameof(StructurallyInvalid), Rejected = nameof(Rejected);

    /// <summary>Names shown to people.</summary>
    public static string Name(string state) => state switch
    {
        Queued => "Đang chờ",
        Replay => "Chờ chạy lại",
        Quarantined => "Để riêng",
        Loaded => "Đã nạp",
        StructurallyInvalid => "Sai cấu trúc",
        Rejected => "Bị từ chối",
        _ => state,
    };
}

/// <summary>What the checks said of a loaded delivery; "accepted", "valid" and "accepted by the Ministry" are different things.</summary>
public static class Verdict
{
    public const string Validated = nameof(Validated), ValidatedWithWarnings = nameof(ValidatedWithWarnings),
        ValidatedWithErrors = nameof(ValidatedWithErrors);

    public static string Name(string? verdict) => verdict switch
    {
        Validated => "Hợp lệ",
        ValidatedWithWarnings => "Có cảnh báo",
        ValidatedWithErrors => "Có lỗi",
        _ => "",
    };
}

/// <summary>One line of the ledger.</summary>
public sealed record Delivery
{
    public long Seq { get; init; }
    public required string Id { get; init; }
    public required string Sender { get; init; }
    public required string Channel { get; init; }
    public required string Contract { get; init; }
    public string? Version { get; init; }
    public string? IdempotencyKey { get; init; }
    public required string ContentHash { get; init; }
    public long ByteCount { get; init; }
    public string? FileName { get; init; }
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// When the warehouse counts it as known: when it was received, but always after what was received before it, whatever the clock said.
    /// </summary>
    public DateTimeOffset KnownAt { get; init; }

    /// <summary>
    /// The facilities its sender might send for when it came (<c>*</c> = all): later changes of the sender's rights do not touch it.
    /// </summary>
    public string? Facilities { get; init; }

    /// <summary>
    /// Which edition of the rules between versions it is judged by: 1 = the order of receipt, 2 = the sender's own time, and the person.
    /// </summary>
    public int Rules { get; init; }

    /// <summary>How its columns are read, as its sender said (<see cref="KeptLayouts"/>); null: by their words.</summary>
    public string? Layout { get; init; }

    public required string State { get; init; }
    public string? Verdict { get; init; }
    public int? Records { get; init; }
    public int? Refused { get; init; }
    public int? Errors { get; init; }
    public int? Warnings { get; init; }
    public string? Problem { get; init; }
    public DateTimeOffset? LoadedAt { get; init; }
}

public sealed record DeliveryEvent
{
    public DateTimeOffset At { get; init; }
    public required string Type { get; init; }
    public string? Message { get; init; }
}

/// <summary>
/// A system that sends, for which facilities (<c>*</c> = all; none for one that only reads). Its credentials stand in Guard/Systems.
/// </summary>
public sealed record Sender
{
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required string Facilities { get; init; }
    public bool Active { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public string Scopes { get; init; } = "";
    public string Methods { get; init; } = "";
    public DateTimeOffset? EndedAt { get; init; }
    public string? EndedWhy { get; init; }

    /// <summary>The house's own sender, used by the command line and the watched folder.</summary>
    public const string Local = "khoyte";

    /// <summary>Null: all facilities.</summary>
    public IReadOnlySet<string>? AllowedFacilities => FacilitiesIn(Facilities);

    /// <summary>Contracts it may hand in by, joined by ';' (<c>*</c> = all).</summary>
    public string Contracts { get; init; } = "*";

    /// <summary>Null: all contracts.</summary>
    public IReadOnlySet<string>? AllowedContracts => FacilitiesIn(Contracts);

    /// <summary>The facilities of a list <c>a;b</c>; null: all of them (<c>*</c>).</summary>
    public static IReadOnlySet<string>? FacilitiesIn(string list) => list == "*" ? null : Items(list);

    /// <summary>What its tokens may be asked for (scopes of catalogue/access.yaml).</summary>
    public IReadOnlySet<string> AllowedScopes => Items(Scopes);

    /// <summary>Whether it may prove itself in this way.</summary>
    public bool MayProveBy(CredentialKind kind) => Items(Methods).Contains(kind.ToString());

    private static HashSet<string> Items(string list) =>
        [.. list.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
