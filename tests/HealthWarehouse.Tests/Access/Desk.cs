using HealthWarehouse.Analyse;
using HealthWarehouse.Analyse.Quality;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate;
using HealthWarehouse.Records;

namespace HealthWarehouse.Tests.Access;

/// <summary>Guard's doors over a house, and people who stand before them.</summary>
internal sealed class Desk(House house)
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);

    public Openings Openings { get; } = new(house.Catalogue, house.Operations, house.Audit, house.Clock);
    public RecordPlaces Places { get; } = new(house.Warehouse);
    public BreakGlassDesk Officer { get; } = new(house.Operations, house.Audit, house.Clock);
    public Figures Figures { get; } = new(house.Catalogue, house.Warehouse, house.Audit);
    public QualityOffice Office { get; } = new(house.Warehouse);

    public PersonalReads Reads => new(house.Catalogue, house.Audit, Openings);
    public Messages Messages => new(house.Catalogue, house.Ledger, house.Contents, house.Warehouse, house.Vault, Reads, Places);

    public static Viewer Specialist(string account, string session = "phien-1", params string[] compartments) =>
        new(account, account, "specialist", null, "10.0.0.1")
    {
        Rights = new HashSet<Right> { Right.Figures, Right.SmallCells, Right.Records, Right.Identity, Right.BreakGlass },
            Session = session, Compartments = compartments.ToHashSet(),
    };

    public async Task<RecordPlace> Place(string episode) =>
        (await Places.Find((await house.Warehouse.QueryText<long>("select max(record_key) from std.record where episode_code = $episode",
            new { episode }))[0]))!;

    /// <summary>The name in a record as a viewer sees it.</summary>
    public async Task<string> Name(Viewer viewer, RecordPlace place, string purpose = "quality") =>
        Cell((await Messages.Open(place.RecordKey, viewer, purpose))!, "XML1", "HO_TEN").Value;

    public static MessageCell Cell(MessageRecord record, string table, string element) =>
        record.Tables.First(t => t.Kind == table).Rows[0].Cells.First(c => c.Element == element);

    public Task<Opening> Open(Viewer viewer, RecordPlace place, string purpose = "quality", string? reason = null, bool person = false,
        bool breakGlass = false) =>
        Openings.Open(viewer, place, new(purpose, reason, person, breakGlass));

    public Task<IReadOnlyList<string>> Audit(string account) => house.Operations.QueryText<string>(
        "select action || ' ' || object_type || ' ' || coalesce(purpose, '-') from audit where account = $account order by seq",
            new { account });

    /// <summary>Does something while no audit row can be written.</summary>
    public async Task WithoutAudit(Func<Task> work)
    {
        await house.Operations.ExecuteText("alter table audit rename to audit_elsewhere");
        try
        {
            await work();
        }
        finally
        {
            await house.Operations.ExecuteText("alter table audit_elsewhere rename to audit");
        }
    }
}
