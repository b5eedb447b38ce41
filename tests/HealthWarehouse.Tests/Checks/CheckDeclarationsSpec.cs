using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Tests.Checks;

/// <summary>What every declaration of a check must hold, and what stops the start-up when it does not.</summary>
public partial class CheckDeclarationsSpec
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));

    [Fact]
    public void Every_check_is_shown_by_an_example_that_breaks_it_and_one_that_keeps_it() =>
        Catalogue.Checks.Where(c => c.Examples is null).Select(c => c.Id).ShouldBeEmpty();

    [Fact]
    public void Every_check_says_what_is_wrong_what_to_do_and_by_which_act()
    {
        foreach (var check in Catalogue.Checks)
        {
            check.Name.ShouldNotBeNullOrWhiteSpace(check.Id);
            check.Act.ShouldNotBeNullOrWhiteSpace(check.Id);
            check.Message.ShouldEndWith(".", customMessage: check.Id);
            check.Fix.ShouldEndWith(".", customMessage: check.Id);
        }
    }

    [Fact]
    public void Every_rule_the_code_reports_is_declared_and_every_rule_left_to_the_code_is_reported()
    {
        var reported = Directory.EnumerateFiles(Repo.File("src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .SelectMany(f => RuleId().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct().ToArray();

        reported.Except(Catalogue.Checks.Select(c => c.Id)).ShouldBeEmpty();
        Catalogue.Checks.Where(c => c.By is not null).Select(c => c.Id).Except(reported).ShouldBeEmpty();
    }

    [Fact]
    public void Every_rule_of_the_field_has_a_check()
    {
        int[] rules = [1, 2, 3, 4, 5, 6, 7, 8, .. Enumerable.Range(10, 7), .. Enumerable.Range(20, 6), .. Enumerable.Range(30, 5),
            .. Enumerable.Range(50, 14)];

        rules.Where(n => !Catalogue.Checks.Any(c => c.Id.StartsWith($"R{n:00}-", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_check_in_SQL_or_in_memory_finds_its_fields_and_columns()
    {
        var layout = new StdLayout(Catalogue.Contracts.Values);
        var sql = new SqlChecks(Catalogue, layout);

        foreach (var check in Catalogue.Checks.Where(c => c.Fail is not null || c.Query is not null))
            sql.SqlOf(check.Id).ShouldContain(check.Id);
        new Binding(Catalogue, Catalogue.Usual, layout).Catalogue.ShouldBe(Catalogue);      // compiles the checks in memory
    }

    [Theory]
    [InlineData("fields: [MA_DANTOC]", "fields: [MA_DAN_TOC]", "không có trường 'MA_DAN_TOC'")]
    [InlineData("fail: r.ethnic_code = '77'", "memory: { op: matches, of: [ethnic], pattern: x }", "không có cột 'ethnic'")]
    [InlineData("{ethnic_code}", "{ethnic}", "'ethnic' không có trong bảng")]
    [InlineData("fail: r.ethnic_code = '77'", "stage: core\n    fail: r.ethnic_code = '77'", "stage: core chỉ dùng với query")]
    public void A_check_on_something_that_is_not_there_stops_the_start_up_and_is_named(string written, string wrong, string problem)
    {
        const string check = "subject: Thử\nabout: Thử\nchecks:\n  - id: R99-tried\n    name: Thử\n    on: XML1\n    fields: " +
            "[MA_DANTOC]\n    severity: info\n    fail: r.ethnic_code = '77'\n"
            + "    message: \"Dân tộc {ethnic_code}.\"\n    fix: \"Sửa.\"\n    act: \"Thử\"\n    valid_from: 2020-01-01\n";
        var folder = Directory.CreateTempSubdirectory("khoyte-test-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Repo.File("catalogue"), "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(Repo.File("catalogue"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            File.WriteAllText(Path.Combine(folder, "checks", "tried.yaml"), check);
            Compile(folder);
            File.WriteAllText(Path.Combine(folder, "checks", "tried.yaml"), check.Replace(written, wrong, StringComparison.Ordinal));

            var stopped = Should.Throw<DeclarationException>(() => Compile(folder));

            stopped.Message.ShouldContain("R99-tried");
            stopped.Message.ShouldContain(problem);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SqlChecks Compile(string folder)
    {
        var catalogue = CatalogueFiles.Load(folder);
        return new(catalogue, new StdLayout(catalogue.Contracts.Values));
    }

    [GeneratedRegex("\"([AFR]\\d\\d-[a-z0-9-]+)\"")] private static partial Regex RuleId();
}
