using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Tests.Keys;

/// <summary>A request of the person of a record to have all deleted, as the desk decided it: what a shredding carries out.</summary>
internal static class DecidedDeletion
{
    private static readonly Viewer Officer =
        new("lan", "Lan", "privacy-officer") { Rights = new HashSet<Right> { Right.Privacy, Right.Records, Right.Identity } };

    /// <summary>Its number; <paramref name="steps"/>: what happened to it, by default as far as the decision.</summary>
    public static async Task<string> Of(House house, long record, params string[] steps)
    {
        var requests =
            new SubjectRequests(house.Catalogue, house.Operations, house.Audit, new(house.Warehouse, house.Vault.Pseudonyms), house.Clock);
        var asked = await requests.Receive(new("delete", house.Shredding.Today, "Trực tiếp tại Sở", "Căn cước",
            Subject: SubjectRef.Record(record)), Officer, TestContext.Current.CancellationToken);
        foreach (var step in steps.Length > 0 ? steps : ["acknowledged", "deletion"])
            await requests.Step(asked.Request.Id, new(step, step == "refused" ? "retention" : null, "theo văn bản"), Officer,
                TestContext.Current.CancellationToken);
        return asked.Request.Number;
    }
}
