using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests.Report;

/// <summary>Whose house it is, by the day: what is printed bears the agency's name of the day it is signed.</summary>
public class AgencySpec
{
    [Fact]
    public void Every_day_has_its_agency()
    {
        using var catalogue = new CatalogueCopy();
        catalogue.Change("agency.yaml", yaml =>
        {
            var second = yaml.LastIndexOf("  - name:", StringComparison.Ordinal);
            return yaml[..second] + yaml[second..].Replace("An Bình", "Mới", StringComparison.Ordinal);
        });

        var agencies = CatalogueFiles.Load(catalogue.Folder).Agency;

        agencies.On(new(2025, 6, 30)).Name.ShouldBe("Sở Y tế tỉnh An Bình");
        agencies.On(new(2025, 7, 1)).Name.ShouldBe("Sở Y tế tỉnh Mới");
        agencies.On(new(2031, 1, 1)).GoverningBody.ShouldBe("Ủy ban nhân dân tỉnh Mới");
        agencies.On(new(1999, 1, 1)).Name.ShouldBe("Sở Y tế tỉnh An Bình", "trước ngày đầu tiên: tên đầu tiên");
    }

    [Theory]
    [InlineData("to: 2025-06-30", "to: 2025-05-31", "không có cơ quan nào từ 01/06/2025 đến 30/06/2025")]
    [InlineData("to: 2025-06-30", "to: 2025-07-15", "chồng lên")]
    [InlineData("    to: 2025-06-30\n", "", "chồng lên")]
    [InlineData("from: 2025-07-01", "from: 2025-07-01\n    to: 2026-12-31", "không có cơ quan nào sau 31/12/2026")]
    [InlineData("logo: agency/logo.svg", "logo: access.yaml", "không phải tệp SVG")]
    [InlineData("logo: agency/logo.svg", "logo: ../../etc/logo.svg", "không phải tệp SVG")]
    [InlineData("title: Giám đốc", "title: \"\"", "thiếu chức danh người ký")]
    [InlineData("place: An Bình", "place: \" \"", "còn ô trống")]
    public void A_declaration_with_a_gap_or_a_hole_stops_the_start_and_says_where(string written, string wrong, string words)
    {
        using var catalogue = new CatalogueCopy();
        catalogue.Change("agency.yaml", yaml => yaml.Replace(written, wrong, StringComparison.Ordinal));

        Should.Throw<DeclarationException>(() => CatalogueFiles.Load(catalogue.Folder)).Message.ShouldContain(words);
    }

    [Fact]
    public void A_period_has_the_form_of_its_time()
    {
        using var copy = new CatalogueCopy();
        var now = File.ReadAllText(Path.Combine(copy.Folder, "reports", "b9.yaml"));
        void Before(string end) => File.WriteAllText(Path.Combine(copy.Folder, "reports", "b9-2020.yaml"),
            now.Replace("valid_from: 2025-07-01", "valid_from: 2020-01-01", StringComparison.Ordinal)
                .Replace("valid_to:", $"valid_to: {end}", StringComparison.Ordinal)
                .Replace("act: TT 23/2025/TT-BYT ngày 28/06/2025", "act: TT 37/2019/TT-BYT", StringComparison.Ordinal));
        Before("2025-06-30");

        var catalogue = CatalogueFiles.Load(copy.Folder);

        catalogue.ReportOn("b9", new(2025, 6, 30)).Act.ShouldStartWith("TT 37/2019");
        catalogue.ReportOn("b9", new(2025, 12, 31)).Act.ShouldStartWith("TT 23/2025");
        catalogue.Reports["b9"].Act.ShouldStartWith("TT 23/2025");
        catalogue.ReportOn("b14", new(2019, 12, 31)).Act.ShouldStartWith("TT 23/2025", customMessage: "trước bản đầu tiên: bản đầu tiên");
        Before("2025-09-30");
        Should.Throw<DeclarationException>(() => CatalogueFiles.Load(copy.Folder)).Message.ShouldContain("b9");
    }
}
