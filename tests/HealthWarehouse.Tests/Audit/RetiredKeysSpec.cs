using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests;

/// <summary>
/// Who holds audit or signing keys of before a rotation forges nothing with them: not rows of today, not those of their own time, no root
/// and no later key.
/// </summary>
public sealed class RetiredKeysSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Sqlite, 1), InlineData(Engine.Sqlite, 2), InlineData(Engine.PostgreSql, 1), InlineData(Engine.PostgreSql, 2)]
    public async Task A_row_forged_with_a_retired_key_is_named(Engine engine, int key)
    {
        await using var test = await TestAudit.Open(engine);
        var thief = (await Turned(test))[key - 1].Keys;
        var rows = await test.Rows();
        var last = rows.Last(r => AuditKeys.NumberOf(r.Hash) == key).Seq;

        // Rows of today under the key of then, to the end of the audit: the first of them.
        var newest = rows.First(r => AuditKeys.NumberOf(r.Hash) == 3).Seq + 2;
        await Forge(test, thief, rows, newest, rows.Length, key);
        await Named(test, newest, newest, "khoá đã thôi dùng");

        // Rows of its own time: one that is proven by what was signed when the key turned.
        await Restored(test, rows);
        await Forge(test, thief, rows, last - 3, last, key);
        await Named(test, last - 3, last);

        // Everything from there on, with a tip of then beside it.
        await Restored(test, rows);
        await Forge(test, thief, rows, last - 3, rows.Length, key);
        await Tip(test, thief, key);
        await Named(test, last - 3, last);

        // All newer rows cut off, the audit ending where the key was retired.
        await Restored(test, rows);
        await test.Run($"delete from audit_person where seq > {last}; delete from audit where seq > {last}");
        foreach (var root in Directory.EnumerateFiles(test.Audit, "????-??-??.json")
            .Where(f => JsonSerializer.Deserialize<AuditRoot>(File.ReadAllText(f))!.Seq > last))
            File.Delete(root);
        await Tip(test, thief, key);
        (await test.Log.Verify(Stop)).Ok.ShouldBeFalse();
    }

    [Theory, InlineData(1), InlineData(2)]
    public async Task A_stolen_old_signing_key_signs_no_root_and_no_later_key(int key)
    {
        await using var test = await TestAudit.Open();
        var thief = (await Turned(test))[key - 1].Keys;
        var roots = AuditRoots.Read(test.Audit, test.Keys.Signers(test.Audit)).Roots;
        var pem = File.ReadAllText(Path.Combine(test.Folder, "keys", "audit-public.pem"));
        roots.ShouldAllBe(r => r.Key > 0 && r.Signer.Length == 64);
        AuditRoots.Check(test.Audit, pem).Faults.ShouldBeEmpty();

        // A root of today, and all roots of its own time with each other: whichever they are, the newest public key alone tells.
        foreach (var forged in new[] { roots.Where(r => r.Key == 3).Take(1), roots.Where(r => r.Key == key) })
        {
            string? before = null;
            foreach (var root in forged)
            {
                var other = root with { Hash = $"{key}:{new string('0', 64)}", Before = before ?? root.Before };
                other = other with { Signature = thief.Sign(other.Text) };
                before = AuditRoots.DigestOf(other);
                File.WriteAllText(Path.Combine(test.Audit, $"{root.Day}.json"), JsonSerializer.Serialize(other));
            }
            AuditRoots.Check(test.Audit, pem).Faults.ShouldNotBeEmpty();
            (await test.Log.Verify(Stop)).Ok.ShouldBeFalse();
            foreach (var root in roots) File.WriteAllText(Path.Combine(test.Audit, $"{root.Day}.json"), JsonSerializer.Serialize(root));
            (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
        }

        // A turn from the stolen key to one of the thief's own.
        var path = Path.Combine(test.Audit, "turns", $"000{key + 1}.json");
        var turn = JsonSerializer.Deserialize<AuditTurn>(File.ReadAllText(path))!;
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var strange = turn with { Public = AuditSigners.PublicOf(own) };
        File.WriteAllText(path,
            JsonSerializer.Serialize(strange with { FormerSignature = thief.Sign(strange.Text),
            Signature = Convert.ToBase64String(own.SignData(Encoding.UTF8.GetBytes(strange.Text), HashAlgorithmName.SHA256)) }));
        (await test.Log.Verify(Stop)).Fault!.ShouldContain("đổi khoá nhật ký");
        AuditRoots.Check(test.Audit, pem).Faults.ShouldContain(f => f.Contains("giả mạo", StringComparison.Ordinal));
        File.Delete(path);
        (await test.Log.Verify(Stop)).Fault!.ShouldContain("thiếu lần đổi khoá");
        // The next start does not make the missing turn anew.
        (await (await test.Restart()).Verify(Stop)).Ok.ShouldBeFalse();
        File.Exists(path).ShouldBeFalse();
    }

    [Fact]
    public async Task Whoever_trusts_one_public_key_of_the_house_may_follow_to_the_others()
    {
        await using var test = await TestAudit.Open();
        var first = File.ReadAllText(Path.Combine(test.Folder, "keys", "audit-public.pem"));
        await Turned(test);
        File.ReadAllText(Path.Combine(test.Folder, "keys", "audit-public.pem")).ShouldNotBe(first);
        AuditRoots.Check(test.Audit, first).ShouldSatisfyAllConditions(c => c.Roots.ShouldBeGreaterThan(5), c => c.Faults.ShouldBeEmpty());
        // The private halves of before are gone from the ring.
        Should.Throw<InvalidOperationException>(() => test.Ring[KeyUse.Signing, 1]);
        Should.Throw<InvalidOperationException>(() => test.Ring[KeyUse.Signing, 2]);
    }

    [Fact]
    public async Task A_change_of_keys_that_was_cut_short_is_finished_at_the_next_start()
    {
        await using var test = await TestAudit.Open();
        await test.Fill(1, 4);
        test.Ring.Rotate(nameof(KeyUse.Audit));
        await test.Log.Write(new("an", "read", "message", "trước khi đổi xong"), Stop);
        await test.Restart();
        await test.Log.Write(new("an", "read", "message", "sau"), Stop);

        (await test.Rows()).Select(r => AuditKeys.NumberOf(r.Hash)).ShouldBe([1, 1, 1, 1, 1, 2, 2]);
        (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
    }

    /// <summary>
    /// The ring and the tip of before a rotation are put back and what was written since is deleted: the turn that lies there, signed by
    /// both keys, is not passed over.
    /// </summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task A_ring_of_before_a_rotation_is_named_and_publishes_no_older_key(Engine engine)
    {
        await using var test = await TestAudit.Open(engine);
        await test.Fill(2, 5);
        var (ring, pem) = (Path.Combine(test.Folder, "keys", "keyring.json"), Path.Combine(test.Folder, "keys", "audit-public.pem"));
        var tip = Directory.EnumerateFiles(test.Audit, "tip-*").Single();
        var (oldRing, oldTip, last) = (File.ReadAllBytes(ring), File.ReadAllBytes(tip), (await test.Rows())[^1].Seq);
        var oldRoots = Directory.GetFiles(test.Audit, "*.json");
        await test.Turn();
        await test.Log.Write(new("kẻ-khác", "read", "message", "99001/V1"), Stop);
        var published = File.ReadAllText(pem);

        File.WriteAllBytes(ring, oldRing);
        File.WriteAllBytes(tip, oldTip);
        foreach (var root in Directory.GetFiles(test.Audit, "*.json").Except(oldRoots)) File.Delete(root);
        await test.Run($"delete from audit where seq > {last}");
        var (keys, log) = test.Started();
        using (keys)
        {
            File.ReadAllText(pem).ShouldBe(published);
            await log.Start(Stop);
            (await log.Verify(Stop))
                .ShouldSatisfyAllConditions(v =>
                v.FirstBad.ShouldBe(last + 1), v => v.Fault!.ShouldContain("vòng khoá cũ hơn lần đổi khoá nhật ký số 2"));
            // A key made from that ring would write over the turn.
            Should.Throw<RefusedException>(keys.MustBeNewest);
        }
    }

    /// <summary>The turn is written and the ring has not said so: nothing is wrong, unless rows the turn stands on are gone.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_turn_written_before_the_ring_took_it_is_finished_and_pins_its_rows(bool isCut)
    {
        await using var test = await TestAudit.Open();
        await test.Fill(1, 4);
        var ring = Path.Combine(test.Folder, "keys", "keyring.json");
        var (tip, oldTip) = (Directory.EnumerateFiles(test.Audit, "tip-*").Single(), "");
        if (isCut) oldTip = File.ReadAllText(tip);
        await test.Log.Write(new("an", "read", "message", "99001/V1"), Stop);
        test.Ring.Rotate(nameof(KeyUse.Audit));
        var pending = File.ReadAllBytes(ring);
        var rows = await test.Rows();
        test.Marks.Turn(rows[^1], 2, test.Keys);
        File.WriteAllBytes(ring, pending);
        if (isCut)
        {
            File.WriteAllText(tip, oldTip);
            await test.Run($"delete from audit where seq = {rows[^1].Seq}");
        }
        var (keys, log) = test.Started();
        using (keys)
        {
            (await log.Verify(Stop)).FirstBad.ShouldBe(isCut ? rows[^1].Seq : null);
            await log.Start(Stop);
            await log.Write(new("an", "read", "message", "sau"), Stop);
            (await log.Verify(Stop)).Ok.ShouldBe(!isCut);
            keys.InForce.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Another_node_follows_when_the_keys_turn()
    {
        await using var test = await TestAudit.Open(Engine.PostgreSql);
        var keys = Path.Combine(test.Folder, "keys");
        using var own = new AuditKeys(KeyRing.Open(keys), keys, test.Audit);
        var other = new AuditLog(test.Operations, test.Clock, own, new(test.Audit, Path.Combine(test.Folder, "second")));
        await test.Log.Write(new("an", "read", "message", "1"), Stop);
        await other.Write(new("binh", "read", "message", "2"), Stop);
        await test.Turn();
        await other.Write(new("binh", "read", "message", "3"), Stop);

        (await test.Rows()).Select(r => AuditKeys.NumberOf(r.Hash)).ShouldBe([1, 1, 2, 2]);
        (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
        (await other.Verify(Stop)).Ok.ShouldBeTrue();
    }

    /// <summary>
    /// Keys, rows, roots and tip as they stood before keys turned: the audit key was changed once, the signing key never, marks are under
    /// key 1.
    /// </summary>
    [Fact]
    public async Task An_audit_of_before_verifies_and_its_keys_turn_like_any()
    {
        await using var test = await TestAudit.Open();
        var keys = Directory.CreateDirectory(Path.Combine(test.Folder, "before")).FullName;
        var ring = KeyRing.Open(keys);
        ring.Rotate(nameof(KeyUse.Audit));
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        OldSigningKey(Path.Combine(keys, "audit-signing.key"), signing, ring[KeyUse.Audit, 1]);
        using var own = new AuditKeys(ring, keys, test.Audit);
        File.Exists(Path.Combine(keys, "audit-signing.key")).ShouldBeFalse();
        var (hash, rows) = ("", new List<AuditRow>());
        for (var i = 1; i <= 4; i++)
        {
            var row = new AuditRow { Seq = i, At = $"2026-10-0{i} 00:00:00.000000", Account = "an", Action = "read",
                ObjectType = "message", ObjectId = $"{i}", Form = 2, Result = "done", Hash = "" };
            rows.Add(row with { Hash = hash = own.Chain(hash, row, i < 3 ? 1 : 2) });
            await test.Run("insert into audit (seq, at, account, action, object_type, object_id, hash, form, result) " +
                $"values ({i}, '{row.At}', 'an', 'read', 'message', '{i}', '{hash}', 2, 'done')");
        }
        Directory.CreateDirectory(test.Audit);
        var root = new AuditRoot("2026-10-01", 1, rows[0].Hash, "", 1);
        for (var i = 0; i < 3; i++)
        {
            root = new AuditRoot($"2026-10-0{i + 1}", i + 1, rows[i].Hash, "", i + 1, i == 0 ? "" : AuditRoots.DigestOf(root));
            root = root with { Signature = Convert.ToBase64String(signing.SignData(Encoding.UTF8.GetBytes(root.Text),
                HashAlgorithmName.SHA256)) };
            File.WriteAllText(Path.Combine(test.Audit, $"{root.Day}.json"),
                JsonSerializer.Serialize(new { root.Day, root.Seq, root.Hash, root.Signature, root.Number, root.Before }));
        }
        var tip = $"4|{hash}|{own.Mark($"4|{hash}", 1)}".PadRight(511) + "\n";
        File.WriteAllText(Path.Combine(test.Audit, $"tip-{Environment.MachineName}"), tip + tip);
        test.Clock.Now = new(2026, 10, 4, 8, 0, 0, TimeSpan.Zero);
        var log = new AuditLog(test.Operations, test.Clock, own, new(test.Audit));
        await log.Start(Stop);
        (await log.Verify(Stop)).ShouldBe(new(4, 3, null, null));

        await log.Write(new("binh", "read", "message", "5"), Stop);
        ring.Rotate(nameof(KeyUse.Audit));
        await log.Turn(Stop);
        await log.Write(new("binh", "read", "message", "6"), Stop);
        (await test.Rows()).Select(r => AuditKeys.NumberOf(r.Hash)).ShouldBe([1, 1, 2, 2, 2, 3, 3]);
        (await log.Verify(Stop)).FirstBad.ShouldBeNull();

        // What was good enough before the first turn is not any more: a tip under key 1 without a number.
        File.WriteAllText(Path.Combine(test.Audit, $"tip-{Environment.MachineName}"), tip + tip);
        (await log.Verify(Stop)).Ok.ShouldBeFalse();
    }

    /// <summary>Days under key 1, under key 2 and under key 3; gives what a thief held of the keys of the first two.</summary>
    private static async Task<(KeyRing Ring, AuditKeys Keys)[]> Turned(TestAudit test)
    {
        await test.Fill(2, 5);
        var first = test.Stolen();
        await test.Turn();
        await test.Fill(2, 5);
        var second = test.Stolen();
        await test.Turn();
        await test.Fill(3, 5);
        await test.Log.SignDays(Stop);

        (await test.Log.Verify(Stop)).Ok.ShouldBeTrue();
        (await test.Rows()).Select(r => AuditKeys.NumberOf(r.Hash)).Distinct().ShouldBe([1, 2, 3]);
        return [first, second];
    }

    /// <summary>Rows rewritten and chained anew with a stolen key.</summary>
    private static async Task Forge(TestAudit test, AuditKeys thief, AuditRow[] rows, long from, long to, int key)
    {
        var before = rows[from - 2].Hash;
        var sql = new StringBuilder();
        foreach (var row in rows.Where(r => r.Seq >= from && r.Seq <= to))
        {
            before = thief.Chain(before, row with { Account = "kẻ-khác" }, key);
            sql.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"update audit set account = 'kẻ-khác', hash = '{before}' where seq = {row.Seq};");
        }
        await test.Run(sql.ToString());
    }

    /// <summary>The tip moved to the newest row there is, under a stolen key.</summary>
    private static async Task Tip(TestAudit test, AuditKeys thief, int key)
    {
        var newest = (await test.Rows())[^1];
        var text = $"{newest.Seq}|{newest.Hash}";
        var place = $"{text}|{key}|{thief.Mark(text, key)}".PadRight(511) + "\n";
        File.WriteAllText(Directory.EnumerateFiles(test.Audit, "tip-*").Single(), place + place);
    }

    private static async Task Restored(TestAudit test, AuditRow[] rows)
    {
        foreach (var row in rows) await test.Run($"update audit set account = '{row.Account}', hash = '{row.Hash}' where seq = {row.Seq}");
    }

    private static async Task Named(TestAudit test, long first, long last, string? word = null)
    {
        var verdict = await test.Log.Verify(Stop);
        verdict.FirstBad.ShouldNotBeNull().ShouldBeInRange(first, last, verdict.Fault!);
        if (word is not null) verdict.Fault!.ShouldContain(word);
    }

    private static void OldSigningKey(string file, ECDsa key, byte[] sealing)
    {
        var (plain, piece) = (key.ExportPkcs8PrivateKey(), new byte[28 + key.ExportPkcs8PrivateKey().Length]);
        RandomNumberGenerator.Fill(piece.AsSpan(0, 12));
        using var cipher = new AesGcm(sealing, 16);
        cipher.Encrypt(piece.AsSpan(0, 12), plain, piece.AsSpan(28), piece.AsSpan(12, 16));
        File.WriteAllText(file, $"1:{Convert.ToBase64String(piece)}");
    }
}
