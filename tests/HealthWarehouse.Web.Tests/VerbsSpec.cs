using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// The verbs as a shell sees them: results on standard output, exit codes, and the same answers when a server holds the data folder. Four
/// run as processes of their own: an import alone and beside a server, a report that is a file, and a fault; the others here, in the same
/// code.
/// </summary>
public class VerbsSpec
{
    [Fact]
    public async Task Import_takes_every_stay_again_changes_nothing_and_the_report_agrees()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        var (exit, output, error) = await Typed.Run("import", Repo.Shared("data/claims-mimic"), "--data", data);
        exit.ShouldBe(0, error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(47);
        lines.Skip(1).ShouldAllBe(l => l.Contains("\tLoaded\t", StringComparison.Ordinal));
        lines.Skip(1).Sum(l => int.Parse(l.Split('\t')[4], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(68);

        var before = await Typed.Run("report", "b14", "--period", "2026", "--data", data);
        var again = await Typed.Run("import", Repo.Shared("data/claims-mimic"), "--data", data);
        again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .ShouldAllBe(l => l.EndsWith("duplicate", StringComparison.Ordinal));
        var after = await Typed.Run("report", "b14", "--period", "2026", "--data", data);
        after.Output.ShouldBe(before.Output);
        Plain(before.Output).Split('\n')[^1].ShouldBe("2026,Toàn tỉnh,,Tổng số,,3,2,0,0,0,0,31,13,0,0,2,0,0,0,0,0,");

        (await Typed.Run("rebuild", "--verify", "--data", data)).Exit.ShouldBe(0);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_odd_envelopes_are_read_too()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        var (exit, output, _) = await Khoyte.Run("import", Repo.Shared("data/envelopes"), "--data", data);

        exit.ShouldBe(0);
        output.ShouldContain("base64_no_hoso_wrapper.xml");
        output.Split('\n').First(l => l.Contains("plain_multi_hoso", StringComparison.Ordinal)).Split('\t')[4].ShouldBe("2");
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Without_a_verb_it_tells_which_there_are_and_serves_nothing()
    {
        var (exit, output, _) = await Khoyte.Run();
        exit.ShouldBe(0);
        output.ShouldSatisfyAllConditions(o => o.ShouldContain("serve"), o => o.ShouldContain("import"), o => o.ShouldContain("audit"));
    }

    [Fact]
    public async Task Beside_a_running_server_the_verbs_go_through_it()
    {
        await using var portal = await TestPortal.Open();
        var data = portal.House.Settings.Data;
        var file = Path.Combine(data, "gui.xml");
        await File.WriteAllTextAsync(file, Envelopes.One("V1"));

        var import = await Khoyte.Run("import", file, "--data", data);
        import.Exit.ShouldBe(0, import.Error);
        import.Output.ShouldContain("\tLoaded\t");
        var report = await Khoyte.Run("report", "b14", "--period", "2026-03", "--org", "99001", "--data", data);
        Plain(report.Output).ShouldContain(",Tổng số,,0,0,0,0,0,0,1,1,");
        Plain((await Typed.Run("findings", "--data", data)).Output).ShouldStartWith("record,facility_code");
        (await Typed.Run("rebuild", "--verify", "--data", data)).Exit.ShouldBe(0);
        (await Typed.Run("rebuild", "--data", data)).Exit.ShouldBe(0);
        (await portal.House.Warehouse.QueryText<long>("select count(*) from core.encounter")).ShouldBe([1]);
        var added = await Typed.Run("sender", "add", "his-2", "--name", "Phần mềm 2", "--facilities", "99001", "--data", data);
        added.Exit.ShouldBe(0, added.Error);
        (await portal.House.Senders.ByKey(added.Output.Trim())).ShouldNotBeNull().Sender.Code.ShouldBe("his-2");
        (await Typed.Run("sender", "revoke", "khong-co", "--reason", "thử", "--data", data))
            .ShouldSatisfyAllConditions(r => r.Exit.ShouldBe(1), r => r.Error.ShouldContain("Không có nơi gửi"));
    }

    [Fact]
    public async Task Official_lists_are_imported_and_brought_again_change_nothing()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        var files = new[] { Repo.Shared("data/icd10/ICD10.csv"), Repo.Shared("data/admin-units/vn_units_2025_34p_3321w_full.json") };

        var first = await Typed.Run(["catalogue", "import", .. files, "--data", data]);
        first.Exit.ShouldBe(0, first.Error);
        first.Output.ShouldContain("\ticd10\t12219\t");
        first.Output.ShouldContain("\tprovince\t34\t");
        first.Output.ShouldContain("\tcommune\t3321\t");
        var again = await Typed.Run(["catalogue", "import", .. files, "--data", data]);
        again.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .ShouldAllBe(l => l.Split('\t', StringSplitOptions.None).Skip(3).Take(4).All(n => n == "0"));
        (await Typed.Run("catalogue", "import", "/etc/hostname", "--data", data)).Exit.ShouldBe(3);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task A_taken_port_is_one_plain_sentence()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var data = Directory.CreateTempSubdirectory("khoyte-port-").FullName;

        var (exit, _, error) =
            await Typed.Run("serve", "--data", data, "--urls", $"http://127.0.0.1:{((System.Net.IPEndPoint)other.LocalEndpoint).Port}");

        exit.ShouldBe(1);
        error.ShouldContain("đang có chương trình khác dùng");
        error.ShouldNotContain("   at ");
        Directory.Delete(data, recursive: true);
    }

    [Fact, System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_demo_is_loaded_once_with_an_account_of_each_role()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        string[] small = ["demo", "--people", "150", "--months", "3", "--data", data];

        var first = await Typed.Run(small);
        first.Exit.ShouldBe(0, first.Error);
        var logins = Path.Combine(data, "demo-logins.txt");
        File.ReadAllLines(logins).Length.ShouldBe(CatalogueFiles.Load(Repo.File("catalogue")).Access.Roles.Count(r =>
            r.Holder is RoleHolder.Person));
        File.GetUnixFileMode(logins).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Plain((await Typed.Run("report", "b14", "--period", $"{DateTime.UtcNow.AddHours(7).Year}", "--data", data)).Output).Split('\n')[^1]
            .ShouldMatch("^[0-9]{4},Toàn tỉnh,,Tổng số,,[1-9]");
        var again = await Typed.Run(small);
        (again.Exit, again.Output).ShouldBe((0, ""));
        again.Error.ShouldContain("đã có dữ liệu mẫu");
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_demo_as_files_comes_with_the_truth()
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        (await Typed.Run("demo", "--people", "100", "--months", "2", "--until", "2026-10-31", "--out", folder)).Exit.ShouldBe(0);

        Directory.EnumerateFiles(folder, "0*").Count().ShouldBeGreaterThan(10);
        File.ReadLines(Path.Combine(folder, "truth.csv")).Count().ShouldBeGreaterThan(10);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_declaration_and_example_is_checked()
    {
        var (exit, output, error) = await Typed.Run(Scale.Full ? ["check"] : ["check", "--rule", "R07-number", "R92-overlapping-stays"]);
        exit.ShouldBe(0, output);
        error.ShouldMatch(Scale.Full ? @"1\d\d quy tắc, \d+ ví dụ, 0 sai" : @"2 quy tắc, \d+ ví dụ, 0 sai");
        (await Typed.Run("check", "--rule", "R00-khong-co")).Error.ShouldContain("Không có quy tắc");
    }

    [Fact]
    public async Task A_wrong_path_period_report_or_verb_is_one_clear_line_and_not_success()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-verbs-").FullName;
        (await Khoyte.Run("import", "/khong/co", "--data", data))
            .ShouldSatisfyAllConditions(r =>
            r.Exit.ShouldBe(1), r => r.Error.ShouldContain("Không có tệp hoặc thư mục"), r => r.Output.ShouldBeEmpty());
        (await Typed.Run("report", "b14", "--period", "2026-13", "--data", data)).Error.ShouldContain("không phải là kỳ báo cáo");
        (await Typed.Run("report", "b99", "--period", "2026", "--data", data)).Error.ShouldContain("Không có biểu 'b99'");
        (await Typed.Run("report", "b14", "--period", "2026", "--org", "ZZZ", "--data", data)).Error.ShouldContain("không phải mã cơ sở");
        (await Typed.Run("bay")).Exit.ShouldNotBe(0);
        Directory.Delete(data, recursive: true);
    }

    /// <summary>A CSV of numbers and plain words, without the quotes every field stands in.</summary>
    private static string Plain(string csv) => csv.Trim().Replace("\"", "", StringComparison.Ordinal);
}
