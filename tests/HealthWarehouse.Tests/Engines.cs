using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>One specification, every engine of the warehouse.</summary>
public sealed class Engines : TheoryData<Engine>
{
    public Engines()
    {
        Add(Engine.DuckDb);
        Add(Engine.PostgreSql);
    }
}
