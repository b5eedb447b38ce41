using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// How a sender said its columns are read is kept with the delivery: it is loaded and rebuilt so, the same headings again are read so
/// without a word, and the same content read otherwise is another delivery.
/// </summary>
public class LayoutsSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private const string First = "Mã,Nơi đặt,Tên,Hãng\nXQ.1.99001.01,99001,Máy một,Hãng A\nXQ.1.99001.02,99001,Máy hai,Hãng B\n";

    /// <summary>Headings of no contract: only somebody can say what they are.</summary>
    private static SheetMapping Said(string name, string maker) => new(new Dictionary<string, string?>
        { ["Mã"] = "Mã máy", ["Nơi đặt"] = "Mã cơ sở", [name] = "Tên thiết bị", [maker] = "Công ty sản xuất" });

    [Theory, InlineData(Engine.DuckDb), InlineData(Engine.PostgreSql)]
    public async Task A_delivery_is_read_as_its_sender_said_for_good_and_compared_and_taken_back_as_a_whole(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var house = test.House;
        var contract = house.Catalogue.Contracts["equipment"];
        var (right, swapped) = (Said("Tên", "Hãng"), Said("Hãng", "Tên"));
        var match = LayoutMatch.Of(contract, Content(First), right);
        var layout = await house.Layouts.Keep(Sender.Local, "equipment", match, right, "thu", Stop);
        (await house.Layouts.Keep(Sender.Local, "equipment", match, right, "thu", Stop))
            .ShouldBe(layout, "the same said again is one layout");

        await Take(First, layout);
        (await Take(First, layout)).Kind.ShouldBe(ReceiptKind.Duplicate);
        await house.Loader.LoadWaiting(Stop);
        (await Names()).ShouldBe(["Máy hai", "Máy một"]);

        // without a word the headings are known again; a list that leaves a machine out ends it
        var next = First.Replace("XQ.1.99001.02,99001,Máy hai,Hãng B\n", "XQ.1.99001.03,99001,Máy ba,Hãng C\n", StringComparison.Ordinal);
        var survey = house.Loader.Survey("equipment", Content(next), null, house.Clock.GetUtcNow(), right);
        (await house.Loader.Compare("equipment", survey, Sender.Local, Stop)).ShouldBe(new(1, 1, 1));
        var second = await Take(next, null);
        await house.Loader.LoadWaiting(Stop);
        (await house.Ledger.Find(second.TrackingId, Stop))!.Layout.ShouldBe(layout);
        (await Names()).ShouldBe(["Máy ba", "Máy một"]);
        var standing = await house.Warehouse.One<Standing>("ask/delivery/withdrawal", new { delivery = 2L }, Stop);
        (standing!.InForce, standing.Counting, standing.Instead).ShouldBe((true, 2, 1));

        // the same content read otherwise says something else
        var other = await house.Layouts.Keep(Sender.Local, "equipment", match, swapped, "thu", Stop);
        (await Take(next, other)).Kind.ShouldBe(ReceiptKind.Accepted);
        await house.Loader.LoadWaiting(Stop);
        (await Names()).ShouldBe(["Hãng A", "Hãng C"]);
        (await new Rebuild(house).Verify(stop: Stop)).Where(c => !c.Same).ShouldBeEmpty();

        async Task<Receipt> Take(string text, string? said) =>
            await house.Intake.Take(Content(text), new(Sender.Local, "test", "equipment", Layout: said), stop: Stop);

        Task<IReadOnlyList<string>> Names() => house.Warehouse.QueryText<string>("""
            select m.name from std.version v join std.equipment_main m on m.record_key = v.record_key
            where  v.known_to is null and v.valid_to is null order by 1
            """, stop: Stop);
    }

    private static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed record Standing
    {
        public bool InForce { get; init; }
        public long Counting { get; init; }
        public long Instead { get; init; }
    }
}
