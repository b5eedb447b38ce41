using HealthWarehouse.Catalogue;
using HealthWarehouse.Demo.Chance;
using HealthWarehouse.Demo.Encounters;
using HealthWarehouse.Demo.Errors;
using HealthWarehouse.Demo.Illness;
using HealthWarehouse.Demo.Land;
using HealthWarehouse.Demo.Messages;
using HealthWarehouse.Demo.Names;
using HealthWarehouse.Demo.Organisation;
using HealthWarehouse.Demo.Population;
using HealthWarehouse.Demo.Senders;
using HealthWarehouse.Demo.Visits;

namespace HealthWarehouse.Demo;

/// <summary>
/// A made-up province: people in households fall ill, go to the facilities of the catalogue, and those send what they must, in real formats
/// and with real habits. Everything follows from the seed; deliveries come in the order of sending and memory does not grow with the time
/// looked at.
/// </summary>
public sealed class DemoProvince
{
    private readonly DemoSettings _settings;
    private readonly Horizon _horizon;
    private readonly Households _households;
    private readonly Planner _planner;
    private readonly Habits _habits;
    private readonly CatalogueFiles _catalogue;
    private readonly Desk _desk;
    private readonly Dice _root;
    private readonly Func<Reception> _reception;
    private readonly Func<QuietPlaces> _quiet;
    private readonly ListPost _lists;

    public DemoProvince(DemoSettings settings, CatalogueFiles catalogue)
    {
        (_settings, _catalogue, _root, _horizon) = (settings, catalogue, Dice.Of(settings.Seed), new(settings.BeginsOn, settings.EndsOn));
        var people = Resource.Read<PeopleRules>("Profiles/people.yaml");
        var common = Resource.Read<CommonRules>("Profiles/common.yaml");
        var names = NameBook.Load();
        var communes = new Communes(catalogue, settings.Province);
        var facilities = new Facilities(catalogue, communes, settings.Province);
        var prices = new PriceBook(catalogue);
        var ailments = new Ailments(catalogue, prices, common, people.Bands.Count);
        var epidemics = new Epidemics(_root, ailments, common, people);
        var courses = new Courses(_horizon, ailments, epidemics);
        var maternity = new Maternity(ailments);
        var papers = new Papers(people, facilities, settings.Province);
        _households = new(_root, people, communes, names, _horizon.First, _horizon.Last);
        _planner = new(_horizon, ailments, epidemics, maternity, courses);
        _habits = new(_root, Resource.Read<SenderRules>("Profiles/senders.yaml"), facilities, _horizon);
        var staff = new Staff(_root, names);
        _lists = new(_root, catalogue, facilities, _habits.Senders, new Workforce(staff),
            new Holdings(catalogue, Resource.Read<OrganisationRules>("Organisation/organisation.yaml"), common),
            new Registers(_root, catalogue, communes, facilities, staff, names), settings, _horizon);
        _desk = new()
        {
            Forms = new(catalogue.Usual), Prices = prices, Common = common, Staff = staff, Papers = papers,
                Communes = communes, Names = names, Courses = courses, Province = settings.Province,
            IcdNames = catalogue.Lists["icd10"].Entries.GroupBy(e => e.Code).ToDictionary(g => g.Key, g => g.First().Name),
        };
        _reception = () =>
            new(_households, new Destinations(facilities), papers, new Findings(new IcdRules(catalogue), _planner), _planner, maternity,
            new Arrivals(catalogue));
        _quiet = () => new(_root, facilities, communes, ailments, epidemics, catalogue.Sending, _households, settings.People);
    }

    /// <summary>The first moment of its first day, in Vietnam.</summary>
    public DateTimeOffset BeginsAt => new(_settings.BeginsOn.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7));

    /// <summary>The moment its last day is over, in Vietnam.</summary>
    public DateTimeOffset EndsAt => new(_settings.EndsOn.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7));

    /// <summary>Everybody who lives there, as they are on the last day.</summary>
    internal IEnumerable<Person> People()
    {
        var count = _households.CountFor(_settings.People);
        for (var number = 0L; number < count; number++)
            foreach (var person in _households.Draw(number).Members) yield return person;
    }

    /// <summary>Codes and names of the kinds of error that can be planted.</summary>
    public static IReadOnlyDictionary<string, string> ErrorKinds => Errors.ErrorKinds.Names;

    /// <summary>Who will send; to be registered first.</summary>
    public IReadOnlyList<DemoSender> Senders => [.. _habits.Senders, ListPost.Department];

    /// <summary>All deliveries, in the order of sending. Each call makes them anew.</summary>
    public IEnumerable<DemoDelivery> Deliveries()
    {
        using var lists = _lists.Deliveries().GetEnumerator();
        var waits = lists.MoveNext();
        foreach (var message in _settings.Contracts?.Contains("claims") is false ? [] : Messages())
        {
            for (; waits && lists.Current.SentAt <= message.SentAt; waits = lists.MoveNext()) yield return lists.Current;
            yield return message;
        }
        for (; waits; waits = lists.MoveNext()) yield return lists.Current;
    }

    /// <summary>Messages about people who were treated.</summary>
    private IEnumerable<DemoDelivery> Messages()
    {
        var outbox = new Outbox();
        var sending = new SendingDesk(_habits, Errors.ErrorKinds.Named(_settings.Kinds), _settings, _horizon, outbox);
        var dispatch =
            new Dispatch(_root, _desk, _habits, sending, new Layouts(_desk.Forms), new EnvelopeWriter(_catalogue.Usual.Packing));
        var (agenda, reception, quiet, households) = (new Agenda(_horizon), _reception(), _quiet(), _households.CountFor(_settings.People));
        foreach (var month in _horizon.Months())
        {
            for (var number = 0L; number < households; number++) _planner.Plan(_households.Draw(number), month, agenda);
            for (var day = month; day < month.AddMonths(1) && day <= _horizon.Last; day = day.AddDays(1))
            {
                Receive(day);
                foreach (var plan in quiet.Plan(day)) agenda.Add(plan);
                Receive(day);
                while (outbox.Next(day.AddDays(1).ToDateTime(TimeOnly.MinValue)) is { } outgoing) yield return dispatch.Send(outgoing);
            }
        }
        while (outbox.Next(DateTime.MaxValue) is { } outgoing) yield return dispatch.Send(outgoing);

        void Receive(DateOnly day)
        {
            foreach (var visit in reception.Receive(day, agenda))
            {
                sending.Take(visit);
                quiet.Saw(visit);
            }
        }
    }

    /// <summary>Deliveries of a province made on the spot.</summary>
    public static IEnumerable<DemoDelivery> Generate(DemoSettings settings, CatalogueFiles catalogue) =>
        new DemoProvince(settings, catalogue).Deliveries();
}
