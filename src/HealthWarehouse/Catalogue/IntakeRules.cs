namespace HealthWarehouse.Catalogue;

/// <summary>
/// What is taken for granted of what comes in, and what is waited for when files are taken in from a folder (catalogue/intake.yaml).
/// </summary>
public sealed record IntakeRules(string UsualContract, IReadOnlyList<string> Unfinished, int QuietMinutes)
{
    /// <summary>Longest time a file that is not whole is waited for while nothing happens to it.</summary>
    public TimeSpan Quiet => TimeSpan.FromMinutes(QuietMinutes);

    /// <summary>A file another program is still writing, or keeps for itself.</summary>
    public bool IsUnfinished(string name) =>
        name[0] is '.' or '~' || Unfinished.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    internal void Verify()
    {
        CatalogueRules.Require(QuietMinutes is >= 1 and <= 1440, "intake.yaml", "quiet_minutes phải từ 1 đến 1440");
        CatalogueRules.Require(Unfinished.All(u => u is ['.', _, ..]), "intake.yaml", "unfinished gồm các đuôi tệp bắt đầu bằng dấu chấm");
    }
}
