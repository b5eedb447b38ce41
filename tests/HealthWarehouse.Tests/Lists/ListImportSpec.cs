using CsCheck;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Catalogue.Imports;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Lists;

namespace HealthWarehouse.Tests.Lists;

public class ListImportSpec
{
    [Fact]
    public async Task A_new_price_from_a_later_day_closes_the_old_row_and_opens_a_new_one()
    {
        await using var test = await TestHouse.Open();
        await test.Import("code,name,price,valid_from\nDV.01,Khám sức khoẻ,100000,2025-01-01", "service");

        var result = await test.Import("code,name,price,valid_from\nDV.01,Khám sức khoẻ,120000,2026-01-01", "service");

        (await Spans(test, "DV.01")).ShouldBe([("2025-01-01", "2025-12-31", 100_000), ("2026-01-01", null, 120_000)]);
        var list = result.Lists.ShouldHaveSingleItem();
        (list.Added, list.Changed, list.Unchanged).ShouldBe((0, 1, 0));
        list.Examples.ShouldBe([new ListChange(ChangeKind.Changed, "DV.01", "price: 100000", "price: 120000")]);
    }

    [Fact]
    public async Task A_row_of_the_same_first_day_is_put_right_in_place()
    {
        await using var test = await TestHouse.Open();
        await test.Import("code,name,price,valid_from\nDV.01,Kham suc khoe,100000,01/01/2025", "service");

        await test.Import("code,name,price,valid_from\nDV.01,Khám sức khoẻ,100.000,2025-01-01", "service");

        (await Spans(test, "DV.01")).ShouldBe([("2025-01-01", null, 100_000)]);
        test.House.Catalogue.NameOf("service", "DV.01", new(2026, 1, 1)).ShouldBe("Khám sức khoẻ");
    }

    [Fact]
    public async Task An_older_file_does_not_undo_what_a_later_day_brought()
    {
        await using var test = await TestHouse.Open();
        await test.Import("code,name,price,valid_from\nDV.01,Khám,120000,2026-01-01", "service");

        await test.Import("code,name,price,valid_from\nDV.01,Khám,100000,2025-01-01", "service");

        (await Spans(test, "DV.01")).ShouldBe([("2025-01-01", "2025-12-31", 100_000), ("2026-01-01", null, 120_000)]);
    }

    [Fact]
    public async Task A_new_edition_closes_what_it_no_longer_has_and_an_old_one_is_refused()
    {
        await using var test = await TestHouse.Open();
        await test.Import(Icd(("Z98.1", "Tên cũ"), ("Z98.2", "Không còn")));

        var result = await test.Import(Icd(("Z98.1", "Tên mới"), ("Z98.3", "Mã mới")), from: new(2026, 7, 1));

        var list = result.Lists.Single(l => l.List == "icd10");
        (list.Added, list.Changed, list.Closed).ShouldBe((1, 1, 1));
        var codes = test.House.Catalogue.Lists["icd10"];
        codes.Find("Z98.1", new(2026, 6, 30))!.Value.Name.ShouldBe("Tên cũ");
        codes.Find("Z98.1", new(2026, 7, 1))!.Value.Name.ShouldBe("Tên mới");
        codes.Find("Z98.2", new(2026, 6, 30)).ShouldNotBeNull();
        codes.Find("Z98.2", new(2026, 7, 1)).ShouldBeNull();
        (await test.Import(Icd(("Z98.1", "Tên cũ")))).Refusal.ShouldBe(
            "Kho đã có bản 'ICD-10' hiệu lực từ 01/07/2026; bản này từ 26/10/2020 cũ hơn nên không được nhập đè.");
    }

