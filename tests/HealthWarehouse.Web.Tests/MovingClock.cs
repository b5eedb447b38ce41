namespace HealthWarehouse.Web.Tests;

/// <summary>A clock that begins at a fixed moment, goes on as the real one, and is moved on when a test says so.</summary>
internal sealed class MovingClock : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 20, 3, 0, 0, TimeSpan.Zero);
    private readonly DateTimeOffset _begun = System.GetUtcNow();
    private TimeSpan _ahead;

    public void Move(TimeSpan by) => _ahead += by;

    public override DateTimeOffset GetUtcNow() => Begin + (System.GetUtcNow() - _begun) + _ahead;
}
