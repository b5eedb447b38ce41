using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Lists;

public class KnownCodesSpec
{
    [Theory, ClassData(typeof(Engines))]
    public async Task A_code_outside_the_list_is_only_told_until_the_full_list_is_there(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);
        (await Spoken(test, Episode("A", icd: "A00.7", on: "20260105"))).ShouldBe([("R16-not-listed", "A00.7")]);
        // official, but not among the starter's
        (await Spoken(test, Episode("B", icd: "A00.0", on: "20260105"))).ShouldBe([("R16-not-listed", "A00.0")]);

        foreach (var file in ListFiles.Icd10) await test.ImportOfficial(file);

        (await Spoken(test, Episode("C", icd: "A00.7", on: "20260105"))).ShouldBe([("R16-unknown-code", "A00.7")]);
        (await Spoken(test, Episode("D", icd: "A00.0", on: "20260105"))).ShouldBeEmpty();
        (await Spoken(test, Episode("E", icd: "A02.2†", on: "20260105"))).ShouldBeEmpty();
        // the list of QĐ 4469 says nothing of 2019
        (await Spoken(test, Episode("F", icd: "A00.7", on: "20190105"))).ShouldBe([("R16-not-listed", "A00.7")]);
    }

    [Theory, ClassData(typeof(Engines))]
    public async Task Limits_of_sex_and_age_stand_beside_the_codes(Engine engine)
    {
        await using var test = await TestHouse.Open(engine);

        foreach (var file in ListFiles.Icd10[1..]) await test.ImportOfficial(file);

        (await test.Ask<(string, int?, int?)>("select flag, min_days, max_days from dim.icd10_flag " +
            "where code in ('A34', 'C60.0', 'P00.0', 'R95', 'B95.0') order by code, flag")).ShouldBe(
            [("age", 3287, 21915), ("female-only", null, null), ("not-principal", null, null), ("male-only", null, null), ("age", 0, 365),
                ("age", 0, 730)]);
        (await test.Ask<(string, long)>("select flag, count(*) from dim.icd10_flag group by flag order by flag")).ShouldBe(
            [("age", 1822), ("female-only", 843), ("male-only", 112), ("not-principal", 1263)]);
        test.House.Catalogue.Lists["icd10-flag"].Declaration.Complete.ShouldBeTrue();
    }

    [Fact]
    public async Task A_list_of_several_files_is_complete_only_with_the_last_of_them()
    {
        await using var test = await TestHouse.Open();

        foreach (var file in ListFiles.Icd10[1..^1]) (await test.ImportOfficial(file)).Completed.ShouldBeEmpty();
        (await test.ImportOfficial(ListFiles.Icd10[^1])).Completed.ShouldBe(["icd10-flag"]);
    }

    [Fact]
    public async Task Codes_of_communes_are_judged_from_the_day_the_list_was_made()
    {
        await using var test = await TestHouse.Open();
        foreach (var file in ListFiles.Units) await test.ImportOfficial(file);
        var communes = test.House.Catalogue.Lists["commune"].Declaration;

        communes.CompleteOn(new(2025, 1, 3)).ShouldBeFalse();
        communes.CompleteOn(new(2025, 1, 4)).ShouldBeTrue();
    }

    /// <summary>What is said of the main diagnosis.</summary>
    private static async Task<IReadOnlyList<(string Rule, string Value)>> Spoken(TestHouse test, string envelope)
    {
        var delivery = await test.Load(envelope);
        return await test.Ask<(string,
            string)>("select rule, value from std.finding where delivery = $seq and field = 'MA_BENH_CHINH' and rule like 'R16%'",
            new { delivery.Seq });
    }

    private static string Episode(string id, string icd, string on) => $"""
        <GIAMDINHHS><THONGTINDONVI><MACSKCB>99001</MACSKCB></THONGTINDONVI><THONGTINHOSO><SOLUONGHOSO>1</SOLUONGHOSO><DANHSACHHOSO><HOSO>
        <FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>
        <TONG_HOP><MA_LK>{id}</MA_LK><STT>1</STT><MA_BN>{id}</MA_BN><GIOI_TINH>1</GIOI_TINH><NGAY_SINH>198001010000</NGAY_SINH>
        <NGAY_VAO>{on}0800</NGAY_VAO><NGAY_RA>{on}1000</NGAY_RA>
        <MA_BENH_CHINH>{icd}</MA_BENH_CHINH><MA_LOAI_KCB>01</MA_LOAI_KCB><MA_CSKCB>99001</MA_CSKCB></TONG_HOP>
        </NOIDUNGFILE></FILEHOSO></HOSO></DANHSACHHOSO></THONGTINHOSO></GIAMDINHHS>
        """;
}