    [Fact]
    public async Task A_dry_run_tells_everything_and_writes_nothing()
    {
        await using var test = await TestHouse.Open();
        var before = test.Overlay();

        var result = await test.Import("code,name,price,valid_from\nDV.01,Khám,100000,2025-01-01", "service", dryRun: true);

        (result.Lists.Single().Added, result.Written).ShouldBe((1, false));
        test.Overlay().ShouldBe(before);
        (await Spans(test, "DV.01")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_imported_is_kept_registered_and_audited()
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import(Icd(("Z98.1", "Tên")));

        var file = test.House.Lists.History.ShouldHaveSingleItem();
        (file.Shape, file.Hash, file.Rows, file.Account).ShouldBe(("icd10-4469", result.Hash, 1, Viewer.House.Account));
        test.House.Archive.Holds(result.Hash).ShouldBeTrue();
        var audit = (await test.House.Operations.QueryText<(string Action, string ObjectId,
            string Detail)>("select action, object_id, detail from audit where action <> 'key-make'", null,
            TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        (audit.Action, audit.ObjectId).ShouldBe(("list-import", "icd10-4469"));
        audit.Detail.ShouldContain($"sha256 {result.Hash}");
        audit.Detail.ShouldContain("icd10 +1");
    }

    [Fact]
    public async Task Imported_lists_are_there_when_the_house_is_opened_again()
    {
        await using var test = await TestHouse.Open();
        await test.Import("code,name,price,valid_from\nDV.01,Khám,100000,2025-01-01", "service");

        CatalogueFiles.Load(Repo.File("catalogue"), Path.Combine(test.Data, "catalogue")).NameOf("service", "DV.01", new(2026, 1, 1))
            .ShouldBe("Khám");
    }

    [Theory]
    [InlineData("DV.02,,100,2025-01-01,", "name: trống")]
    [InlineData(",Khám,100,2025-01-01,", "code: trống")]
    [InlineData("DV.02,Khám,một trăm,2025-01-01,", "price: 'một trăm' không phải là số")]
    [InlineData("DV.02,Khám,100,31/02/2025,", "valid_from: '31/02/2025' không phải là ngày (viết 31/12/2025, 20251231 hoặc 2025-12-31)")]
    [InlineData("DV.02,Khám,100,2025-01-01,2024-01-01", "2025-01-01 – 2024-01-01")]
    [InlineData("DV.02,\"=HYPERLINK(\"\"http://a.b\"\")\",100,2025-01-01,", "name: ô chứa công thức '=HYPERLINK(\"http://a'")]
    public async Task A_row_that_does_not_fit_is_set_aside_with_its_line_and_the_rest_is_taken(string row, string what)
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import($"code,name,price,valid_from,valid_to\nDV.01,Khám,100,2025-01-01,\n{row}", "service");

        var finding = result.Findings.ShouldHaveSingleItem();
        (finding.Line, finding.Kind, finding.What).ShouldBe((3, FindingKind.SetAside, what));
        (result.Lists.Single().Added, result.Lists.Single().SetAside).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_code_said_twice_and_not_alike_is_refused_both_times_and_alike_is_one()
    {
        await using var test = await TestHouse.Open();

        var result = await test.Import(
            "code,name,valid_from\nDV.01,Khám,2025-01-01\nDV.02,Soi,2025-01-01\nDV.01,Chụp,2025-01-01\nDV.02,Soi,2025-01-01", "service");

        result.Findings.Select(f => f.Line).ShouldBe([2, 4]);
        var list = result.Lists.Single();
        (list.Added, list.Repeated, list.SetAside).ShouldBe((1, 1, 2));
    }

    [Fact]
    public async Task An_import_that_is_called_off_leaves_everything_as_it_was()
    {
        await using var test = await TestHouse.Open();
        var before = test.Overlay();
        using var stop = new CancellationTokenSource();
        var progress = new Stopping(stop);
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes("code,name,valid_from\n" + string.Join('\n',
            Enumerable.Range(0, 5000).Select(i => $"DV.{i},Khám,2025-01-01"))));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            test.House.Lists.Run(file, new("a.csv", "service"), Viewer.House, progress, stop.Token));

        progress.Steps.ShouldBe([new ListImportProgress("Đọc tệp", 1000)]);
        test.Overlay().ShouldBe(before);
        Directory.EnumerateFiles(test.Data, "*.part").ShouldBeEmpty();
    }

    private sealed class Stopping(CancellationTokenSource stop) : IProgress<ListImportProgress>
    {
        public List<ListImportProgress> Steps { get; } = [];

        public void Report(ListImportProgress value)
        {
            Steps.Add(value);
            stop.Cancel();
        }
    }

    [Fact]
    public void A_change_of_the_overlay_can_be_taken_back()
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "a.csv"), "cũ");

        OverlayChange.Apply(folder, new Dictionary<string, string> { ["a.csv"] = "mới", ["b.csv"] = "mới" }).Undo();

        Directory.EnumerateFiles(folder).Select(f => $"{Path.GetFileName(f)}: {File.ReadAllText(f)}").ShouldBe(["a.csv: cũ"]);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Whatever_is_laid_spans_of_a_code_never_overlap_and_the_row_laid_holds_on_its_first_day() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 8], Gen.Char['A', 'C'], Gen.Bool, (from, days, value, open) =>
            (From: from, To: open ? (int?)null : from + days, Value: value)).Array[1, 12]
            .Sample(iter: 2000, assert: rows =>
            {
                var history = new ListHistory(new(["code", "valid_from", "valid_to", "price"], []), ["code"], []);
                foreach (var r in rows)
                {
                    string?[] row = ["X", Day(r.From), r.To is { } to ? Day(to) : null, r.Value.ToString(), "tệp"];
                    history.Lay(row, new([3], [], [3], Mark: false));
                    history.Lay(row, new([3], [], [3], Mark: false)).Kind.ShouldBe(ChangeKind.Unchanged);
                    var spans = history.All.ToArray();
                    for (var i = 1; i < spans.Length; i++) string.CompareOrdinal(spans[i - 1][2] ?? "9999", spans[i][1])
                        .ShouldBeLessThan(0);
                    spans.Last(v => string.CompareOrdinal(v[1], row[1]) <= 0)[3].ShouldBe(row[3]);
                }
            });

    private static string Day(int day) => $"2026-01-{day:00}";

    /// <summary>A file of the shape of QĐ 4469 with made-up codes.</summary>
    private static string Icd(params (string Code, string Name)[] codes) =>
        "STT CHƯƠNG,MÃ CHƯƠNG,CHAPTER NAME,TÊN CHƯƠNG,MÃ NHÓM CHÍNH,MAIN GROUP NAME I,TÊN NHÓM CHÍNH,MÃ NHÓM PHỤ 1,SUB GROUP NAME I,TÊN " +
            "NHÓM PHỤ 1,MÃ NHÓM PHỤ 2,SUB GROUP NAME II,TÊN NHÓM PHỤ 2,MÃ LOẠI,MÃ BỆNH,DISEASE NAME,TÊN BỆNH\n"
        + string.Join('\n',
            codes.Select(c => $"XXI,Z00-Z99,Factors,Các yếu tố,Z80-Z99,Persons,Người,,,,,,,{c.Code[..3]},{c.Code},Name,{c.Name}"));

    private static async Task<IReadOnlyList<(string From, string? To, decimal? Price)>> Spans(TestHouse test, string code) =>
        await test.Ask<(string, string?, decimal?)>("select cast(valid_from as varchar), cast(valid_to as varchar), price " +
            "from dim.service where code = $code order by valid_from", new { code });
}
