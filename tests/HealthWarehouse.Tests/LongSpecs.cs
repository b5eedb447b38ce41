using HealthWarehouse.Tests.Analyse;
using HealthWarehouse.Tests.Collect;
using HealthWarehouse.Tests.Demo;
using HealthWarehouse.Tests.Disclosure;
using HealthWarehouse.Tests.Keys;
using HealthWarehouse.Tests.Link;
using HealthWarehouse.Tests.Lists;
using HealthWarehouse.Tests.Running;
using HealthWarehouse.Tests.Truth;

namespace HealthWarehouse.Tests;

/// <summary>Classes of more than half a minute.</summary>
internal static class LongSpecs
{
    public static readonly Type[] All =
    [
        typeof(PersonsSpec), typeof(VersionsSpec), typeof(ShreddingSpec), typeof(CompartmentFiguresSpec), typeof(HostileDeliveriesSpec),
        typeof(DemoSpec), typeof(StartSpec), typeof(BatchesSpec), typeof(KnownCodesSpec), typeof(OrderSpec), typeof(RebuildSpec),
        typeof(KnowledgeSpec), typeof(OfficialListsSpec), typeof(KeysSpec), typeof(ReaderAcceptsSpec), typeof(RollupsSpec),
    ];
}
