namespace HealthWarehouse.Catalogue;

public sealed record PurposeFile(string Act, string ValidFrom, IReadOnlyList<Purpose> Purposes, BreakGlassRules BreakGlass)
{
    internal void Verify()
    {
        var idle = Purposes.FirstOrDefault(p => p.Minutes is < 1 or > 24 * 60);
        CatalogueRules.Require(idle is null, "purposes.yaml", $"mục đích '{idle?.Id}': minutes phải từ 1 đến {24 * 60}");
        var twice = Purposes.GroupBy(p => p.Id).FirstOrDefault(g => g.Count() > 1);
        CatalogueRules.Require(twice is null, "purposes.yaml", $"mục đích '{twice?.Key}' được khai báo hai lần");
        CatalogueRules.Require(BreakGlass is { Minutes: > 0, ReasonLength: > 0, ReviewDays: > 0 }, "purposes.yaml",
            "break_glass: các số phải lớn hơn 0");
    }
}

/// <summary>
/// A purpose for which person-level data may be read (Luật 91/2025/QH15, Luật KCB Điều 69): chosen by the reader, kept in the audit row.
/// Identity opened for it is masked again after some minutes. <c>DespiteLimits</c>: it holds for persons whose data are restricted on their
/// request too.
/// </summary>
public sealed record Purpose(string Id, string Name, string Basis, int Minutes, PurposeAsks Asks, bool DespiteLimits = false);

/// <summary>What somebody must write down to open identity for a purpose.</summary>
public enum PurposeAsks { Nothing, Reason, Document }

/// <summary>Opening in an emergency, beyond one's grants: how long, how much must be said, and within how many days it is judged.</summary>
public sealed record BreakGlassRules(int Minutes, int ReasonLength, int ReviewDays);
