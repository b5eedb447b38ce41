using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>
/// A period that was online long enough is closed: its rows stand sealed in a file, and the chain is proven on from the signed closing
/// root.
/// </summary>
public class AuditRetentionSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly AuditRules Rules = CatalogueFiles.Load(Repo.File("catalogue")).Audit;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.PostgreSql)]
    public async Task Closing_moves_rows_into_a_sealed_file_and_verification_goes_on_from_its_root(Engine engine)
    {
        await using var test = await TestAudit.Open(engine);
        await test.Fill(4, 5);
        test.Clock.Now = test.Clock.Now.AddMonths(Rules.OnlineMonths);
        await test.Fill(2, 3);
        var retention = new AuditRetention(test.Operations, test.Clock, test.Keys, test.Marks, test.Log, Rules);
        await Should.ThrowAsync<RefusedException>(() => retention.Close(new(2027, 11, 30), "khoyte", Stop));

        var first = (await retention.Close(new(2026, 11, 2), "khoyte", Stop))!;
        (first.FirstSeq, first.LastSeq, first.Count).ShouldBe((1, 10, 10));
        (await test.Log.Verify(Stop)).FirstBad.ShouldBeNull();
        (await test.Operations.QueryText<long>("select min(seq) from audit", null, Stop)).ShouldBe([11]);
        (await test.Operations.QueryText<long>("select count(*) from audit_person where seq <= 10", null, Stop)).ShouldBe([0]);
        var second = (await retention.Close(new(2026, 11, 4), "khoyte", Stop))!;
        (second.FirstSeq, second.LastSeq).ShouldBe((11, 20));
        (await test.Log.Verify(Stop)).FirstBad.ShouldBeNull();
        (await retention.Close(new(2026, 11, 4), "khoyte", Stop)).ShouldBeNull();

        foreach (var closing in retention.Closed) (await retention.Verify(closing, Stop)).Ok.ShouldBeTrue();
        (await retention.Open(first, "khoyte", Stop)).Select(r => r.Seq).ShouldBe(Enumerable.Range(1, 10).Select(i => (long)i));
        File.ReadAllText(Path.Combine(test.Audit, "closed", first.File)).ShouldNotContain("nguoi-1");

        var file = Path.Combine(test.Audit, "closed", first.File);
        var bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 1;
        File.WriteAllBytes(file, bytes);
        (await retention.Verify(first, Stop)).FirstBad.ShouldBe(1);
        var root = Path.ChangeExtension(file, ".json");
        File.WriteAllText(root, File.ReadAllText(root).Replace("\"Count\":10", "\"Count\":9", StringComparison.Ordinal));
        (await test.Log.Verify(Stop)).FirstBad.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_crash_left_between_file_and_database_is_taken_away_and_a_damaged_audit_is_not_closed()
    {
        await using var test = await TestAudit.Open();
        await test.Fill(3, 4);
        test.Clock.Now = test.Clock.Now.AddMonths(Rules.OnlineMonths);
        var retention = new AuditRetention(test.Operations, test.Clock, test.Keys, test.Marks, test.Log, Rules);
        await test.Run("create table kept as select * from audit where seq <= 8");
        await retention.Close(new(2026, 11, 2), "khoyte", Stop);
        await test.Run("insert into audit select * from kept");
        (await test.Log.Verify(Stop)).FirstBad.ShouldBeNull();

        await test.Run("update audit set account = 'khác' where seq = 10");
        await Should.ThrowAsync<InvalidOperationException>(() => retention.Close(new(2026, 11, 3), "khoyte", Stop));
        (await test.Operations.QueryText<long>("select min(seq) from audit", null, Stop)).ShouldBe([9]);
        (await test.Log.Verify(Stop)).FirstBad.ShouldBe(10);
    }
}
