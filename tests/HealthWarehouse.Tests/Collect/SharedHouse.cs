using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>One house for all cases of a class, where going on after each is part of what is shown; opened when first asked for.</summary>
public sealed class SharedHouse : IAsyncLifetime
{
    private readonly Dictionary<Engine, TestHouse> _houses = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <param name="engine">Whose house.</param>
    /// <param name="fill">What is done to it when it is opened.</param>
    internal async Task<TestHouse> On(Engine engine, Func<TestHouse, Task>? fill = null)
    {
        if (_houses.TryGetValue(engine, out var open)) return open;
        var house = await TestHouse.Open(engine);
        if (fill is not null) await fill(house);
        return _houses[engine] = house;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var house in _houses.Values) await house.DisposeAsync();
    }
}
