namespace HealthWarehouse.Operate;

/// <summary>How loading goes: when it last went well, when and why it last did not.</summary>
public sealed class Pulse(TimeProvider clock)
{
    private readonly Lock _lock = new();

    public DateTimeOffset? LastSuccess { get; private set; }
    public DateTimeOffset? LastFailure { get; private set; }

    /// <summary>The number people find the failure by in the log.</summary>
    public string? LastTrace { get; private set; }

    /// <summary>It failed, and has not gone well since.</summary>
    public bool IsFailing { get; private set; }

    internal void Well()
    {
        lock (_lock) (LastSuccess, IsFailing) = (clock.GetUtcNow(), false);
    }

    internal void Failed(string trace)
    {
        lock (_lock) (LastFailure, LastTrace, IsFailing) = (clock.GetUtcNow(), trace, true);
    }
}
