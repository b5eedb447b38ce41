using System.Text;
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
        foreach (var name in new[] { "gui.xml.part", "gui.tmp", ".gui.xml", "gui.xml.filepart", "gui.xml.crdownload", "~gui.xml",
            "GUI.XML.TMP", "Thumbs.db", ".DS_Store", "desktop.ini", "._gui.xml" })
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(file)!, name), "x", TestContext.Current.CancellationToken);

        await watched.Look(TestContext.Current.CancellationToken);
        (await watched.Look(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_named_by_a_contract_takes_its_deliveries_and_one_that_is_no_contracts_is_told()
    {
        await using var test = await TestHouse.Open();
        var folder = Path.Combine(test.Data, "den");
        var all = WatchedFolder.All(folder, test.House.Intake, test.House.Catalogue, test.House.Clock);
        foreach (var one in all) await one.Look(Stop);
        await File.WriteAllBytesAsync(Path.Combine(folder, "claims", "gui.xml"), Envelope(test), Stop);
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "la")).FullName, "x.csv"), "a", Stop);

        var told = new List<TakenFile>();
        for (var look = 0; look < 2; look++)
            foreach (var one in all) told.AddRange(await one.Look(Stop));

        told.ShouldHaveSingleItem().Receipt!.Kind.ShouldBe(ReceiptKind.Accepted);
        (await test.House.Ledger.All(Stop)).ShouldHaveSingleItem().Contract.ShouldBe("claims");
        WatchedFolder.Strange(folder, test.House.Catalogue).ShouldHaveSingleItem().Problem!.ShouldContain("thư mục la không mang mã");
    }

    [Theory]
    [InlineData("{\"a\": [1, \"}\\\"\"]}\n", true), InlineData("[{\"a\": 1}, {\"b\": 2}", false), InlineData("{\"a\": \"]}", false)]
    [InlineData("[]", true), InlineData("{\"a\": 1} ,", false)]
    public void Json_is_whole_when_its_first_bracket_is_closed(string text, bool whole)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Wholeness.IsWhole(content).ShouldBe(whole);
    }

    [Fact]
    public async Task The_portal_looks_into_the_folder_it_is_told()
    {
        await using var test = await TestHouse.Open(watch: true);
        using var worker = new FolderWorker(test.House, NullLogger<FolderWorker>.Instance);
        Directory.CreateDirectory(test.House.Settings.Watch!);
        await File.WriteAllBytesAsync(Path.Combine(test.House.Settings.Watch!, "gui.xml"), Made.Envelope(test, "inpatient", 1),
            TestContext.Current.CancellationToken);

        await worker.StartAsync(TestContext.Current.CancellationToken);
        var limit = DateTime.UtcNow.AddSeconds(30);
        while ((await test.House.Ledger.Waiting(1)).Count == 0 && DateTime.UtcNow < limit)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        await worker.StopAsync(TestContext.Current.CancellationToken);

        (await test.House.Ledger.Waiting(1)).Count.ShouldBe(1);
    }

    [Theory, InlineData("xml"), InlineData("zip"), InlineData("gz"), InlineData("rỗng")]
    public async Task An_upload_that_stalls_is_waited_for_until_its_content_is_whole(string kind)
    {
        await using var test = await TestHouse.Open();
        var (watched, file) = Folder(test);
        var whole = kind switch { "zip" =>
            Packed.Zip(("gui.xml", Envelope(test))), "gz" => Packed.Gzip(Envelope(test)), _ => Envelope(test) };
        await File.WriteAllBytesAsync(file, kind == "rỗng" ? [] : whole[..(whole.Length * 2 / 3)], Stop);

        for (var look = 0; look < 4; look++) (await watched.Look(Stop)).ShouldBeEmpty();
        await File.WriteAllBytesAsync(file, whole, Stop);
        (await watched.Look(Stop)).ShouldBeEmpty();
        (await watched.Look(Stop)).ShouldHaveSingleItem().Note.ShouldBeNull();

        await test.House.Loader.LoadWaiting(Stop);
        (await test.Ask<long>("select count(*) from core.encounter")).ShouldBe([1]);
    }

    [Fact]
    public async Task What_never_becomes_whole_is_taken_after_the_declared_minutes_and_told()
    {
        var clock = new SetClock(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var (watched, file) = Folder(test);
        await File.WriteAllTextAsync(file, "<GIAMDINHHS><THONGTINDONVI>", Stop);

        (await watched.Look(Stop)).ShouldBeEmpty();
        clock.Now += TimeSpan.FromMinutes(test.House.Catalogue.Intake.QuietMinutes) - TimeSpan.FromSeconds(1);
        (await watched.Look(Stop)).ShouldBeEmpty();
        clock.Now += TimeSpan.FromSeconds(1);
        var taken = (await watched.Look(Stop)).ShouldHaveSingleItem();

        taken.Note!.ShouldContain("chưa trọn");
        taken.Receipt!.Kind.ShouldBe(ReceiptKind.Accepted);
    }

    [Fact]
    public async Task What_is_written_on_after_it_was_put_away_is_taken_again()
    {
        await using var test = await TestHouse.Open();
        var (watched, file) = Folder(test);
        var whole = Envelope(test);
        await File.WriteAllBytesAsync(file, whole, Stop);
        await using var writer = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        await watched.Look(Stop);
        (await watched.Look(Stop)).ShouldHaveSingleItem();

        writer.Write("<!-- viết tiếp -->"u8);
        await writer.FlushAsync(Stop);
        (await watched.Look(Stop)).ShouldHaveSingleItem().Note!.ShouldContain("ghi tiếp");

        Directory.GetFiles(Path.GetDirectoryName(file)!).ShouldHaveSingleItem();
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(file)!, "taken")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_that_wait_are_taken_together_by_the_day_they_were_made()
    {
        await using var test = await TestHouse.Open();
        var (watched, file) = Folder(test);
        var folder = Path.GetDirectoryName(file)!;
        foreach (var (name, day) in new[] { ("a (2).xml", "20261018"), ("a.xml", "20261015"), ("b.zip", "20261016") })
        {
            var text = Encoding.UTF8.GetBytes(Claim.Envelope(Claim.Stay(name)).Replace("20260901", day, StringComparison.Ordinal));
            await File.WriteAllBytesAsync(Path.Combine(folder, name),
                name.EndsWith("zip", StringComparison.Ordinal) ? Packed.Zip(("trong.xml", text)) : text, Stop);
        }
        await watched.Look(Stop);
        await watched.Look(Stop);

        (await test.House.Ledger.All(Stop)).Select(d => d.FileName).ShouldBe(["a.xml", "b.zip", "a (2).xml"]);
        (await test.House.Operations.QueryText<long>("select count(*) from audit where action = 'deliver'", null, Stop)).ShouldBe([1]);
    }

    /// <summary>A folder of clear messages beside a sealed archive would be the easier of the two to steal.</summary>
    [Fact]
    public async Task What_was_taken_is_deleted_after_the_declared_minutes_and_stands_in_the_book_by_name_and_hash()
    {
        var clock = new SetClock(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var (watched, file) = Folder(test);
        var (folder, content) = (Path.GetDirectoryName(file)!, Envelope(test));
        await File.WriteAllBytesAsync(file, content, Stop);
        await watched.Look(Stop);
        var receipt = (await watched.Look(Stop)).ShouldHaveSingleItem().Receipt!;
        clock.Now += TimeSpan.FromMinutes(test.House.Catalogue.Intake.QuietMinutes);
        (await watched.Look(Stop)).ShouldBeEmpty();

        Directory.GetFiles(Path.Combine(folder, "taken")).ShouldBeEmpty();
        var line = (await File.ReadAllLinesAsync(Path.Combine(folder, "taken-book", "2026-11.csv"), Stop))[^1];
        line.ShouldContain("\"gui.xml\"");
        line.ShouldContain(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)));
        line.ShouldContain(receipt.TrackingId);
        (await test.House.Ledger.All(Stop)).ShouldHaveSingleItem();
    }

    /// <summary>The book is opened in a spreadsheet by whoever keeps the folder; names are the sender's.</summary>
    [Theory, InlineData("=1+1.xml", "'=1+1.xml"), InlineData("a;=1+1.xml", "a;'=1+1.xml"), InlineData("a\t@x.xml", "a\t'@x.xml"),
        InlineData(" ＝1.xml", "' ＝1.xml")]
    public async Task No_name_in_the_book_is_a_formula(string name, string shown)
    {
        var clock = new SetClock(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var (watched, file) = Folder(test);
        var folder = Path.GetDirectoryName(file)!;
        await File.WriteAllBytesAsync(Path.Combine(folder, name), Envelope(test), Stop);
        (await watched.Look(Stop)).ShouldBeEmpty();
        clock.Now += TimeSpan.FromMinutes(test.House.Catalogue.Intake.QuietMinutes);
        (await watched.Look(Stop)).ShouldHaveSingleItem().Receipt!.Kind.ShouldBe(ReceiptKind.Accepted);
        (await File.ReadAllTextAsync(Path.Combine(folder, "taken-book", "2026-11.csv"), Stop)).ShouldContain($",\"{shown}\",");
    }

    [Fact]
    public async Task What_an_earlier_process_left_in_taken_goes_if_the_archive_holds_it_and_is_taken_if_not()
    {
        var clock = new SetClock(new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero));
        await using var test = await TestHouse.Open(clock: clock);
        var (watched, file) = Folder(test);
        var taken = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(file)!, "taken")).FullName;
        await test.Send(Envelope(test));
        await File.WriteAllBytesAsync(Path.Combine(taken, "da-nhan.xml"), Envelope(test), Stop);
        await File.WriteAllBytesAsync(Path.Combine(taken, "chua-nhan.xml"), Made.Envelope(test, "inpatient", 2), Stop);

        (await watched.Look(Stop)).ShouldBeEmpty();
        Directory.GetFiles(taken).Length.ShouldBe(2);
        clock.Now += TimeSpan.FromMinutes(test.House.Catalogue.Intake.QuietMinutes);
        (await watched.Look(Stop)).ShouldHaveSingleItem().Note!.ShouldContain("chua-nhan.xml");
        Directory.GetFiles(taken).ShouldBeEmpty();
        (await watched.Look(Stop)).ShouldHaveSingleItem().Receipt!.Kind.ShouldBe(ReceiptKind.Accepted);
    }

    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private static byte[] Envelope(TestHouse test) => Made.Envelope(test, "inpatient", 1);

    private static (WatchedFolder Watched, string File) Folder(TestHouse test)
    {
        var folder = Directory.CreateDirectory(Path.Combine(test.Data, "den")).FullName;
        return (new(folder, test.House.Intake, test.House.Catalogue, test.House.Clock), Path.Combine(folder, "gui.xml"));
    }
}
