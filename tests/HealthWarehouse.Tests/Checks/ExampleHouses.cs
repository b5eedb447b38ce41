using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>
/// What came of every example of every check, sent once an engine and shared by the specifications: in a house of the run's own, on
/// PostgreSQL in a database given to it.
/// </summary>
public sealed class ExampleHouses
{
    internal static readonly Engine[] Engines = [Engine.DuckDb, Engine.PostgreSql];

    internal static CatalogueFiles Catalogue { get; } = CatalogueFiles.Load(Repo.File("catalogue"));

    private readonly Dictionary<Engine, Lazy<Task<IReadOnlyList<ExampleOutcome>>>> _outcomes =
        Engines.ToDictionary(e => e, e => new Lazy<Task<IReadOnlyList<ExampleOutcome>>>(() => Run(e)));

    internal Task<IReadOnlyList<ExampleOutcome>> On(Engine engine) => _outcomes[engine].Value;

    private static async Task<IReadOnlyList<ExampleOutcome>> Run(Engine engine)
    {
        if (engine is Engine.PostgreSql) TestPostgres.SkipWithout();
        await using var postgres = engine is Engine.PostgreSql ? await TestPostgres.Create() : null;
        return await CheckExamplesRun.InTemporaryHouse(EmptyHouse.Settings(""), postgres: postgres?.ConnectionString);
    }
}
