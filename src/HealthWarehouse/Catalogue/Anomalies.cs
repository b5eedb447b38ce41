namespace HealthWarehouse.Catalogue;

/// <summary>What in the audit is worth a look (NĐ 356/2025/NĐ-CP Điều 9: continuous access monitoring): catalogue/anomalies.yaml.</summary>
public sealed record AnomalyFile(string Act, string ValidFrom, IReadOnlyList<string> CommonSurnames, IReadOnlyList<AnomalyRule> Rules)
{
    public AnomalyRule? Rule(string id) => Rules.FirstOrDefault(r => r.Id == id);

    internal void Verify()
    {
        var twice = Rules.GroupBy(r => r.Id).FirstOrDefault(g => g.Count() > 1);
        CatalogueRules.Require(twice is null, "anomalies.yaml", $"quy tắc '{twice?.Key}' được khai báo hai lần");
        foreach (var rule in Rules)
        {
            CatalogueRules.Require(rule.AtLeast >= 1 && rule.Minutes >= 0 && (rule.AtLeast == 1 || rule.Minutes > 0), "anomalies.yaml",
                $"{rule.Id}: at_least từ 1, trên 1 thì cần minutes");
            CatalogueRules.Require(rule.Examples.Fires.Count > 0 && rule.Examples.Quiet.Count > 0, "anomalies.yaml",
                $"{rule.Id}: cần một ví dụ báo và một ví dụ không báo");
        }
    }
}

/// <summary>Rows of one account that meet all of <c>When</c>, so many of them (rows, or persons shown) within some minutes.</summary>
public sealed record AnomalyRule(string Id, string Name, string About, AnomalyWhen When, int AtLeast, AnomalyExamples Examples,
    int Minutes = 0, AnomalyUnit Count = AnomalyUnit.Rows);

public enum AnomalyUnit { Rows, Persons }

/// <summary>Conditions on a row: what is not given holds for every row. Hours are those of Việt Nam; a span may go over midnight.</summary>
public sealed record AnomalyWhen(
    IReadOnlyList<string>? Actions = null, IReadOnlyList<string>? Results = null, IReadOnlyList<string>? AccountTypes = null,
        IReadOnlyList<string>? Details = null,
    TimeOnly? From = null, TimeOnly? To = null, bool Weekend = false, bool Outside = false);

public sealed record AnomalyExamples(IReadOnlyList<AnomalyExample> Fires, IReadOnlyList<AnomalyExample> Quiet);

/// <summary>Rows of an example: so many times, so many seconds apart; <c>At</c> is the time in Việt Nam.</summary>
public sealed record AnomalyExample(DateTime At, string Action = "read", string Result = "done", string Account = "an",
    string AccountType = "person", string Source = "10.0.0.5", string? Detail = null, int Times = 1, int EverySeconds = 1, int Persons = 1);
