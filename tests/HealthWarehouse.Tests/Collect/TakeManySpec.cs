using System.Text;
using HealthWarehouse.Collect;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Tests.Collect;

/// <summary>
/// Many contents taken in together are what they would be one after the other: receipts in their order, duplicates known, all or nothing.
/// </summary>
public class TakeManySpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Receipts_come_in_order_and_the_same_twice_is_one()
    {
        await using var test = await TestHouse.Open();
        var texts = Enumerable.Range(0, 50).Select(i => $"<thu>{i % 40}</thu>").ToArray();

        var receipts = await test.House.Intake.TakeMany([.. texts.Select((t, i) =>
            new Incoming(() =>
            new MemoryStream(Encoding.UTF8.GetBytes(t)), new(Sender.Local, "test"), DateTimeOffset.UnixEpoch.AddDays(i)))], stop: Stop);

        receipts.Take(40).ShouldAllBe(r => r.Kind == ReceiptKind.Accepted);
        receipts.Skip(40).Select(r => (r.TrackingId, r.Kind))
            .ShouldBe(receipts.Take(10).Select(r => (r.TrackingId, ReceiptKind.Duplicate)));
        var entered = (await test.House.Ledger.All(Stop)).ToArray();
        entered.Select(d => d.Id).ShouldBe(receipts.Take(40).Select(r => r.TrackingId));
        entered[7].ReceivedAt.ShouldBe(DateTimeOffset.UnixEpoch.AddDays(7));
        foreach (var (delivery, i) in entered.Select((d, i) => (d, i)))
        {
            await using var content = test.House.Archive.Open(delivery.ContentHash);
            (await new StreamReader(content).ReadToEndAsync(Stop)).ShouldBe(texts[i]);
        }
        Directory.EnumerateFiles(Path.Combine(test.Data, "archive", "incoming")).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_too_large_and_nothing_is_taken()
    {
        await using var test = await TestHouse.Open();
        Incoming[] contents = [.. new[] { "nhỏ", new string('x', 5000) }.Select(t =>
            new Incoming(() => new MemoryStream(Encoding.UTF8.GetBytes(t)), new(Sender.Local, "test")))];

        await Should.ThrowAsync<ContentTooLargeException>(() => test.House.Intake.TakeMany(contents, maxBytes: 1000, Stop));

        (await test.House.Ledger.All(Stop)).ShouldBeEmpty();
        Directory.EnumerateFiles(Path.Combine(test.Data, "archive"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
