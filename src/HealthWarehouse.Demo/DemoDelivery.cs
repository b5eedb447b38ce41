using HealthWarehouse.Collect;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Truth;

namespace HealthWarehouse.Demo;

/// <summary>One delivery as its sender hands it over, with what only the generator knows about it.</summary>
public sealed record DemoDelivery(string Sender, string FileName, ReadOnlyMemory<byte> Content, DateTimeOffset SentAt,
    string IdempotencyKey, string? Version, DeliveryKind Kind)
{
    /// <summary>The contract it comes under: that of a list, claims, or a cancel or restore of an episode.</summary>
    public string Contract { get; init; } = Kind is DeliveryKind.Cancel or DeliveryKind.Restore ? EpisodeAction.Contract : "claims";

    /// <summary>The same bytes as a delivery before.</summary>
    public bool Duplicate { get; init; }

    /// <summary>Episodes told of here for the first time, as they will be known in the end.</summary>
    public IReadOnlyList<TruthEncounter> Truth { get; init; } = [];

    /// <summary>Rows of a list as it truly is.</summary>
    public int Rows { get; init; }

    /// <summary>What was planted in this delivery.</summary>
    public IReadOnlyList<PlantedError> Errors { get; init; } = [];

    public Stream Open() => new MemoryStream(Content.ToArray(), writable: false);
}

public enum DeliveryKind { Claims, CheckIn, Correction, Cancel, Restore, List }

/// <summary>A sender to be registered before its deliveries are taken in: its code and the facilities it may send for.</summary>
public sealed record DemoSender(string Code, string Name, IReadOnlyList<string> Facilities);
