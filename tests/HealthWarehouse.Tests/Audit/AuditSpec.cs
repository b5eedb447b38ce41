using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>
/// The audit proves itself: whatever is edited, taken out, put in, swapped or cut off, in the database or beside it, verification tells,
/// and tells the first record.
/// </summary>
public class AuditSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly string[] Columns = ["at", "account", "action", "object_type", "object_id", "purpose", "source", "detail",
        "hash", "account_type", "device", "result", "persons"];

    /// <summary>A few of each of the thirteen kinds; with KHOYTE_TESTS=full a thousand tampers in all.</summary>
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.PostgreSql)]
    public async Task Random_tampers_of_the_store_are_all_found_at_their_first_record(Engine engine)
    {
        var times = Scale.Full ? 500 : 104;
        await using var test = await TestAudit.Open(engine);
        await test.Fill(8, 7);
        await test.Run("create table audit_kept as select * from audit");
        await test.Run("create table person_kept as select * from audit_person");
        var files = Directory.EnumerateFiles(test.Audit).ToDictionary(f => f, File.ReadAllBytes);
        var rows = (await test.Operations.Query<AuditRow>("ask/audit/page", new { from = 0L, limit = 1000 }, Stop)).ToArray();
        var roots = AuditRoots.Read(test.Audit, test.Keys.Signers(test.Audit)).Roots;
        (await test.Log.Verify(Stop)).ShouldBe(new(rows.Length, 7, null, null));
        var random = new Random(1000);

        for (var n = 0; n < times; n++)
        {
            var first = await Tamper(test, n % 13, rows, roots, random);
            var verdict = await test.Log.Verify(Stop);
            verdict.FirstBad.ShouldBe(first, $"{n} (kind {n % 13}): {verdict.Fault}");
            await test.Run("delete from audit; insert into audit select * from audit_kept; delete " +
                "from audit_person; insert into audit_person select * from person_kept");
            foreach (var file in Directory.EnumerateFiles(test.Audit)) if (!files.ContainsKey(file)) File.Delete(file);
            foreach (var (file, bytes) in files) File.WriteAllBytes(file, bytes);
        }
        (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
    }

    /// <summary>Does one harm of a kind; returns the first record that is no longer proven.</summary>
    private static async Task<long> Tamper(TestAudit test, int kind, AuditRow[] rows, IReadOnlyList<AuditRoot> roots, Random random)
    {
        var (count, i, j) = (rows.Length, random.Next(1, rows.Length + 1), random.Next(1, rows.Length + 1));
        var root = random.Next(roots.Count);
        long beforeRoot = (root == 0 ? 0 : roots[root - 1].Seq) + 1;
        var rootFile = Path.Combine(test.Audit, $"{roots[root].Day}.json");
        var tip = Directory.EnumerateFiles(test.Audit, "tip-*").Single();
        switch (kind)
        {
            case 0: await test.Run($"update audit set {Columns[random.Next(1, Columns.Length)]} = 'khác' where seq = {i}"); return i;
            case 1: await test.Run($"update audit set {(random.Next(2) == 0 ? "port = 7" : "form = 1")} where seq = {i}"); return i;
            case 2: await test.Run($"delete from audit where seq = {i}"); return i;
            case 3: await Insert(test, rows[i - 1]); return i;
            case 4: while (j == i) j = random.Next(1, count + 1); await test.Run($"update audit set seq = -1 where seq = {i}; update " +
                $"audit set seq = {i} where seq = {j}; update audit set seq = {j} where seq = -1"); return Math.Min(i, j);
            case 5: await test.Run($"delete from audit where seq >= {i}"); return i;
            // Whole days with everything that speaks of them: what is left agrees, but for the tip.
            case 6:
                await test.Run($"delete from audit where seq > {roots[root].Seq}; delete from audit_person where seq > {roots[root].Seq}");
                foreach (var later in roots.Skip(root + 1)) File.Delete(Path.Combine(test.Audit, $"{later.Day}.json"));
                return roots[root].Seq + 1;
            case 7: await test.Run("update audit set at = " +
                $"'{(random.Next(2) == 0 ? "2020-01-01 00:00:00.000000" : rows[Math.Max(0, i - 2)].At[..25] + "7")}' " +
                $"where seq = {i}"); return i;
            case 8: File.WriteAllText(rootFile,
                JsonSerializer.Serialize(random.Next(3) switch { 0 => roots[root] with { Hash = rows[0].Hash + "0" }, 1 =>
                roots[root] with { Seq = roots[root].Seq + 1 }, _ => roots[root] with { Signature = "" } })); return beforeRoot;
            case 9: File.Delete(rootFile); return root < roots.Count - 1 || rows[^1].Day != roots[root].Day ? beforeRoot : count;
            case 10: if (random.Next(3) == 0) File.Delete(tip); else File.WriteAllText(tip,
                $"{i}|{rows[i - 1].Hash}|{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}".PadRight(511)
                + "\n"); return count;
            case 11:
                var shown = rows.Where(r => r.Persons is not null).ElementAt(i % rows.Count(r => r.Persons is not null));
                await test.Run(random.Next(2) == 0 ? $"delete from audit_person where seq = {shown.Seq}"
                    : $"update audit_person set person = person + 1000 where seq = {shown.Seq}");
                return shown.Seq;
            // Who has the database but not the keys makes every hash again from a changed row on, with keys of his own.
            default: await Forge(test, rows, i); return i;
        }
    }

    /// <summary>A row more, the later ones moved, with a hash that anybody can make.</summary>
    private static async Task Insert(TestAudit test, AuditRow at)
    {
        await test.Run($"update audit set seq = -seq - 1 where seq >= {at.Seq}; update audit set seq = -seq where seq < 0");
        var hash = $"1:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(at.ToString())))}";
        await test.Run("insert into audit (seq, at, account, action, object_type, object_id, hash, form, result) " +
            $"values ({at.Seq}, '{at.At}', 'kẻ-khác', 'read', 'message', '1', '{hash}', 2, 'done')");
    }

    private static async Task Forge(TestAudit test, AuditRow[] rows, int from)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-forger-").FullName;
        using var own = new AuditKeys(KeyRing.Open(folder), folder, folder);
        var before = from == 1 ? "" : rows[from - 2].Hash;
        var sql = new StringBuilder();
        foreach (var row in rows.Skip(from - 1))
        {
            before = own.Chain(before, row with { Account = "kẻ-khác" });
            sql.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"update audit set account = 'kẻ-khác', hash = '{before}' where seq = {row.Seq};");
        }
        await test.Run(sql.ToString());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Rows_of_before_still_verify_and_gain_no_field()
    {
        await using var test = await TestAudit.Open();
        var hash = "";
        for (var i = 1; i <= 3; i++)
        {
            var old = new AuditRow { Seq = i, At = $"2026-10-0{i} 00:00:00.000000", Account = "an", Action = "read",
                ObjectType = "message", ObjectId = $"{i}", Purpose = "quality", Hash = "" };
            hash = test.Keys.Chain(hash, old);
            await test.Run("insert into audit (seq, at, account, action, object_type, object_id, purpose, hash) " +
                $"values ({i}, '{old.At}', 'an', 'read', 'message', '{i}', 'quality', '{hash}')");
        }
        Directory.CreateDirectory(test.Audit);
        File.WriteAllText(Path.Combine(test.Audit, "tip.json"), JsonSerializer.Serialize(new { Seq = 3, Hash = hash }));
        await test.Restart();
        await test.Log.Write(new("binh", "read", "message", "4", "quality"), Stop);
        (await test.Log.Verify(Stop)).FirstBad.ShouldBeNull();

        await test.Run("update audit set device = 'máy khác' where seq = 2");
        (await test.Log.Verify(Stop)).FirstBad.ShouldBe(2);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.PostgreSql)]
    public async Task Many_writers_share_a_commit_and_none_is_lost_whoever_stops_waiting(Engine engine)
    {
        await using var test = await TestAudit.Open(engine);
        using var half = new CancellationTokenSource();
        var writes = Enumerable.Range(0, 2000)
            .Select(i => test.Log.Write(new("an", "read", "message", $"{i}", Detail: "a\0b\ud800 ✓"), i % 2 == 0 ? half.Token : Stop))
            .ToArray();
        await half.CancelAsync();
        var ends = await Task.WhenAll(writes.Select(async (w, i) =>
            { try { return await w; } catch (OperationCanceledException) { return i % 2 == 0 ? 0 : -1; } }));

        ends.ShouldNotContain(-1);
        var told = ends.Where(s => s > 0).ToArray();
        told.Distinct().Count().ShouldBe(told.Length);
        told.Length.ShouldBeGreaterThanOrEqualTo(1000);
        // Those who kept waiting stand in the order they came.
        ends.Where((_, i) => i % 2 == 1).ShouldBeInOrder(SortDirection.Ascending);
        var objects = await test.Operations.QueryText<string>("select object_id from audit", null, Stop);
        objects.Distinct().Count().ShouldBe(objects.Count);
        (await test.Log.Verify(Stop)).ShouldBe(new(objects.Count, 0, null, null));
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_who_wait_for_it_and_the_next_goes_on()
    {
        await using var test = await TestAudit.Open();
        await test.Log.Write(new("an", "read", "message", "1"), Stop);
        await test.Run("alter table audit rename to audit_elsewhere");
        var failed = await Task.WhenAll(Enumerable.Range(0, 50)
            .Select(async i =>
            { try { await test.Log.Write(new("an", "read", "message", $"x{i}"), Stop); return false; } catch (Exception e)
            when (e is not OperationCanceledException) { return true; } }));
        failed.ShouldAllBe(f => f);
        await test.Run("alter table audit_elsewhere rename to audit");

        (await test.Log.Write(new("an", "read", "message", "2"), Stop)).ShouldBe(2);
        (await test.Log.Verify(Stop)).ShouldBe(new(2, 0, null, null));
    }

    [Fact]
    public async Task Several_nodes_write_one_chain()
    {
        await using var test = await TestAudit.Open(Engine.PostgreSql);
        var (one, other) = (test.Log, await test.Restart(Path.Combine(test.Folder, "other")));
        var seqs = await Task.WhenAll(Enumerable.Range(0, 600)
            .Select(async i =>
            { await Task.Yield(); return await (i % 2 == 0 ? one : other).Write(new($"an-{i}", "read", "message", $"{i}"), Stop); }));

        seqs.Order().ShouldBe(Enumerable.Range(1, 600).Select(i => (long)i));
        (await one.Verify(Stop)).ShouldBe(new(600, 0, null, null));
        (await other.Verify(Stop)).ShouldBe(new(600, 0, null, null));
    }

    [Fact]
    public async Task A_crash_between_commit_and_tip_is_no_tampering_and_hides_none()
    {
        await using var test = await TestAudit.Open();
        await test.Fill(1, 10);
        var tip = Directory.EnumerateFiles(test.Audit, "tip-*").Single();
        var lagging = File.ReadAllBytes(tip);
        for (var i = 0; i < 3; i++) await test.Log.Write(new("an", "read", "message", $"muộn-{i}"), Stop);
        File.WriteAllBytes(tip, lagging);
        (await (await test.Restart()).Verify(Stop)).ShouldBe(new(13, 1, null, null));

        // Cut after the restart, and written on: the tip had moved up, so the cut is told, also after the next start and the next rows.
        await test.Run("delete from audit where seq > 11");
        (await test.Log.Verify(Stop)).FirstBad.ShouldBe(12);
        await test.Restart();
        for (var i = 0; i < 5; i++) await test.Log.Write(new("an", "read", "message", $"sau-{i}"), Stop);
        (await test.Log.Verify(Stop)).FirstBad.ShouldBe(12);
    }

    [Fact]
    public async Task A_clock_set_back_is_an_event_of_its_own_and_a_small_step_is_none()
    {
        await using var test = await TestAudit.Open();
        await test.Log.Write(new("an", "read", "message", "1"), Stop);
        test.Clock.Now -= TimeSpan.FromSeconds(3);
        await test.Log.Write(new("an", "read", "message", "2"), Stop);
        (await test.Operations.QueryText<string>("select at from audit", null, Stop)).Distinct().Count().ShouldBe(1);

        test.Clock.Now -= TimeSpan.FromDays(2);
        await test.Log.Write(new("an", "read", "message", "3"), Stop);
        test.Clock.Now += TimeSpan.FromDays(4);
        await test.Log.Write(new("an", "read", "message", "4"), Stop);

        (await test.Operations.QueryText<string>("select action from audit order by seq", null, Stop))
            .ShouldBe(["read", "read", "clock-set-back", "read", "read"]);
        (await test.Log.Verify(Stop)).ShouldBe(new(5, 4, null, null, 1));
    }

    [Fact]
    public async Task After_years_without_a_row_the_last_day_before_them_is_signed_and_the_audit_verifies()
    {
        await using var test = await TestAudit.Open();
        await test.Fill(2, 3);
        test.Clock.Now += TimeSpan.FromDays(1500);
        await test.Fill(2, 3);

        (await test.Log.Verify(TestContext.Current.CancellationToken)).FirstBad.ShouldBeNull();
        File.Exists(Path.Combine(test.Audit, "2026-11-02.json")).ShouldBeTrue();
        Directory.EnumerateFiles(test.Audit, "20*.json").Count().ShouldBeInRange(400, 404);
    }

    [Fact]
    public async Task Days_are_signed_without_rows_too_and_anybody_with_the_public_key_may_check_them()
    {
        await using var test = await TestAudit.Open();
        await test.Log.Write(new("an", "read", "message", "1"), Stop);
        test.Clock.Now += TimeSpan.FromDays(3);
        await test.Log.SignDays(Stop);
        Directory.EnumerateFiles(test.Audit, "*.json").Select(Path.GetFileName).Order()
            .ShouldBe(["2026-11-01.json", "2026-11-02.json", "2026-11-03.json"]);
        test.Marks.Copy();
        var pem = File.ReadAllText(Path.Combine(test.Folder, "keys", "audit-public.pem"));
        AuditRoots.Check(Path.Combine(test.Folder, "second"), pem)
            .ShouldSatisfyAllConditions(c => c.Roots.ShouldBe(3), c => c.Faults.ShouldBeEmpty());

        File.Delete(Path.Combine(test.Audit, "2026-11-02.json"));
        AuditRoots.Check(test.Audit, pem).Faults.ShouldHaveSingleItem().ShouldContain("2026-11-03");
        File.Delete(Path.Combine(test.Audit, "2026-11-03.json"));
        // All newer roots gone: only the second folder knows.
        AuditRoots.Check(test.Audit, pem).Faults.ShouldBeEmpty();
        (await test.Log.Verify(Stop)).Fault!.ShouldContain("thư mục thứ hai");
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AuditRoots.Check(Path.Combine(test.Folder, "second"), stranger.ExportSubjectPublicKeyInfoPem()).Faults.Count.ShouldBe(3);
    }
}
