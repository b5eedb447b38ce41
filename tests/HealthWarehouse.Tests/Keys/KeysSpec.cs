using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Vault;
using HealthWarehouse.Operate;
using HealthWarehouse.Operate.Keys;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Keys;

/// <summary>Keys are rotated while deliveries come in and are read; the old ones go when nothing needs them.</summary>
public sealed class KeysSpec
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Engines))]
    public async Task Keys_are_rotated_while_loading_and_reading_go_on(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var files = Directory.EnumerateFiles(Repo.Shared("data/claims-mimic"), "*.xml").Order().Take(16).ToArray();
        foreach (var file in files[..8]) await test.Send(await File.ReadAllBytesAsync(file, Stop));
        await test.House.Loader.LoadWaiting(Stop);
        var office = test.House.KeyOffice;
        var opened = await Contents(test);
        foreach (var use in new[] { "Archive", "Identity", "Clinical" }) (await office.Rotate(use, Viewer.House, Stop)).ShouldBe(2);

        (await Rebuilt(test)).ShouldBeEmpty();                                   // the old keys still hold: pieces are compared opened
        await Should.ThrowAsync<RefusedException>(() => office.Retire("Identity", 1, Viewer.House, Stop));
        var loading = Task.Run(async () =>
        {
            foreach (var file in files[8..])
            {
                await test.Send(await File.ReadAllBytesAsync(file, Stop));
                await test.House.Loader.LoadWaiting(Stop);
            }
        }, Stop);
        var reading = Task.Run(async () =>
        {
            foreach (var delivery in await test.House.Ledger.All(Stop))
            {
                await using var content = test.House.Contents.Open(delivery);
                await content.CopyToAsync(Stream.Null, Stop);
            }
        }, Stop);
        (await office.Work(Stop)).ShouldBe(3);
        await Task.WhenAll(loading, reading);

        (await office.Jobs(Stop)).ShouldAllBe(j => j.State == KeyJob.Finished && j.Done == j.Total);
        (await office.List(Stop)).Where(l => l.Card.Number == 1 && l.Card.Use is "Archive" or "Identity" or "Clinical" && !l.IsNewest)
            .ShouldAllBe(l => l.Needed == 0);
        foreach (var use in new[] { "Archive", "Identity", "Clinical" }) await office.Retire(use, 1, Viewer.House, Stop);
        await Should.ThrowAsync<RefusedException>(() => office.Retire("Archive", 2, Viewer.House, Stop));
        (await Rebuilt(test)).ShouldBeEmpty();                                   // bit for bit, under the new keys alone
        (await Contents(test)).Take(opened.Count).ShouldBe(opened);
        await Audited(test, "key-rotate", 3);
        await Audited(test, "key-retire", 3);
    }

    [Fact]
    public async Task Work_that_was_stopped_goes_on_after_the_next_start_and_a_cancelled_one_does_not()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-keys-").FullName;
        var settings = new HouseSettings { Data = data, Catalogue = Repo.File("catalogue"), Sql = Repo.File("warehouse") };
        await using (var house = await House.Open(settings, stop: Stop))
        {
            await using var content = new MemoryStream("xin chào"u8.ToArray());
            await house.Intake.Take(content, new(Sender.Local, "test"), stop: Stop);
            await house.KeyOffice.Rotate("Archive", Viewer.House, Stop);
            await house.KeyOffice.Rotate("Clinical", Viewer.House, Stop);
            await house.KeyOffice.Cancel((await house.KeyOffice.Jobs(Stop)).First(j => j.KeyUse == "Clinical").Id, Viewer.House, Stop);
        }
        await using (var house = await House.Open(settings, stop: Stop))
        {
            (await house.KeyOffice.Work(Stop)).ShouldBe(1);
            (await house.KeyOffice.List(Stop)).Single(l => l.Card is { Use: "Archive", Number: 1 }).Needed.ShouldBe(0);
            await house.KeyOffice.ChangeMaster(Viewer.House, Stop);
        }
        await using (var house = await House.Open(settings, stop: Stop))
        {
            await using var content = house.Archive.Open((await house.Ledger.All(Stop))[0].ContentHash);
            new StreamReader(content).ReadToEnd().ShouldBe("xin chào");
            (await house.Audit.Verify(Stop)).Ok.ShouldBeTrue();
        }
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Changing_the_key_of_the_audit_changes_what_signs_it_and_holds_after_the_next_start()
    {
        await using var test = await TestHouse.Open();
        await Should.ThrowAsync<RefusedException>(() => test.House.KeyOffice.Rotate("Signing", Viewer.House, Stop));
        (await test.House.KeyOffice.Rotate("Audit", Viewer.House, Stop)).ShouldBe(2);
        (await test.House.KeyOffice.List(Stop)).Where(l => l.Card.Use == "Signing")
            .Select(l => (l.Card.Number, l.Card.RetiredAt is not null, l.IsNewest)).ShouldBe([(1, true, false), (2, false, true)]);
        await using var again = await test.Reopen();
        await again.House.Audit.Write(new("an", "read", "message", "1"), Stop);
        (await again.House.Operations.QueryText<string>("select substr(hash, 1, 2) from audit where action in ('key-rotate', " +
            "'audit-key') or object_id = '1' order by seq", null, Stop)).ShouldBe(["1:", "2:", "2:"]);
        (await again.House.Audit.Verify(Stop)).Ok.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_does_not_run_the_house_changes_no_key()
    {
        await using var test = await TestHouse.Open();
        var clerk = Someone.OfFacilities(["99001"]);
        await Should.ThrowAsync<NotAllowedException>(() => test.House.KeyOffice.Rotate("Identity", clerk, Stop));
        await Should.ThrowAsync<NotAllowedException>(() => test.House.KeyOffice.Retire("Identity", 1, clerk, Stop));
        await Should.ThrowAsync<NotAllowedException>(() => test.House.KeyOffice.ChangeMaster(clerk, Stop));
        await Should.ThrowAsync<RefusedException>(() => test.House.KeyOffice.Rotate("Tokens", Viewer.House, Stop));
        test.House.Keys.Newest(KeyUse.Identity).ShouldBe(1);
    }

    private static async Task<IEnumerable<Compared>> Rebuilt(TestHouse test) =>
        (await new Rebuild(test.House).Verify(stop: Stop)).Where(c => !c.Same);

    private static async Task Audited(TestHouse test, string action, long times) =>
        (await test.House.Operations.QueryText<long>("select count(*) from audit where action = $action", new { action }, Stop))[0]
            .ShouldBe(times);

    /// <summary>Everything that is sealed, opened.</summary>
    private static async Task<List<string>> Contents(TestHouse test)
    {
        using var tools = new PieceTools(test.House.Vault);
        return [.. (await test.House.Warehouse.Query<SealedPiece>("ask/key/contents", new { first = 0L, last = long.MaxValue }, Stop))
            .OrderBy(p => p.RecordKey).ThenBy(p => p.TableName).ThenBy(p => p.RowNo).ThenBy(p => p.Compartment)
            .Select(p => $"{p.RecordKey} {p.TableName} {p.RowNo} {System.Text.Encoding.UTF8.GetString(tools.Open(p, p.KeyUse!))}")];
    }
}
