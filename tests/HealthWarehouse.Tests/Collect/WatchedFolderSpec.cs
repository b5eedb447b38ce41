using HealthWarehouse.Collect;
using HealthWarehouse.Operate;
using Microsoft.Extensions.Logging.Abstractions;

namespace HealthWarehouse.Tests.Collect;

public class WatchedFolderSpec
{
    [Fact]
    public async Task A_file_is_taken_once_it_has_stopped_growing_and_put_away()
    {
        await using var test = await TestHouse.Open();
        var (watched, file) = Folder(test);
        await File.WriteAllTextAsync(file, "<GIAMDINHHS>", TestContext.Current.CancellationToken);

        (await watched.Look(TestContext.Current.CancellationToken)).ShouldBeEmpty();                 // seen for the first time
        await File.WriteAllBytesAsync(file, Made.Envelope(test, "inpatient", 1), TestContext.Current.CancellationToken);
        (await watched.Look(TestContext.Current.CancellationToken)).ShouldBeEmpty();                 // it grew
        var taken = (await watched.Look(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        taken.Receipt!.Kind.ShouldBe(ReceiptKind.Accepted);
        File.Exists(file).ShouldBeFalse();
        File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "taken", "gui.xml")).ShouldBeTrue();
        await test.House.Loader.LoadWaiting(TestContext.Current.CancellationToken);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([1]);
    }

    [Fact]
    public async Task What_is_still_being_written_under_another_name_is_left_alone()
    {
        await using var test = await TestHouse.Open();
        var (watched, file) = Folder(test);
        foreach (var name in new[] { "gui.xml.part", "gui.tmp", ".gui.xml" }) await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file)!, name), "x", TestContext.Current.CancellationToken);

        await watched.Look(TestContext.Current.CancellationToken);
        (await watched.Look(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_portal_looks_into_the_folder_it_is_told()
    {
        await using var test = await TestHouse.Open(watch: true);
        using var worker = new FolderWorker(test.House, NullLogger<FolderWorker>.Instance);
        Directory.CreateDirectory(test.House.Settings.Watch!);
        await File.WriteAllBytesAsync(Path.Combine(test.House.Settings.Watch!, "gui.xml"), Made.Envelope(test, "inpatient", 1), TestContext.Current.CancellationToken);

        await worker.StartAsync(TestContext.Current.CancellationToken);
        var limit = DateTime.UtcNow.AddSeconds(30);
        while ((await test.House.Ledger.Waiting(1)).Count == 0 && DateTime.UtcNow < limit) await Task.Delay(100, TestContext.Current.CancellationToken);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        (await test.House.Ledger.Waiting(1)).Count.ShouldBe(1);
    }

    private static (WatchedFolder Watched, string File) Folder(TestHouse test)
    {
        var folder = Directory.CreateDirectory(Path.Combine(test.Data, "den")).FullName;
        return (new(folder, test.House.Intake), Path.Combine(folder, "gui.xml"));
    }
}
