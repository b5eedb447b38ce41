using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

/// <summary>One house an engine in which every example of every check was sent once; shared by the specifications of the checks.</summary>
public sealed class ExampleHouses : IAsyncLifetime
{
    internal static readonly Engine[] Engines = [Engine.DuckDb, Engine.PostgreSql];

    private readonly Dictionary<Engine, Lazy<Task<Examples>>> _houses =
        Engines.ToDictionary(e => e, e => new Lazy<Task<Examples>>(() => Open(e)));

    internal static CatalogueFiles Catalogue { get; } = CatalogueFiles.Load(Repo.File("catalogue"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal Task<Examples> On(Engine engine) => _houses[engine].Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var house in _houses.Values.Where(h => h.IsValueCreated && h.Value.IsCompletedSuccessfully)) await (await house.Value).Test.DisposeAsync();
    }

    private static async Task<Examples> Open(Engine engine)
    {
        var test = await TestHouse.Open(engine, clock: new ExampleClock(Catalogue.Clean.Received));
        return new(test, await new CheckExamplesRun(test.House).Run());
    }
}

internal sealed record Examples(TestHouse Test, IReadOnlyList<ExampleOutcome> Outcomes);
