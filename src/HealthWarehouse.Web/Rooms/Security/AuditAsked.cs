using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Operate;

namespace HealthWarehouse.Web.Rooms.Security;

/// <summary>What the search page of the audit asks, as its address says it.</summary>
internal sealed record AuditAsked(string? Account, string? Object, string? Action, string? Purpose, string? Result, string? Source,
    string? From, string? To, string? Person)
{
    /// <summary>The question, with the names and numbers a person's rows bear.</summary>
    public async Task<AuditQuestion> Question(PersonTraces traces, CancellationToken stop) =>
        new(Given(Account), Given(Action), Given(Object), Given(Purpose), Given(Result), Given(Source), null, PersonKey,
            PersonKey is { } person
                ? await traces.NamesOfRecordsOf(person, stop) : null, TypedDay.Of(From), TypedDay.Of(To), PersonKey is { } asked
                ? await traces.NumbersOf(asked, stop) : null);

    public long? PersonKey => Given(Person) is not { } text
        ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
        ? key : throw new RefusedException("Mã người là một số.");

    /// <summary>The address's own words, for links and for the row that notes the look.</summary>
    public string Query() =>
        string.Join('&',
        new (string Key, string? Value)[] { ("account", Account), ("object", Object), ("action", Action), ("purpose", Purpose),
        ("result", Result), ("source", Source), ("from", From), ("to", To), ("person", Person) }
        .Where(f => Given(f.Value) is not null).Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value!.Trim())}"));

    public static AuditAsked Of(IQueryCollection query) =>
        new(query["account"], query["object"], query["action"], query["purpose"], query["result"], query["source"], query["from"],
        query["to"], query["person"]);

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
