using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo.Senders;

/// <summary>A message that waits for its time. Content is written only when it goes out.</summary>
internal sealed record Outgoing(DateTime At, DeliveryKind Kind, Facility Facility, IReadOnlyList<Visit> Visits)
{
    /// <summary>When it was made, if it is sent again.</summary>
    public DateTime Made { get; init; } = At;

    /// <summary>Sent for the first time: errors are planted, truth is told.</summary>
    public bool First { get; init; } = true;

    public bool Duplicate { get; init; }
    public int Revision { get; init; }

    /// <summary>Number of the file among those of its day or month.</summary>
    public int FilePart { get; init; }
}

/// <summary>Messages in the order of their time; of one time, in that of facility and episode.</summary>
internal sealed class Outbox
{
    private readonly PriorityQueue<Outgoing, (DateTime, string, string, int)> _queue = new();

    public void Add(Outgoing outgoing) =>
        _queue.Enqueue(outgoing,
            (outgoing.At, outgoing.Facility.Code, outgoing.Visits[0].Episode, (int)outgoing.Kind * 100 + outgoing.FilePart));

    /// <summary>The next message before a moment, or null.</summary>
    public Outgoing? Next(DateTime before) => _queue.TryPeek(out var next, out _) && next.At < before ? _queue.Dequeue() : null;

    public bool IsEmpty => _queue.Count == 0;
}
