namespace HealthWarehouse.Catalogue;

/// <summary>The audit (TCVN 14423:2026, A5): seconds the clock may go back unnoticed, months kept online.</summary>
public sealed record AuditRules(string Act, string ValidFrom, int ClockToleranceSeconds, int OnlineMonths)
{
    /// <summary>The law asks for six months (NĐ 165/2025/NĐ-CP Điều 17); the house keeps a year at least.</summary>
    internal void Verify()
    {
        CatalogueRules.Require(OnlineMonths >= 12, "audit.yaml", "online_months ít nhất là 12");
        CatalogueRules.Require(ClockToleranceSeconds is >= 0 and <= 300, "audit.yaml", "clock_tolerance_seconds phải từ 0 đến 300");
    }
}
