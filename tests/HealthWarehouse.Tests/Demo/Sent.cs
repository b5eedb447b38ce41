using HealthWarehouse.Collect;
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
    private const int Together = 2000;
    private readonly List<TruthEncounter> _truth = [];
    private readonly List<(string Tracking, PlantedError Error)> _errors = [];

    public static async Task<Sent> Load(Engine engine, DemoSettings settings, Func<DemoDelivery, bool>? only = null)
    {
        var clock = new DemoClock();
        var test = await TestHouse.Open(engine, clock: clock);
        var sent = new Sent(test);
        var province = new DemoProvince(settings, test.House.Catalogue);
        foreach (var sender in province.Senders)
            await test.House.Senders.Add(sender.Code, sender.Name, string.Join(';', sender.Facilities));
        foreach (var together in province.Deliveries().Where(d => only?.Invoke(d) ?? true).Chunk(Together))
        {
            var receipts = await test.House.Intake.TakeMany([.. together.Select(m =>
                new Incoming(m.Open, new(m.Sender, "demo", m.Contract, m.Version, m.IdempotencyKey, m.FileName), m.SentAt))]);
            foreach (var (message, receipt) in together.Zip(receipts))
            {
                sent._errors.AddRange(message.Errors.Select(e => (receipt.TrackingId, e)));
                sent._truth.AddRange(message.Truth);
            }
            clock.Now = together[^1].SentAt;
        }
        await test.House.Loader.LoadWaiting();
        var numbers = (await test.House.Ledger.All()).ToDictionary(d => d.Id, d => d.Seq);
        foreach (var (tracking, error) in sent._errors) sent.Planted.Add(((numbers[tracking], error.Record ?? 0), error));
        return sent;
    }

    /// <summary>Core holds exactly the episodes that are current in truth; the clean ones with what they truly were.</summary>
    public async Task Agrees()
    {
        var known = (await test.Ask<(string Facility, string Episode, string Type, string Icd, string Outcome, DateTime? Left,
            decimal? Amount)>(
            "select facility_code, episode_code, visit_type, main_icd, outcome_code, discharged_at, hospital_amount "
            + "from core.encounter where known_to is null")).ToDictionary(k => (k.Facility, k.Episode));
        var current = _truth.Where(t => t.State is TruthState.Current).ToArray();

        known.Keys.ShouldBe(current.Select(t => (t.Facility, t.Episode)), ignoreOrder: true);
        foreach (var t in current.Where(t => t.LastingError is null))
            known[(t.Facility, t.Episode)]
                .ShouldBe((t.Facility, t.Episode, t.VisitType, t.MainIcd, t.Outcome, t.Discharged, t.HospitalAmount));
    }
}
