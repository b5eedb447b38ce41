using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>The audit is searched by its indexes, page after page, newest first; every question gives what a plain reading gives.</summary>
public class AuditSearchSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.PostgreSql)]
    public async Task Every_question_gives_what_a_plain_reading_gives_page_after_page(Engine engine)
    {
        await using var test = await TestAudit.Open(engine);
        await test.Fill(6, 40);
        await test.Log.Write(new("nguoi-2", "read-refused", "message", "99001/E0-1", "quality", "203.0.113.9"), Stop);
        var all = await test.Operations.Query<AuditRow>("ask/audit/page", new { from = 0L, limit = 1000 }, Stop);
        var search = new AuditSearch(test.Operations);
        var day = new DateOnly(2026, 11, 2);
        var cases = new (AuditQuestion Asked, Func<AuditRow, bool> Plain)[]
        {
            (new(), _ => true),
            (new(Account: "nguoi-3"), r => r.Account == "nguoi-3"),
            (new(Account: "nguoi-3", Action: "read"), r => r is { Account: "nguoi-3", Action: "read" }),
            (new(Object: "99001/E0-1"), r => r.ObjectId == "99001/E0-1"),
            (new(Action: "read-refused"), r => r.Action == "read-refused"),
            (new(Source: "203.0.113.9"), r => r.Source == "203.0.113.9"),
            (new(Result: AuditEntry.Refused), r => r.Result == AuditEntry.Refused),
            (new(Result: AuditEntry.Done, Purpose: "quality", Kind: AuditOrigin.House), r =>
                r is { Result: AuditEntry.Done, Purpose: "quality" }),
            (new(From: day, To: day), r =>
                string.CompareOrdinal(r.At, "2026-11-01 17:00") >= 0 && string.CompareOrdinal(r.At, "2026-11-02 17:00") < 0),
            (new(From: day, Account: "nguoi-1"), r => r.Account == "nguoi-1" && string.CompareOrdinal(r.At, "2026-11-01 17:00") >= 0),
            (new(From: new(2030, 1, 1)), _ => false),
            (new(Person: 4), r => r.PersonKeys.Contains(4)),
            (new(Person: 4, Records: ["99001/E0-1"]), r => r.PersonKeys.Contains(4) || (r.ObjectId == "99001/E0-1" && r.Persons is null)),
            (new(Person: 4, Account: "nguoi-4"), r => r.PersonKeys.Contains(4) && r.Account == "nguoi-4"),
        };

        foreach (var (asked, plain) in cases)
        {
            var found = new List<long>();
            for (long? before = null; ;)
            {
                var page = await search.Page(asked, before, 7, Stop);
                found.AddRange(page.Rows.Select(r => r.Seq));
                if ((before = page.Older) is null) break;
            }
            found.ShouldBe(all.Where(plain).Select(r => r.Seq).OrderDescending().ToList(), $"{asked}");
        }
        (await search.All(new(Account: "nguoi-3"), 12, Stop).CountAsync(Stop)).ShouldBe(12);
    }

    [Fact]
    public async Task A_page_looks_at_so_many_rows_and_says_where_to_go_on()
    {
        await using var test = await TestAudit.Open();
        await test.Log.Write(new("hiem", "read", "message", "1", "quality", "10.9.9.9"), Stop);
        await Task.WhenAll(Enumerable.Range(0, AuditSearch.Budget + 10)
            .Select(i => test.Log.Write(new("an", "read", "message", $"{i}", "quality", "10.0.0.1"), Stop)));
        var search = new AuditSearch(test.Operations);
        var asked = new AuditQuestion(Action: "read", Kind: AuditOrigin.Sender);

        var page = await search.Page(asked, null, 50, Stop);
        (page.Rows.Count, page.Older).ShouldBe((0, 12));
        (await search.Page(asked, page.Older, 50, Stop)).Older.ShouldBeNull();
    }
}
