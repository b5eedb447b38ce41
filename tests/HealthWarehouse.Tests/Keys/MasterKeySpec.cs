using HealthWarehouse.Guard.Vault;

namespace HealthWarehouse.Tests.Keys;

/// <summary>
/// The master key is changed whole or not at all, wherever the power goes; the secrets of records go one by one and for good.
/// </summary>
public sealed class MasterKeySpec
{
    [Theory, InlineData("next", false), InlineData("ring", false), InlineData("place", true), InlineData("done", true)]
    public void Stopped_at_any_step_the_ring_opens_again_with_the_same_data_keys(string at, bool changed)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-master-").FullName;
        var ring = KeyRing.Open(folder);
        ring.Rotate("Identity");
        var before = File.ReadAllText(Path.Combine(folder, "master.key"));
        Should.Throw<IOException>(() => ring.ChangeMaster(step => { if (step == at) throw new IOException("power"); }));

        var again = KeyRing.Open(folder);
        foreach (var card in ring.Cards)
            again[Enum.Parse<KeyUse>(card.Use), card.Number].ShouldBe(ring[Enum.Parse<KeyUse>(card.Use), card.Number]);
        (File.ReadAllText(Path.Combine(folder, "master.key")) != before).ShouldBe(changed);
        File.Exists(Path.Combine(folder, "master.key.next")).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void After_the_change_the_former_master_key_opens_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-master-").FullName;
        var ring = KeyRing.Open(folder);
        var before = File.ReadAllText(Path.Combine(folder, "master.key"));
        ring.ChangeMaster();
        File.WriteAllText(Path.Combine(folder, "master.key"), before);
        Should.Throw<InvalidOperationException>(() => KeyRing.Open(folder)).Message.ShouldNotContain(before);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_destroyed_secret_is_gone_for_good_and_all_others_are_what_they_were()
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-leaves-").FullName;
        var ring = KeyRing.Open(folder);
        var leaves = Leaves.Open(folder, ring);
        ulong[] all =
            [0, 1, 2, 3, (5UL << 24) | 1, (5UL << 24) | 2, (5UL << 24) | 3, (6UL << 24) | 1, long.MaxValue, 1UL << 63, ulong.MaxValue];
        var secrets = all.ToDictionary(l => l, l => leaves.Secret(l)!);
        secrets.Values.Select(Convert.ToHexString).Distinct().Count().ShouldBe(all.Length);
        ulong[] gone = [0, (5UL << 24) | 2, ulong.MaxValue];

        leaves.Destroy(gone).ShouldBe(3);
        leaves.Destroy(gone).ShouldBe(0);

        var again = Leaves.Open(folder, KeyRing.Open(folder));
        foreach (var leaf in all) again.Secret(leaf).ShouldBe(gone.Contains(leaf) ? null : secrets[leaf], $"{leaf}");
        File.Delete(Path.Combine(folder, "leaves.bin"));
        Should.Throw<InvalidOperationException>(() => Leaves.Open(folder, KeyRing.Open(folder)));
        Directory.Delete(folder, recursive: true);
    }
}
