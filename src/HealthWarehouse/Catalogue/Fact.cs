namespace HealthWarehouse.Catalogue;

/// <summary>
/// A kind of thing that can be counted (catalogue/facts/{code}.yaml): its table, whose rows are <c>f</c> in every piece of SQL, and what
/// the mechanisms need to know of it. <c>from</c>: contracts it is filled from by warehouse/core/{table}.sql; none where its rows follow
/// from code lists. <c>date</c>: the day a row counts on. <c>episode</c>: the name under which the row of the episode stands (<c>f</c>
/// itself, or <c>e</c>, joined to it); null where it belongs to none. <c>element</c> (table/field): where a row shows in its message.
/// <c>counts</c>: whom a row is about, for the rule of the smallest cell. <c>shows</c>: columns by which its rows are told in a list.
/// </summary>
public sealed record Fact(
    string Table, string Grain, FactTime Time, FactPlaces Places, Evidence Evidence, IReadOnlyList<string>? From = null,
    string? Date = null, string? Episode = null, string? Person = null, string? Fresh = null, string Element = "",
    string? ExampleTable = null,
    IReadOnlyList<ShownColumn>? Shows = null, Counted Counts = Counted.Row)
{
    /// <summary>Whether its rows come from records, so that each has its versions: known_from, known_to, record_key.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public bool HasVersions => From is { Count: > 0 };
}

/// <summary>Day: a row counts on a day. Span: it holds from valid_from to valid_to.</summary>
public enum FactTime { Day, Span }

/// <summary>
/// SQL of the facility and the commune of a row; null where it has none: then there is no figure by them, which is no error.
/// </summary>
public sealed record FactPlaces(string? Facility, string? Commune);

/// <summary>Row: a row is a person, or something that happened to one. Nobody: it is a thing, and small figures tell of nobody.</summary>
public enum Counted { Row, Nobody }

/// <summary>What a press on a figure opens: the episodes behind it, the rows behind it, or nothing.</summary>
public enum Evidence { None, Episode, Row }

/// <summary>A column of a list of rows: its words, its SQL, and the code list that names its values.</summary>
public sealed record ShownColumn(string Name, string Column, string? List = null);
