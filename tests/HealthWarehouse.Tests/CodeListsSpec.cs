using HealthWarehouse.Catalogue;

namespace HealthWarehouse.Tests;

public class CodeListsSpec
{
    private static readonly CatalogueFiles Catalogue = CatalogueFiles.Load(Repo.File("catalogue"));

    [Fact]
    public void Facilities_are_found_though_they_have_a_level_of_their_own() =>
        Catalogue.Lists["facility"].Find("99001", new(2026, 1, 1))?.Name.ShouldBe("Bệnh viện Đa khoa tỉnh An Bình");

    [Fact]
    public void A_commune_is_not_found_among_the_districts()
    {
        Catalogue.Lists["commune"].Find("99001", new(2025, 1, 1)).ShouldNotBeNull();
        Catalogue.Lists["district"].Find("99001", new(2025, 1, 1)).ShouldBeNull();
    }
}
