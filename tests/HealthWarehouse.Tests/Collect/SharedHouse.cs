using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>One house for all cases of a class, where going on after each is part of what is shown; opened when first asked for.</summary>
public sealed class SharedHouse : IAsyncLifetime
{
    private readonly Dictionary<Engine, TestHouse> _houses = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<TestHouse> On(Engine engine) =>
        _houses.TryGetValue(engine, out var open) ? open : _houses[engine] = await TestHouse.Open(engine);

    public async ValueTask DisposeAsync()
    {
        foreach (var house in _houses.Values) await house.DisposeAsync();
    }
}
