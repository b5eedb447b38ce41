using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Loading;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Rooms.Deliveries;

/// <summary>
/// What would become of a content if it were sent: nothing of it is kept. <c>Problem</c> says why it could not be read; <c>Files</c> tells
/// of each where several came. Checks against what the warehouse holds run when it is loaded.
/// </summary>
internal sealed record DryRunAnswer(bool DryRun, string Contract, string? FileName, bool Readable, string? Problem, int Records, int Kept,
    int Refused, IReadOnlyList<DryRunRule> Rules, IReadOnlyList<DryRunAnswer>? Files = null)
{
    private const int MostPlaces = 10;

    public static DryRunAnswer Of(CatalogueFiles catalogue, Contract contract, string? fileName, Survey survey) =>
        new(true, contract.Code, fileName, survey.Broken is null, survey.Broken, survey.Records, survey.Kept, survey.Refused,
            [.. survey.Rules.Select(r => new DryRunRule(r.Rule, catalogue.CheckById(r.Rule).Name, r.Severity.ToString(), r.Times,
                [.. survey.Findings.Where(f => f.Rule == r.Rule).Take(MostPlaces)
                    .Select(f => new DryRunPlace(f.Record, f.Table, f.Row, f.Field, f.Message))]))]);

    /// <summary>Looks through contents that were staged; whoever staged them lets go of them.</summary>
    public static DryRunAnswer Of(House house, Contract contract, Sender sender, IReadOnlyList<Entry> entries)
    {
        var answers = entries.Select(e =>
        {
            using var content = house.Archive.Open(e.Content);
            return Of(house.Catalogue, contract, e.From.FileName,
                house.Loader.Survey(contract.Code, content, sender.AllowedFacilities, house.Clock.GetUtcNow()));
        }).ToArray();
        return answers is [var only] ? only : answers[0] with { Files = answers };
    }
}

/// <summary>How often a rule would be broken, and where first.</summary>
internal sealed record DryRunRule(string Rule, string Name, string Severity, long Times, IReadOnlyList<DryRunPlace> First);

/// <summary>A place in the content: number of the record (0: the file), table, row, field.</summary>
internal sealed record DryRunPlace(int Record, string? Table, int? Row, string? Field, string Message);
