using HealthWarehouse.Collect;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Whatever is sent, the answer is the declared one, the good records beside the bad one are loaded and right, nothing escapes, and the
/// next delivery is loaded as if nothing had been.
/// </summary>
public sealed class HostileDeliveriesSpec(HostileHouse house) : IClassFixture<HostileHouse>
{
    internal const string BoundSender = "tram";

    internal static readonly Hostile[] All =
        [.. HostileText.Cases, .. HostileEncodings.Cases, .. HostilePackings.Cases, .. HostileEnvelopes.Cases, .. HostileContents.Cases,
            .. HostileValues.Cases, .. HostileSizes.Cases];

    public static TheoryData<string, Engine> Cases()
    {
        var cases = new TheoryData<string, Engine>();
        foreach (var hostile in All)
        {
            cases.Add(hostile.Name, Engine.DuckDb);
            if (!hostile.Heavy) cases.Add(hostile.Name, Engine.PostgreSql);
        }
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task The_answer_is_the_declared_one_and_the_neighbours_are_safe(string name, Engine engine)
    {
        var number = Array.FindIndex(All, c => c.Name == name);
        var hostile = All[number];
        var (test, told) = await house.On(engine, number);

        told.Escaped.ShouldBeNull();
        told.Delivery.State.ShouldBe(hostile.Answer.State, told.Delivery.Problem);
        (await Structure(test, told.Delivery)).ShouldBe(hostile.Answer.Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        told.Delivery.Refused.ShouldBe(hostile.Answer.Refused);
        hostile.Answer.Judge(told.Delivery.Problem);
        await told.Neighbours.ShouldBeThere(test, told.Delivery.Seq, told.Delivery.State == DeliveryState.Loaded);
        if (hostile.Also is { } also) await also(test, told.Delivery.Seq);

        told.Next.State.ShouldBe(DeliveryState.Loaded);
        await told.After.ShouldBeThere(test, told.Next.Seq, loaded: true);
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own_and_there_are_many()
    {
        All.DistinctBy(c => c.Name).Count().ShouldBe(All.Length);
        All.Length.ShouldBeGreaterThan(250);
    }

    /// <summary>Rules of reader and binder that spoke; what the declared checks and lists say of a record is not the matter here.</summary>
    private static async Task<IEnumerable<string>> Structure(TestHouse test, Delivery delivery)
    {
        var structure = test.House.Catalogue.Checks.Where(c => c.By is not null && !c.Id.StartsWith("R16", StringComparison.Ordinal))
            .Select(c => c.Id).ToHashSet();
        return (await test.Rules(delivery)).Where(structure.Contains).Order(StringComparer.Ordinal);
    }
}
