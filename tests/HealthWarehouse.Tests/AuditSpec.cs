using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>The audit proves itself: whatever is edited, taken out, put in, swapped or cut off, verification tells, and tells the first record.</summary>
public class AuditSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_random_tampers_are_all_found_at_their_first_record()
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-audit-").FullName;
        var clock = new SetClock(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        var ring = KeyRing.Open(Path.Combine(folder, "keys"), clock: clock);
        using var keys = new AuditKeys(ring, Path.Combine(folder, "keys"));
        var (rows, roots) = Made(keys, 300);
        var tip = new AuditTip(rows[^1].Seq, rows[^1].Hash);
        Check(keys, rows, roots, tip).ShouldBe(new(300, roots.Count, null, null));
        var random = new Random(1000);

        for (var n = 0; n < 1000; n++)
        {
            var (i, j) = (random.Next(rows.Count - 1), random.Next(rows.Count));
            var bad = rows.ToList();
            long first;
            switch (n % 8)
            {
                case 0: bad[i] = random.Next(5) switch { 0 => bad[i] with { Account = "kẻ-khác" }, 1 => bad[i] with { ObjectId = bad[i].ObjectId + "1" }, 2 => bad[i] with { Purpose = null }, 3 => bad[i] with { Source = "" }, _ => bad[i] with { Action = "xem" } }; first = i + 1; break;
                case 1: bad[i] = bad[i] with { At = "2026-11-19 00:00:00.000000" }; first = i + 1; break;
                case 2: bad.RemoveAt(i); first = i + 1; break;
                case 3: bad.RemoveRange(i, bad.Count - i); first = i + 1; break;
                case 4: bad = [.. bad.Take(i), bad[i] with { ObjectId = "chèn" }, .. bad.Skip(i).Select(r => r with { Seq = r.Seq + 1 })]; first = i + 1; break;
                case 5: while (j == i) j = random.Next(rows.Count); (bad[i], bad[j]) = (bad[j] with { Seq = bad[i].Seq }, bad[i] with { Seq = bad[j].Seq }); first = Math.Min(i, j) + 1; break;
                case 6: bad.Add(bad[^1] with { Seq = bad[^1].Seq + 1 }); first = rows.Count + 1; break;
                // Who has the database but not the keys makes every hash again from a changed row on, with keys of his own.
                default: bad = Forge(bad, i); first = i + 1; break;
            }
            var verdict = Check(keys, bad, roots, tip);
            verdict.FirstBad.ShouldBe(first, $"{n}: {verdict.Fault}");
        }
        Check(keys, rows, [roots[0] with { Hash = rows[5].Hash }, .. roots.Skip(1)], tip).Ok.ShouldBeFalse();
        Check(keys, rows, roots, null).Ok.ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }

    [Theory, InlineData("update audit set account = 'binh' where seq = 4", 4), InlineData("delete from audit where seq = 3", 3), InlineData("delete from audit where seq > 5", 6), InlineData("update audit set at = '2020-01-01 00:00:00.000000' where seq = 2", 2)]
    public async Task In_the_real_store_too_and_days_are_signed_outside_it(string tamper, long first)
    {
        var clock = new SetClock(new(2026, 11, 20, 20, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        for (var i = 0; i < 9; i++)
        {
            await test.House.Audit.Write(new("an", "read", "message", $"{i}", "quality"), Stop);
            clock.Now += TimeSpan.FromHours(3);
        }
        (await test.House.Audit.Verify(Stop)).ShouldBe(new(9, 1, null, null));
        File.Exists(Path.Combine(test.Data, "audit", "2026-11-20.json")).ShouldBeTrue();

        await test.House.Operations.ExecuteText(tamper, null, Stop);

        (await test.House.Audit.Verify(Stop)).FirstBad.ShouldBe(first);
    }

    private static (List<AuditRow> Rows, List<AuditRoot> Roots) Made(AuditKeys keys, int count)
    {
        var rows = new List<AuditRow>();
        var roots = new List<AuditRoot>();
        for (var i = 1; i <= count; i++)
        {
            var row = new AuditRow { Seq = i, At = $"2026-11-{1 + i / 40:00} 00:00:{i % 40:00}.000000", Account = $"nguoi-{i % 7}", Action = "read", ObjectType = "message", ObjectId = $"{i}", Purpose = "quality", Source = "10.0.0.1", Hash = "" };
            row = row with { Hash = keys.Chain(rows.Count == 0 ? "" : rows[^1].Hash, row) };
            if (rows.Count > 0 && rows[^1].Day != row.Day) roots.Add(Root(rows[^1], keys));
            rows.Add(row);
        }
        return (rows, roots);
    }

    private static AuditRoot Root(AuditRow last, AuditKeys keys)
    {
        var root = new AuditRoot(last.Day, last.Seq, last.Hash, "");
        return root with { Signature = keys.Sign(root.Text) };
    }

    private static List<AuditRow> Forge(List<AuditRow> rows, int from)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-forger-").FullName;
        using var own = new AuditKeys(KeyRing.Open(folder), folder);
        rows[from] = rows[from] with { Account = "kẻ-khác" };
        for (var i = from; i < rows.Count; i++) rows[i] = rows[i] with { Hash = own.Chain(i == 0 ? "" : rows[i - 1].Hash, rows[i]) };
        Directory.Delete(folder, recursive: true);
        return rows;
    }

    private static AuditVerdict Check(AuditKeys keys, IEnumerable<AuditRow> rows, IReadOnlyList<AuditRoot> roots, AuditTip? tip)
    {
        var check = new AuditCheck(keys, roots, tip);
        foreach (var row in rows) check.Look(row);
        return check.Conclude();
    }
}
