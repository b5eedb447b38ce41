using System.Runtime.InteropServices;

namespace HealthWarehouse.Standardise;

/// <summary>
/// What is told of one record while it is bound: a rule on one field of one table is one finding, however often it speaks.
/// </summary>
internal sealed class RecordFindings
{
    private readonly List<FindingDraft> _findings = [];

    public ReadOnlySpan<FindingDraft> All => CollectionsMarshal.AsSpan(_findings);

    public void Clear() => _findings.Clear();

    public bool Has(string rule) => _findings.Any(f => f.Rule == rule);

    /// <summary>
    /// Tells a finding; the same one again only counts. Beyond <paramref name="most"/> of a rule in a record, the others are one without a
    /// name.
    /// </summary>
    public void Add(string rule, string? table, int? row, string? field, string? value, string? limit, string? about,
        int most = int.MaxValue)
    {
        var ofRule = 0;
        foreach (var known in _findings)
        {
            if (known.Rule != rule) continue;
            if (known.Table == table && known.Field == field)
            {
                known.Times++;
                return;
            }
            ofRule++;
        }
        if (ofRule < most) _findings.Add(new(rule, table, row, field, value, limit, about));
        else Add(rule, null, null, "…", value, limit, about);
    }
}
