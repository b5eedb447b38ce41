using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests.Report;

/// <summary>Which cases a figure is about is said as its asker gets them: "Toàn tỉnh" only to whom nobody is left out.</summary>
public class ScopeWordsSpec
{
    private static readonly Geographies Places = new(CatalogueFiles.Load(Repo.File("catalogue")));
    private static readonly Slice Year = new(Period.Parse("2026"));

    private static Viewer Of(params string[] facilities) => new("ai", "Ai", "facility-staff", facilities);

    [Fact]
    public void Who_sees_all_is_told_the_province_and_every_other_what_is_theirs()
    {
        Places.ScopeOf(Year, Viewer.House).ShouldBe("Toàn tỉnh");
        Places.ScopeOf(Year, Of("99001")).ShouldBe("Bệnh viện Đa khoa tỉnh An Bình");
        Places.ScopeOf(Year, Of("99001", "99011")).ShouldBe("Bệnh viện Đa khoa tỉnh An Bình, Bệnh viện Sản - Nhi tỉnh An Bình");
        Places.ScopeOf(Year, Of("99001", "99011", "99001", "99011", "99001")).ShouldEndWith("và 2 cơ sở khác");
        Places.ScopeOf(Year, Of()).ShouldBe("không cơ sở nào");
        Places.ScopeOf(Year, Viewer.House with { Communes = ["99101"] }).ShouldStartWith("người cư trú tại ");
    }

    [Fact]
    public void A_filter_is_named_within_what_its_asker_sees()
    {
        Places.ScopeOf(Year with { Facility = "99011" }, Viewer.House).ShouldBe("Bệnh viện Sản - Nhi tỉnh An Bình");
        Places.ScopeOf(Year with { Facility = "99001" }, Of("99001")).ShouldBe("Bệnh viện Đa khoa tỉnh An Bình");
        Places.ScopeOf(Year with { Unit = "99" }, Viewer.House).ShouldBe("Tỉnh An Bình (hư cấu)");
        Places.ScopeOf(Year with { Unit = "99" }, Of("99001")).ShouldBe("Tỉnh An Bình (hư cấu) · Bệnh viện Đa khoa tỉnh An Bình");
    }
}
