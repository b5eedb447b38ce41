using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Operate.Examples;

namespace HealthWarehouse.Web.Tests.Attacks;

/// <summary>
/// A portal for attacks: facility 99010 is ours, 99001 is not. Each has sent deliveries and has records; every role has an account bound to
/// ours. What belongs to the other facility is marked, so that a leak is seen wherever it comes out.
/// </summary>
public sealed class Town : IAsyncLifetime
{
    public const string Own = "99010", Foreign = "99001", Mark = "NGOAIPHAMVI";
    private readonly ConcurrentDictionary<(string, bool), Task<HttpClient>> _people = new();

    internal TestPortal Portal { get; private set; } = null!;

    /// <summary>Ids by kind of object: ours and the other's.</summary>
    public IReadOnlyDictionary<string, (string Inside, string Outside)> Ids { get; private set; } = new Dictionary<string,
        (string, string)>();

    public async ValueTask InitializeAsync()
    {
        Portal = await TestPortal.Open([.. Gate.People.SelectMany(r => new[] { (r.Id, r.Id, (string?)Own), ($"{r.Id}-2", r.Id, Own) }),
            ("soan", "specialist", null), ("chu", "steward", null)]);
        using var ours = await Portal.Sender($"his-{Own}", Own);
        using var theirs = await Portal.Sender($"his-{Foreign}", Foreign);
        var own = await Send(ours, Enumerable.Range(1, 6).Select(n => ($"TRONG{n}", n % 2 == 0 ? "J18.9" : "A09.0")), Own);
        var foreign = await Send(theirs, Enumerable.Range(1, 6).Select(n => ($"{Mark}{n}", n % 2 == 0 ? "J18.9" : "A09.0")), Foreign);
        await Portal.Loaded();
        await Portal.House.Operations.ExecuteText("insert into saved_view (id, account, name, path, shared, saved_at) " +
            $"values ('view-own', 'facility-staff', 'x', 'so-lieu?', 0, ''), ('view-foreign', 'chu', '{Mark}', 'so-lieu?', 0, '')");
        Ids = new Dictionary<string, (string, string)>
        {
            ["delivery"] = (own, foreign), ["record"] = (await Key(Own), await Key(Foreign)), ["record-opening"] =
                (await Key(Own), await Key(Foreign)), ["episode"] = (await Key(Own), await Key(Foreign)), ["episodes"] = (Own, Foreign),
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Values) (await person).Dispose();
        await Portal.DisposeAsync();
    }

    /// <summary>A client signed in as a role bound to our facility, with or without two steps.</summary>
    internal Task<HttpClient> As(string role, bool twoSteps = false) =>
        _people.GetOrAdd((role, twoSteps), _ => twoSteps ? Portal.PersonInTwoSteps($"{role}-2") : Portal.Person(role));

    internal IEnumerable<DeclaredRoute> Routes() => Gate.RoutesOf(Portal);

    /// <summary>An antiforgery token of the person, from a page everybody has.</summary>
    internal static async Task<string> Token(HttpClient person) =>
        Regex.Match(await person.GetStringAsync("/tai-khoan/mat-khau"),
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;

    /// <summary>A message of some records in which every free text holds <paramref name="payload"/>.</summary>
    internal string Message(string payload, string facility, int number)
    {
        var (claims, clean) = (Portal.House.Catalogue.Usual, Portal.House.Catalogue.Clean);
        var record = ExampleRecord.Of(clean,
            new RecordChange(Set: new Dictionary<string, IReadOnlyDictionary<string,
            string?>> { ["XML1"] = new Dictionary<string, string?> { ["MA_CSKCB"] = facility } }), number);
        foreach (var (table, rows) in record.Tables)
            foreach (var field in claims[table].AllFields.Where(f => f.Type is FieldType.Text && f.To != claims.Subject.Key[0]
                && f.To != claims.Subject.Facility && (f.Max is null || f.Max >= payload.Length)))
                foreach (var row in rows) row[field.From] = payload;
        return new ExampleEnvelope(claims, clean.Received).Write(record);
    }

    private static async Task<string> Send(HttpClient sender, IEnumerable<(string Episode, string Icd)> episodes, string facility)
    {
        var id = "";
        foreach (var (episode, icd) in episodes)
        {
            using var body = new StringContent(Envelopes.One(episode, facility, icd), System.Text.Encoding.UTF8, "application/xml");
            using var answer = await sender.PostAsync($"/api/v1/deliveries?fileName={episode}.xml", body);
            id = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("trackingId")
                .GetString()!;
        }
        return id;
    }

    private async Task<string> Key(string facility) =>
        (await Portal.House.Warehouse.QueryText<long>("select min(record_key) from core.encounter where known_to is null " +
            "and facility_code = $facility", new { facility }))[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
}
