using HealthWarehouse.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace HealthWarehouse.Tests;

/// <summary>
/// Classes that take longest are begun first (LongSpecs of each assembly, after what tests/times.mjs tells): one of them left for the end
/// keeps one core busy and the others idle.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(
        IReadOnlyCollection<TTestCollection> testCollections) where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(c => Place(c.TestCollectionDisplayName))];

    private static int Place(string collection)
    {
        var place = Array.FindIndex(LongSpecs.All, t => collection.Contains($" {t.FullName} ", StringComparison.Ordinal));
        return place < 0 ? int.MaxValue : place;
    }
}
