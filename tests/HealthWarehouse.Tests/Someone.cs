using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests;

/// <summary>Viewers that tests look through.</summary>
internal static class Someone
{
    /// <summary>A clerk of some facilities.</summary>
    public static Viewer OfFacilities(string[] facilities) =>
        new("an", "An", "facility-staff",
            facilities) { Rights = new HashSet<Right> { Right.Figures, Right.SmallCells, Right.Records, Right.Identity, Right.Deliver } };

    /// <summary>Somebody with every right and every restricted compartment.</summary>
    public static Viewer WhoSeesAll(TestHouse test) =>
        Viewer.House with { Compartments = test.House.Catalogue.Compartments.All.Select(c => c.Id).ToHashSet() };
}
