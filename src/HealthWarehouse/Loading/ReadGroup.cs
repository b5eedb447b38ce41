using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Loading;

/// <summary>Deliveries read and bound, waiting to be written together.</summary>
internal sealed class ReadGroup(IReadOnlyList<ReadDelivery> deliveries)
{
    private readonly List<BatchSet> _sets = [];

    /// <summary>The same group, of which some could not be read.</summary>
    public ReadGroup Without(IReadOnlyCollection<ReadDelivery> failed)
    {
        var rest = new ReadGroup([.. Deliveries.Except(failed)]);
        rest._sets.AddRange(_sets);
        return rest;
    }

    public IReadOnlyList<ReadDelivery> Deliveries { get; } = deliveries;

    public IReadOnlyList<BatchSet> Sets => _sets;

    public BatchSet Add(BatchSet set)
    {
        lock (_sets) _sets.Add(set);
        return set;
    }
}

/// <summary>What was found in one delivery while it was read.</summary>
internal sealed class ReadDelivery(Delivery delivery)
{
    public Delivery Delivery { get; } = delivery;

    /// <summary>Too much to be held in memory: it is streamed.</summary>
    public bool IsLarge { get; set; }

    /// <summary>All of it is written together with its note; a large one is only when its last slice is.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Why it could not be read at all, though that is not what was sent: nothing of it is in the sets.</summary>
    public Exception? Fault { get; set; }

    public BrokenFile? Broken { get; set; }
    public int Records { get; set; }
    public int Refused { get; set; }
    public int Kept { get; set; }
    public string? Facility { get; set; }
    public DateOnly? MadeOn { get; set; }
    public int? Declared { get; set; }

    public bool Loaded => Broken is null && Kept > 0;

    /// <summary>Counts the records a set has taken since a mark.</summary>
    public void Count(BatchSet set, BatchMark since)
    {
        var records = set.Records.Rows - since.RowsOf(set, set.Records);
        Refused += set.Refused - since.Refused;
        Kept += records - (set.Refused - since.Refused);
    }

    public DeliveryNote Note(string catalogue) => new(
        Delivery.Seq, Guid.Parse(Delivery.Id), Delivery.Sender, Delivery.Contract, Delivery.ContentHash, Delivery.ReceivedAt.UtcDateTime,
            Facility, MadeOn, Declared, Records, Refused, Loaded, catalogue, IsComplete, Delivery.KnownAt.UtcDateTime, Delivery.Rules);
}
