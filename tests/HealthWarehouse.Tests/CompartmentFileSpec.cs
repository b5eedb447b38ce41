using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests;

/// <summary>catalogue/compartments.yaml judges records from declared things only, in whatever spelling they come.</summary>
public sealed class CompartmentFileSpec
{
    private static readonly Compartments Compartments = CatalogueFiles.Load(Repo.File("catalogue")).Compartments;

    [Theory]
    [InlineData("hiv", "XML1", "main_icd", "B20.1")]
    [InlineData("hiv", "XML1", "main_icd", " b24* ")]
    [InlineData("hiv", "XML1", "other_icds", "I10;Z21")]
    [InlineData("hiv", "XML3", "line_icds", "r75")]
    [InlineData("hiv", "XML1", "arrival_code", "1.9")]
    [InlineData("hiv", "XML2", "drug_name", "Tenofovir/Lamivudin/DOLUTEGRAVIR 300mg")]
    [InlineData("hiv", "XML15", "tb_hiv_status_code", "1")]
    [InlineData("mental-health", "XML13", "main_icd", "F320")]
    [InlineData("reproductive", "XML7", "pregnancy_terminated", "1")]
    [InlineData("reproductive", "XML3", "service_name", "PHÁ THAI bằng thuốc")]
    [InlineData("genetics", "XML1", "main_icd", "Q90.9")]
    public void A_declared_thing_puts_a_record_in_its_compartment(string compartment, string table, string column, string value)
    {
        Compartments.Of([Row(table, (column, value))]).ShouldBe([compartment]);
        Compartments.IsIn(compartment, [Row("XML1", ("main_icd", "J18")), Row(table, (column, value))]).ShouldBeTrue();
    }

    [Theory]
    [InlineData("XML1", "main_icd", "I10")]
    [InlineData("XML1", "other_icds", "B18;B25")]
    [InlineData("XML1", "main_icd", "O03.9")]
    [InlineData("XML1", "arrival_code", "1.1")]
    [InlineData("XML2", "drug_name", "Tenofovir 300mg")]
    [InlineData("XML2", "drug_code", "40.2580")]
    [InlineData("XML15", "tb_hiv_status_code", "2")]
    [InlineData("XML7", "pregnancy_terminated", "0")]
    [InlineData("XML4", "test_code", "HIVAB")]
    public void What_is_not_declared_does_not(string table, string column, string value) =>
        Compartments.Of([Row(table, (column, value))]).ShouldBeEmpty();

    [Fact]
    public void A_table_alone_may_be_enough_and_a_sign_may_need_two_columns()
    {
        Compartments.Of([Row("XML6")]).ShouldBe(["hiv"]);
        Compartments.Of([Row("XML4", ("test_code", "HIVAB"), ("result_value", "Âm tính"))]).ShouldBeEmpty();
        Compartments.Of([Row("XML4", ("test_code", "HIVAB"), ("result_value", "Dương tính"))]).ShouldBe(["hiv"]);
        Compartments.Of([Row("XML4", ("test_code", "HIVAB")), Row("XML4", ("result_value", "Dương tính"))]).ShouldBeEmpty();
    }

    [Fact]
    public void A_wrong_declaration_stops_the_start_and_names_what_is_wrong()
    {
        foreach (var (wrong, named) in new[] { ("XML2, column: drug_code", "XML2, column: drug"), ("B20-B24", "B2"), ("[XML6]", "[XML66]"),
            ("id: genetics", "id: hiv"), ("words: [phá thai]", "words: [\"phá'thai\"]") })
            Should.Throw<DeclarationException>(() => With(wrong, named)).File.ShouldContain("compartments.yaml");
    }

    private static CatalogueFiles With(string old, string changed)
    {
        var folder = Directory.CreateTempSubdirectory("khoyte-ngan-").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Repo.File("catalogue"), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Repo.File("catalogue"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                if (Path.GetFileName(file) == "compartments.yaml")
                    File.WriteAllText(target, File.ReadAllText(file).Replace(old, changed, StringComparison.Ordinal));
                else File.CreateSymbolicLink(target, file);
            }
            return CatalogueFiles.Load(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FactRow Row(string table, params (string Column, string Value)[] values) =>
        new(table, column => values.FirstOrDefault(v => v.Column == column).Value);
}
