using HealthWarehouse.Analyse;
using HealthWarehouse.Store;
using HealthWarehouse.Tests.Demo;

namespace HealthWarehouse.Tests.Disclosure;

/// <summary>A made-up province of 3,000 people and six months, so small that much in it must be hidden.</summary>
public sealed class SmallProvince : IAsyncLifetime
{
    private Sent _sent = null!;

    internal HealthWarehouse.Operate.House House => _sent.Test.House;
    internal Figures Figures { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _sent = await Sent.Load(Engine.DuckDb, new() { People = 3000, Months = 6, Errors = 0, EndsOn = new(2026, 9, 30) });
        Figures = new(House.Catalogue, House.Warehouse, House.Audit);
    }

    public async ValueTask DisposeAsync() => await _sent.Test.DisposeAsync();
}
