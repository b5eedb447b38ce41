using HealthWarehouse.Catalogue.Imports;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Lists;

public class OfficialListsSpec
{
    /// <summary>
    /// Every list through DuckDB; with KHOYTE_TESTS=full through PostgreSQL too, where the other specifications import their own.
    /// </summary>
    public static TheoryData<Engine> Looked => Scale.Full ? new Engines() : new TheoryData<Engine> { Engine.DuckDb };

    [Theory, MemberData(nameof(Looked))]
    public async Task Every_official_file_fills_its_lists_and_brought_again_changes_nothing(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        var own = await test.Ask<long>(MadeUp);
        foreach (var file in ListFiles.All)
        {
            var first = await test.ImportOfficial(file);
            (file, first.Refusal, first.Written).ShouldBe((file, null, true));
            first.Warnings.ShouldBeEmpty(file);         // the numbers of rows and codes the official files are known to hold
        }

        // 12,219 rows: 81 categories also stand with their dagger or asterisk, J13 twice
        (await Codes(test, "dim.icd10")).ShouldBe(12_137);
        (await Codes(test, "dim.icd10_block")).ShouldBe(264);
        (await Codes(test, "dim.icd10_flag")).ShouldBe(4_898);
        (await Codes(test, "dim.service")).ShouldBe(9_190 + 55 + 117);   // official, starter's own, priced only
        (await Codes(test, "dim.code where list = 'technique'")).ShouldBe(19_436);
        (await Codes(test, "dim.admin_unit where level = 'province' and valid_to is null")).ShouldBe(34 + 1);
        (await Codes(test, "dim.admin_unit where level = 'commune' and valid_to is null")).ShouldBe(3_321 + 120);
        (await Codes(test, "dim.admin_unit where level = 'province' and valid_to = date '2025-06-30'")).ShouldBe(63);
        (await Codes(test, "dim.admin_unit where level = 'district'")).ShouldBe(696 + 9);
        (await Codes(test, "dim.admin_unit where level = 'commune' and valid_to = date '2025-06-30'")).ShouldBe(10_051 + 3 + 200);
        (await Codes(test, "dim.admin_change")).ShouldBe(10_570 + 222);
        (await Codes(test, "dim.facility where code like '01%'")).ShouldBe(512);

        own.ShouldAllBe(n => n > 20);
        (await test.Ask<long>(MadeUp)).ShouldBe(own);
        test.House.Catalogue.Lists["province"].Find("99", new(2026, 1, 1))!.Value.Name.ShouldBe("Tỉnh An Bình (hư cấu)");

        var overlay = test.Overlay();
        foreach (var file in ListFiles.All)
        {
            var again = await test.ImportOfficial(file);
            (file, again.IsEmpty, again.Written).ShouldBe((file, true, false));
        }
        test.Overlay().ShouldBe(overlay);
    }

    [Fact]
    public async Task A_file_that_lost_rows_is_taken_with_a_warning()
    {
        await using var test = await TestHouse.Open();
        var lines = await File.ReadAllLinesAsync(Repo.Shared("data/admin-units/xa_2025-01-04_gso.csv"),
            TestContext.Current.CancellationToken);

        var result = await test.Import(string.Join('\n', lines[..^500]), dryRun: true);

        result.Warnings.ShouldContain("Xã, phường, đặc khu: bản chính thức có 10.051 mã, tệp này có 9.551. Kiểm tra tệp có đủ không.");
    }

    [Fact]
    public async Task A_service_keeps_its_official_name_and_its_price_only_while_it_holds()
    {
        await using var test = await TestHouse.Open();
        foreach (var file in ListFiles.Services) await test.ImportOfficial(file);

        var spans = await test.Ask<(string Name, DateOnly From, DateOnly? To,
            decimal? Price)>("select name, valid_from, valid_to, price from dim.service where code = '03.3368.0494' order by valid_from");

        spans.ShouldBe(
        [
            ("Phẫu thuật trĩ độ 1V", new(2018, 12, 25), new(2025, 12, 31), null),
            ("Phẫu thuật trĩ độ 1V", new(2026, 1, 1), new(2026, 6, 30), 2_816_900),
            ("Phẫu thuật trĩ độ 1V", new(2026, 7, 1), null, null),
        ]);
    }

    [Fact]
    public async Task Zeros_a_spreadsheet_took_from_codes_are_put_back_and_told()
    {
        await using var test = await TestHouse.Open();

        var result = await test.ImportOfficial("services/tt23_2024_pl1_ky_thuat.csv");

        result.Counts.ShouldContain(new FindingCount(FindingKind.Mended, "Khôi phục số 0 cuối của mã", 1808));
        var techniques = test.House.Catalogue.Lists["technique"];
        techniques.Find("1.1", new(2026, 1, 1))!.Value.Name.ShouldBe("Theo dõi huyết áp liên tục không xâm nhập tại giường");
        techniques.Find("1.10", new(2026, 1, 1))!.Value.Name.ShouldBe("Chăm sóc catheter tĩnh mạch");
        techniques.Find("1.200", new(2026, 1, 1))!.Value.MapsTo.ShouldBe("01.0200.0110");
    }

    [Fact]
    public async Task Wrong_codes_of_the_conversion_table_are_mended_by_name_or_set_aside()
    {
        await using var test = await TestHouse.Open();
        foreach (var file in ListFiles.Units[..2]) await test.ImportOfficial(file);

        var result = await test.ImportOfficial(ListFiles.Units[2]);

        result.Findings.ShouldContain(f =>
            f.Line == 2688 && f.Kind == FindingKind.Mended && f.What == "Mã Xã mới '06970' không có trong danh mục; Xã Ba Chẽ là 06978");
        result.Findings.ShouldContain(f =>
            f.Line == 8914 && f.Kind == FindingKind.Note && f.What == "Phường 4 (27691) thuộc 80 theo danh mục, tệp ghi 82");
        // a strip of coast that was no commune
        result.Findings.Where(f => f.Kind == FindingKind.SetAside).ShouldHaveSingleItem().Line.ShouldBe(4748);
        result.Counts.Single(c => c.Reason == "Không có trong bảng").Count.ShouldBe(19);
    }

    [Fact]
    public async Task The_conversion_table_waits_for_the_units_it_speaks_of()
    {
        await using var test = await TestHouse.Open();

        var result = await test.ImportOfficial(ListFiles.Units[2]);

        result.Refusal.ShouldBe("Trước 'Chuyển đổi xã cũ – xã mới từ 01/07/2025' phải nhập '34 tỉnh và 3.321 xã, phường, đặc khu từ " +
            "01/07/2025' và 'Tỉnh, huyện, xã đến 30/06/2025 (Tổng cục Thống kê, 04/01/2025)'.");
    }

    /// <summary>Units, facilities and changes of the starter's made-up province.</summary>
    private const string MadeUp =
        "select count(*) from dim.admin_unit where code like '99%' union all select count(*) from dim.facility where code like '99%' " +
            "union all select count(*) from dim.admin_change where old_key like '99%'";

    private static async Task<long> Codes(TestHouse test, string from) =>
        (await test.Ask<long>(from.Contains("change", StringComparison.Ordinal) || from.Contains("flag", StringComparison.Ordinal)
            || from.Contains("block", StringComparison.Ordinal)
            ? $"select count(*) from {from}" : $"select count(distinct code) from {from}"))[0];
}
