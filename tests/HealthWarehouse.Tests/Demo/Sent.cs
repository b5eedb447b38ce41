using HealthWarehouse.Demo;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Truth;
using HealthWarehouse.Standardise;
using HealthWarehouse.Store;

namespace HealthWarehouse.Tests.Demo;

/// <summary>A province that was sent to a house of its own.</summary>
internal sealed class Sent(TestHouse test)
{
    public TestHouse Test => test;
    public List<((long Delivery, int Record) Place, PlantedError Error)> Planted { get; } = [];
    private readonly List<TruthEncounter> _truth = [];

    public static async Task<Sent> Load(Engine engine, DemoSettings settings)
    {
        var clock = new DemoClock();
        var test = await TestHouse.Open(engine, clock: clock);
        var sent = new Sent(test);
        var province = new DemoProvince(settings, test.House.Catalogue);
        foreach (var sender in province.Senders) await test.House.Senders.Add(sender.Code, sender.Name, string.Join(';', sender.Facilities));
        var planted = new List<(string Tracking, PlantedError Error)>();
        foreach (var message in province.Deliveries())
        {
            clock.Now = message.SentAt;
            await using var content = message.Open();
            var receipt = await test.House.Intake.Take(content, new(message.Sender, "demo", message.Contract, message.Version, message.IdempotencyKey, message.FileName));
            planted.AddRange(message.Errors.Select(e => (receipt.TrackingId, e)));
            sent._truth.AddRange(message.Truth);
        }
        await test.House.Loader.LoadWaiting();
        foreach (var (tracking, error) in planted) sent.Planted.Add((((await test.House.Ledger.Find(tracking))!.Seq, error.Record ?? 0), error));
        return sent;
    }

    /// <summary>Core holds exactly the episodes that are current in truth; the clean ones with what they truly were.</summary>
    public async Task Agrees()
    {
        var known = (await test.Ask<(string Facility, string Episode, string Type, string Icd, string Outcome, DateTime? Left, decimal? Amount)>(
            "select facility_code, episode_code, visit_type, main_icd, outcome_code, discharged_at, hospital_amount from core.encounter where known_to is null")).ToDictionary(k => (k.Facility, k.Episode));
        var current = _truth.Where(t => t.State is TruthState.Current).ToArray();

        known.Keys.ShouldBe(current.Select(t => (t.Facility, t.Episode)), ignoreOrder: true);
        foreach (var t in current.Where(t => t.LastingError is null))
            known[(t.Facility, t.Episode)].ShouldBe((t.Facility, t.Episode, t.VisitType, t.MainIcd, t.Outcome, t.Discharged, t.HospitalAmount));
    }
}
