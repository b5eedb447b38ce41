using System.Security.Cryptography;
using HealthWarehouse.Collect;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Store;
using HealthWarehouse.Store.Archive;

namespace HealthWarehouse.Tests.Keys;

/// <summary>A file of the archive is what its name says, and nothing stands in the archive that nobody entered.</summary>
public sealed class ArchiveNamesSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(100), InlineData(700_000)]
    public async Task A_file_put_under_another_name_does_not_open(int length)
    {
        await using var test = await TestHouse.Open();
        var (one, other) = (await Put(test, Content(1, length)), await Put(test, Content(2, length)));
        File.Copy(PathOf(test, one), PathOf(test, other), overwrite: true);
        Should.Throw<CryptographicException>(() => test.House.Archive.Open(other));
        (await new ArchiveCheck(test.House).Verify(stop: Stop)).Rotten.ShouldBe([other]);
    }

    /// <summary>Files of before are not bound to their names: what they hold is compared with them as it is read.</summary>
    [Theory, InlineData(100, false), InlineData(700_000, false), InlineData(700_000, true)]
    public async Task A_file_of_before_opens_and_ends_as_a_fault_under_another_name(int length, bool packed)
    {
        await using var test = await TestHouse.Open();
        var (one, other) = (await Put(test, Content(1, length, packed)), await Put(test, Content(2, length, packed)));
        foreach (var name in new[] { one, other }) Unbind(test, name);
        Read(test, one).ShouldBe(Content(1, length, packed));

        File.Copy(PathOf(test, one), PathOf(test, other), overwrite: true);
        Should.Throw<CryptographicException>(() => Read(test, other));

        // A rotation binds what is as it should be, and leaves the other to be mended.
        test.House.Keys.Rotate("Archive");
        test.House.Archive.Rewrap(one).ShouldBeTrue();
        File.ReadAllBytes(PathOf(test, one))[..4].ShouldBe("KYT3"u8.ToArray());
        Read(test, one).ShouldBe(Content(1, length, packed));
        Should.Throw<CryptographicException>(() => test.House.Archive.Rewrap(other));
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task What_could_not_be_entered_is_swept_from_the_archive_and_what_was_entered_stays(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var entered = Made.Envelope(test, "inpatient", 1);
        await test.Send(entered);
        await test.House.Operations.ExecuteText("alter table delivery rename to delivery_elsewhere");
        var refused = Made.Envelope(test, "inpatient", 2);
        await Should.ThrowAsync<Exception>(() => test.Send(refused));
        await test.House.Operations.ExecuteText("alter table delivery_elsewhere rename to delivery");
        test.House.Archive.Holds(HashOf(refused)).ShouldBeFalse();            // it failed before anything was laid

        await using (var staged = await test.House.Archive.Stage(new MemoryStream(refused), stop: Stop)) test.House.Archive.Lay([staged]);
        test.House.Archive.Holds(HashOf(refused)).ShouldBeTrue();
        (await test.House.Intake.Sweep(Stop)).ShouldBe(1);
        test.House.Archive.Holds(HashOf(refused)).ShouldBeFalse();
        test.House.Archive.Holds(HashOf(entered)).ShouldBeTrue();
        (await test.House.Operations.QueryText<string>("select detail from audit where action = 'archive-sweep'", null, Stop))
            .ShouldBe(["1"]);
    }

    /// <summary>A delivery that comes while the sweep runs keeps its content, whichever is first.</summary>
    [Theory, ClassData(typeof(Engines))]
    public async Task The_sweep_takes_nothing_from_what_is_just_coming_in(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        for (var round = 0; round < 20; round++)
        {
            var content = Made.Envelope(test, "inpatient", round + 1);
            await using (var staged = await test.House.Archive.Stage(new MemoryStream(content), stop: Stop))
                test.House.Archive.Lay([staged]);
            await Task.WhenAll(Task.Run(() => test.House.Intake.Sweep(Stop), Stop), Task.Run(() => test.Send(content), Stop));
            await test.House.Intake.Sweep(Stop);
        }
        foreach (var delivery in await test.House.Ledger.All(Stop)) Read(test, delivery.ContentHash).Length.ShouldBeGreaterThan(0);
        (await test.House.Ledger.All(Stop)).Count.ShouldBe(20);
        test.House.Archive.Laid.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_process_that_died_had_laid_is_settled_or_swept_at_the_next_start()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-laid-").FullName;
        var settings = new HouseSettings { Data = data, Catalogue = Repo.File("catalogue"), Sql = Repo.File("warehouse") };
        string entered;
        await using (var house = await House.Open(settings, stop: Stop))
        {
            await house.Intake.Take(new MemoryStream("đã nhận"u8.ToArray()), new(Sender.Local, "test"), stop: Stop);
            entered = (await house.Ledger.All(Stop))[0].ContentHash;
            await using var staged = await house.Archive.Stage(new MemoryStream("chưa vào sổ"u8.ToArray()), stop: Stop);
            house.Archive.Lay([staged]);
        }
        var (home, laid) = (Path.Combine(data, "archive", entered[..2], entered[2..4], $"{entered}.kyt"),
            Path.Combine(data, "archive", "incoming", $"{entered}.kyt"));
        File.Move(home, laid);
        await using (var house = await House.Open(settings, stop: Stop))
        {
            house.Archive.Laid.ShouldBeEmpty();
            File.Exists(home).ShouldBeTrue();
            house.Archive.Names().ShouldBe([entered]);
        }
        Directory.Delete(data, recursive: true);
    }

    private static byte[] Content(int seed, int length, bool packed = false)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        (bytes[0], bytes[1], bytes[2], bytes[3]) = packed
            ? ((byte)'P', (byte)'K', (byte)3, (byte)4) : ((byte)'<', (byte)'a', (byte)'>', (byte)seed);
        return bytes;
    }

    private static async Task<string> Put(TestHouse test, byte[] content) =>
        (await test.House.Archive.Put(new MemoryStream(content), stop: Stop)).Hash;

    private static byte[] Read(TestHouse test, string name)
    {
        using var content = test.House.Archive.Open(name);
        using var whole = new MemoryStream();
        content.CopyTo(whole);
        return whole.ToArray();
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string PathOf(TestHouse test, string name) => Path.Combine(test.Data, "archive", name[..2], name[2..4], $"{name}.kyt");

    /// <summary>Gives a file the head it would have had before: the same data key, wrapped without its name.</summary>
    private static void Unbind(TestHouse test, string name)
    {
        var keys = new ArchiveKeys(test.House.Keys.ForArchive, Leaves.NewFile, test.House.Leaves.Secret);
        var bytes = File.ReadAllBytes(PathOf(test, name));
        var opened = SealedFile.Open(new MemoryStream(bytes), Convert.FromHexString(name), keys);
        "KYT2"u8.CopyTo(bytes);
        var key = keys.Key(null);
        var wrapping = HMACSHA256.HashData(key.Bytes, (byte[])[.. keys.Secret(opened.Leaf!.Value)!, .. "khoyte file"u8]);
        using var cipher = new AesGcm(wrapping, 16);
        RandomNumberGenerator.Fill(bytes.AsSpan(17, 12));
        cipher.Encrypt(bytes.AsSpan(17, 12), opened.DataKey, bytes.AsSpan(45, 32), bytes.AsSpan(29, 16), bytes.AsSpan(0, 13));
        File.WriteAllBytes(PathOf(test, name), bytes);
    }
}
