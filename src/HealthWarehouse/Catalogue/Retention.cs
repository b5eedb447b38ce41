namespace HealthWarehouse.Catalogue;

/// <summary>How long the law wants records kept (catalogue/retention.yaml): until then nobody's data is shredded.</summary>
public sealed record RetentionFile(string Act, string ValidFrom, IReadOnlyList<RetentionPeriod> Periods)
{
    internal void Verify()
    {
        var wrong = Periods.FirstOrDefault(p => p.Years is < 1 or > 100);
        CatalogueRules.Require(wrong is null, "retention.yaml", $"{wrong?.Id}: years phải từ 1 đến 100");
        var twice = Periods.GroupBy(p => p.Id).FirstOrDefault(g => g.Count() > 1);
        CatalogueRules.Require(twice is null, "retention.yaml", $"'{twice?.Key}' được khai báo hai lần");
    }
}

/// <summary>A period and which stays it holds for: a condition on them, or all.</summary>
public sealed record RetentionPeriod(string Id, string Name, int Years, string Act, string? Where = null);
