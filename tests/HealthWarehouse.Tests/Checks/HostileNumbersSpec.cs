using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Checks;

public class HostileNumbersSpec
{
    /// <summary>An overflow in one predicate would undo the whole batch: the largest numbers that can be received are only told.</summary>
    [Theory]
    [InlineData(Engine.DuckDb, "")]
    [InlineData(Engine.PostgreSql, "")]
    [InlineData(Engine.DuckDb, "-")]
    [InlineData(Engine.PostgreSql, "-")]
    public async Task The_largest_numbers_that_fit_are_told_and_never_stop_a_load(Engine engine, string sign)
    {
        await using var test = await TestHouse.Open(engine);
        var catalogue = test.House.Catalogue;
        var envelope = new ExampleEnvelope(catalogue.Usual, catalogue.Clean.Received);
        foreach (var (name, index) in catalogue.Clean.Records.Keys.Select((n, i) => (n, i)))
        {
            var record = ExampleRecord.Of(catalogue.Clean, name, index + 1);
            foreach (var (table, rows) in record.Tables)
                foreach (var row in rows)
                    foreach (var field in catalogue.Usual[table].AllFields.Where(f => f.Type is FieldType.Number or FieldType.Integer))
                        row[field.From] = sign + new string('9', 18 - field.Scale);
            await test.Send(Encoding.UTF8.GetBytes(envelope.Write(record)));
        }

        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);

        (await test.Ask<long>("select count(*) from std.record where has_main and kept")).ShouldBe([catalogue.Clean.Records.Count - 1]);
        (await test.Ask<long>("select count(*) from std.finding where rule like 'R45%'"))[0].ShouldBeGreaterThan(10);
    }
}
