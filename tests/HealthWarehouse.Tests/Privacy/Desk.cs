using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Privacy;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Privacy;

/// <summary>
/// The desk of the data-protection officer over a house of a test, at ten o'clock of Wednesday 25/11/2026 unless the clock is moved.
/// </summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>Two persons: one at two facilities, one at the second.</summary>
    public const string FirstCitizen = "099190000011", SecondCitizen = "099185000022";

    private Desk(TestHouse test, SetClock clock)
    {
        (Test, Clock) = (test, clock);
        var house = test.House;
        var reads = new Access.Desk(house).Reads;
        Subjects = new(house.Warehouse, house.Vault.Pseudonyms);
        Consents = new(house.Catalogue, house.Operations, house.Audit, Subjects, clock);
        Requests = new(house.Catalogue, house.Operations, house.Audit, Subjects, clock);
        Incidents = new(house.Catalogue, house.Operations, house.Audit, clock);
        Scope = new(house.Catalogue, house.Operations, house.Warehouse, reads);
        Disclosures = new(house.Catalogue, house.Operations, house.Audit, Consents, clock);
        Outflows = new(house.Catalogue, Disclosures, clock);
        Packages = new(house.Catalogue, house.Warehouse, reads, Subjects, Outflows, clock);
        Limits = new(Requests, Subjects, house.Operations, house.Warehouse);
    }

    public TestHouse Test { get; }
    public SetClock Clock { get; }
    public Subjects Subjects { get; }
    public Consents Consents { get; }
    public SubjectRequests Requests { get; }
    public PersonPackages Packages { get; }
    public Incidents Incidents { get; }
    public IncidentScope Scope { get; }
    public Disclosures Disclosures { get; }
    public Outflows Outflows { get; }
    public Limits Limits { get; }

    public static readonly Viewer Officer =
        new("bao-ve", "Bảo", "privacy-officer", Source: "10.0.0.9") { Rights = new HashSet<Right> { Right.Records, Right.Privacy } };

    public static async Task<Desk> Open(Engine engine = Engine.DuckDb)
    {
        var clock = new SetClock(new(2026, 11, 25, 3, 0, 0, TimeSpan.Zero));
        return new(await TestHouse.Open(engine, clock: clock), clock);
    }

    /// <summary>Takes in three episodes of two made-up persons.</summary>
    public async Task Load(params (string Table, string Field, string? Value)[] second)
    {
        await Test.Load(Made.Envelope(Test, "inpatient", 1, ("XML1", "SO_CCCD", FirstCitizen)));
        await Test.Load(Made.Envelope(Test, "outpatient", 2,
            [("XML1", "SO_CCCD", FirstCitizen), ("XML1", "GIOI_TINH", "2"), ("XML1", "NGAY_SINH", "199004120000"), .. second]));
        await Test.Load(Made.Envelope(Test, "outpatient", 3, ("XML1", "SO_CCCD", SecondCitizen)));
    }

    /// <summary>Person keys, in the order they were first seen.</summary>
    public Task<IReadOnlyList<long>> Persons() =>
        Test.Ask<long>("select person_key from link.record_person group by person_key order by min(record_key)");

    public Task<IReadOnlyList<T>> Ask<T>(string sql) => Test.House.Operations.QueryText<T>(sql);

    /// <summary>What the engine says to a change of what must stay.</summary>
    public async Task<string> Refusal(string sql) =>
        (await Should.ThrowAsync<System.Data.Common.DbException>(() => Test.House.Operations.ExecuteText(sql))).Message;

    public ValueTask DisposeAsync() => Test.DisposeAsync();
}
