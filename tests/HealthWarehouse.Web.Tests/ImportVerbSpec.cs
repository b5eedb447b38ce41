using HealthWarehouse.Web.Verbs;

namespace HealthWarehouse.Web.Tests;

/// <summary>What the import verbs tell a shell, here in this process: 0 only when everything was taken.</summary>
public class ImportVerbSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task Exit_is_zero_only_when_every_record_of_every_file_was_taken(bool besideServer)
    {
        await using var portal = besideServer ? await TestPortal.Open() : null;
        var data = portal?.House.Settings.Data ?? Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        var (good, partly) = (Path.Combine(data, "trọn"), Path.Combine(data, "một phần"));
        foreach (var folder in new[] { good, partly }) Directory.CreateDirectory(folder);
        foreach (var i in Enumerable.Range(1, 3))
            await File.WriteAllTextAsync(Path.Combine(good, $"{i}.xml"), Envelopes.One($"G{i}"), Stop);
        await File.WriteAllTextAsync(Path.Combine(partly, "1.xml"), Envelopes.Many("99001", ["P1", "", "P3"]), Stop);
        await File.WriteAllTextAsync(Path.Combine(partly, "2.xml"), Envelopes.One("P4"), Stop);

        (await Import(good, "--dry-run")).ShouldBe(0);
        (await Import(partly, "--dry-run")).ShouldBe(3);
        (await Import(good, "--contract", "khong-co")).ShouldNotBe(0);
        (await Import(good)).ShouldBe(0);
        (await Import(good)).ShouldBe(0);
        (await Import(partly)).ShouldBe(3);

        if (portal is null) Directory.Delete(data, recursive: true);
        else (await portal.House.Ledger.All(Stop)).Select(d => (d.Records, d.Refused)).ShouldBe([(1, 0), (1, 0), (1, 0), (3, 1), (1, 0)]);
        Task<int> Import(string folder, params string[] more) =>
            ImportVerb.Command().Parse([folder, "--data", data, .. more]).InvokeAsync(cancellationToken: Stop);
    }

    [Fact]
    public async Task A_list_with_a_line_set_aside_is_not_zero()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        var file = Path.Combine(data, "gia.csv");
        await File.WriteAllTextAsync(file, "code,name,valid_from\n01-May,Khám,2026-01-01\nDV.1,Khám,2026-01-01\n", Stop);

        (await Import()).ShouldBe(3);
        await File.WriteAllTextAsync(file, "code,name,valid_from\nDV.1,Khám,2026-01-01\n", Stop);
        (await Import()).ShouldBe(0);

        Directory.Delete(data, recursive: true);
        Task<int> Import() =>
            CatalogueVerb.Command().Parse(["import", file, "--list", "service", "--data", data]).InvokeAsync(cancellationToken: Stop);
    }
}
