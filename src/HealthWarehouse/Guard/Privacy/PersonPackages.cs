using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Privacy;

/// <summary>One diagnosis of an episode.</summary>
public sealed record PackageDiagnosis(string Icd, string Name, bool IsMain);

/// <summary>One episode of a person as the house holds it.</summary>
public sealed record PackageEpisode(string FacilityCode, string Facility, string EpisodeCode, string VisitType, DateTime? ArrivedAt,
    DateTime? DischargedAt, string Outcome, IReadOnlyList<PackageDiagnosis> Diagnoses);

/// <summary>What the house holds of a person, for that person: episodes, and how many were left out, by why.</summary>
public sealed record PersonPackage(long PersonKey, DateTimeOffset MadeAt, string Controller, IReadOnlyList<PackageEpisode> Episodes,
    IReadOnlyDictionary<string, int> LeftOut);

/// <summary>
/// Makes the copy a data subject asked for. Read through <see cref="PersonalReads"/>; what the officer may not open is left out and
/// counted.
/// </summary>
public sealed class PersonPackages(CatalogueFiles catalogue, Warehouse warehouse, PersonalReads reads, Subjects subjects,
    Outflows outflows, TimeProvider clock)
{
    /// <summary>
    /// The package of a request's subject. Throws a RefusedException in words when the request asks for no copy or names nobody known.
    /// </summary>
    public async Task<PersonPackage> Make(RequestCase request, Viewer viewer, CancellationToken stop = default)
    {
        viewer.RequireDesk();
        if (request.Kind.Outcome is not RequestOutcome.Copy || request.IsDone)
            throw new RefusedException("Chỉ lập bản dữ liệu cho yêu cầu xem hoặc sao chép đang xử lý.");
        var person = request.Subject is { } subject ? (await subjects.Of(subject, stop)).Person : null;
        if (person is not { } key) throw new RefusedException("Chưa xác định được người này trong kho.");
        var package = await reads.Read(viewer, catalogue.Privacy.Requests.CopyPurpose, "person-data",
            key.ToString(CultureInfo.InvariantCulture), null, () => Read(key, viewer, stop), p => [p.PersonKey], stop);
        await outflows.Copy(viewer, request, package.Episodes.Count, stop);
        return package;
    }

    private async Task<PersonPackage> Read(long person, Viewer viewer, CancellationToken stop)
    {
        var rows = await warehouse.Query<Row>("ask/privacy/person-episodes", new { person }, stop);
        var judged = rows.GroupBy(r => r.RecordKey).Select(g => (Rows: g.ToArray(), Why: Withheld([.. g], viewer))).ToArray();
        return new(person, clock.GetUtcNow(), catalogue.Privacy.Processing.Controller,
            [.. judged.Where(e => e.Why is null).Select(e => Episode(e.Rows))],
            judged.Where(e => e.Why is not null).GroupBy(e => e.Why!).ToDictionary(g => g.Key, g => g.Count()));
    }

    /// <summary>
    /// Why an episode is left out for this viewer; null when it is not. Which compartment is not said: that alone would tell.
    /// </summary>
    private static string? Withheld(Row[] rows, Viewer viewer)
    {
        if (!viewer.Sees(rows[0].FacilityCode) || (viewer.Communes is { } communes && !communes.Contains(rows[0].CommuneCode)))
            return "ngoài phạm vi của người lập";
        return rows[0].CompartmentList is { Length: > 0 } list && !list.Split(';').All(viewer.Opens) ? "ngăn hạn chế" : null;
    }

    private PackageEpisode Episode(Row[] rows)
    {
        var e = rows[0];
        var day = DateOnly.FromDateTime(e.DischargedAt ?? e.ArrivedAt ?? clock.GetUtcNow().UtcDateTime);
        return new(e.FacilityCode, catalogue.NameOf("facility", e.FacilityCode, day), e.EpisodeCode,
            catalogue.NameOf("visit-type", e.VisitType, day), e.ArrivedAt, e.DischargedAt, catalogue.NameOf("outcome", e.OutcomeCode, day),
            [.. rows.Where(r => r.Icd is not null)
                .Select(r => new PackageDiagnosis(r.Icd!, catalogue.NameOf("icd10", r.Icd, day), r.Role == "main"))
                .OrderByDescending(d => d.IsMain)]);
    }

    private sealed record Row
    {
        public long RecordKey { get; init; }
        public required string FacilityCode { get; init; }
        public required string EpisodeCode { get; init; }
        public string? VisitType { get; init; }
        public string? CommuneCode { get; init; }
        public DateTime? ArrivedAt { get; init; }
        public DateTime? DischargedAt { get; init; }
        public string? OutcomeCode { get; init; }
        public string? Role { get; init; }
        public string? Icd { get; init; }
        public string? CompartmentList { get; init; }
    }
}
