using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests;

/// <summary>Viewers that tests look through.</summary>
internal static class Someone
{
    /// <summary>A clerk of some facilities.</summary>
    public static Viewer OfFacilities(string[] facilities) =>
        new("an", "An", "facility-staff", facilities) { Rights = new HashSet<Right> { Right.Figures, Right.SmallCells, Right.Records, Right.Identity, Right.Deliver } };
}
