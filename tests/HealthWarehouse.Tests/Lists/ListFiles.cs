using System.Text;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Lists;

namespace HealthWarehouse.Tests.Lists;

/// <summary>List files handed to the import door.</summary>
internal static class ListFiles
{
    public static readonly string[] Icd10 =
    [
        "icd10/ICD10.csv", "icd10/A2_M_ICD10_ko_m_b_nh_ch_nh.csv", "icd10/A3_1.csv", "icd10/A3_2_A3_3_A3_4.csv", "icd10/A3_5.csv",
            "icd10/A3_6.csv", "icd10/A3_7_A3_8.csv",
        "icd10/A3_9.csv", "icd10/A3_10.csv", "icd10/A4_1.csv", "icd10/A4_2.csv",
    ];

    public static readonly string[] Units = ["admin-units/vn_units_2025_34p_3321w_full.json", "admin-units/xa_2025-01-04_gso.csv",
        "admin-units/ward_conversion_old_new_2025_gso.csv"];

    public static readonly string[] Services =
        ["services/qd7603_pl1_dvkt.csv", "services/tt23_2024_pl1_ky_thuat.csv", "services/gia_dvkt_bvpsd.csv"];

    public static readonly string[] All = [.. Icd10, .. Services, .. Units, "facilities/hanoi_cskcb_codes.csv"];

    /// <summary>Imports an official file of ../shared/data; the test is skipped, and says so, where it is absent.</summary>
    public static async Task<ListImportResult> ImportOfficial(this TestHouse test, string file, ListImportRequest? request = null)
    {
        await using var content = File.OpenRead(Repo.Shared($"data/{file}"));
        return await test.House.Lists.Run(content, request ?? new(Path.GetFileName(file)), Viewer.House,
            stop: TestContext.Current.CancellationToken);
    }

    public static async Task<ListImportResult> Import(this TestHouse test, byte[] content, string? list = null, bool dryRun = false,
        DateOnly? from = null)
    {
        using var stream = new MemoryStream(content);
        return await test.House.Lists.Run(stream, new("danh-muc", list, dryRun, from), Viewer.House,
            stop: TestContext.Current.CancellationToken);
    }

    public static Task<ListImportResult> Import(this TestHouse test, string text, string? list = null, bool dryRun = false,
        DateOnly? from = null) =>
        test.Import(Encoding.UTF8.GetBytes(text), list, dryRun, from);

    /// <summary>Names and contents of everything in the overlay.</summary>
    public static string Overlay(this TestHouse test) =>
        Directory.Exists(Path.Combine(test.Data, "catalogue"))
            ? string.Join('\n',
            Directory.EnumerateFiles(Path.Combine(test.Data, "catalogue"), "*", SearchOption.AllDirectories).Order()
            .Select(f => $"{f}: {File.ReadAllText(f)}")) : "";
}
