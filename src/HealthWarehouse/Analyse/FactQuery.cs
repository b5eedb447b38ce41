using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>
/// SQL over one fact from its declared measures: the rows <c>f</c> of a slice that the viewer may see, each with its weight (below one only
/// where a split unit is restated on other boundaries). The one place where scope, period, boundaries and knowledge are turned into SQL.
/// </summary>
internal sealed partial class FactQuery
{
    private readonly MeasureFile _file;
    private readonly Slice _slice;
    private readonly Rollup? _rollup;
    private readonly List<string> _conditions = [];
    private readonly List<string> _joins = [];

    public FactQuery(MeasureFile file, Slice slice, Viewer viewer, Rollup? rollup = null)
    {
        (_file, _slice, _rollup) = (file, slice, rollup);
        Arguments.Add("start", slice.Period.Start);
        Arguments.Add("finish", slice.Period.End);
        if (rollup is not null) _conditions.Add("f.month_start between $start and $finish");
        else if (file.Date is { } date) _conditions.Add($"{date} between $start and $finish");
        if (rollup is null && file.Of.HasVersions)
        {
            _conditions.Add(slice.KnownAt is null
                ? "f.known_to is null" : "f.known_from <= $known and (f.known_to is null or f.known_to > $known)");
            if (slice.KnownAt is { } known) Arguments.Add("known", known.UtcDateTime);
        }
        if (rollup is null && file is { Date: null, Of.HasVersions: true, Facility: { } place }) KeepWhileOpen(place);
        if (slice.Facility is { } facility) Require($"{FacilityColumn} = $facility", "facility", facility);
        if (viewer.Facilities is { } allowed)
            Require($"{FacilityColumn} in (select text_items($allowed))", "allowed", string.Join(';', allowed));
        if (viewer.Communes is { } residents)
            Require($"{(rollup is null ? file.Commune : $"f.\"{Commune}\"")} in (select text_items($residents))", "residents",
                string.Join(';', residents));
        if (slice.Unit is { } unit) Require("$unit in (unit.code, unit.parent, coalesce(above.code, unit.province))", "unit", unit);
    }

    /// <summary>The last list of a facility stands until the next; one that has closed sends none.</summary>
    private void KeepWhileOpen(string facility)
    {
        _joins.Add("left join (select code, max(coalesce(valid_to, date '9999-12-31')) as last_day from dim.facility " +
            $"group by code) open_place on open_place.code = {facility}");
        _conditions.Add("(open_place.last_day is null or open_place.last_day >= f.last_day)");
    }

    public DynamicParameters Arguments { get; } = new();

    /// <summary>
    /// Whether the rows of a fact can tell anything about a slice to a viewer: what is not kept by facility has no figure for one, nor for
    /// those bound to some; nor has what lies outside the fields somebody works in.
    /// </summary>
    public static bool CanAnswer(MeasureFile file, Slice slice, Viewer viewer) =>
        viewer.Asks(file.Code)
        && (file.Facility is not null || (slice.Facility is null && viewer.Facilities is null))
        && (viewer.Communes is null || file.Commune is not null)
        && (slice.Unit is null || (slice.Place is Place.Facility && file.Facility is not null) || file.Commune is not null);

    /// <summary>Rows of the slice with everything joined to them.</summary>
    public string From => $"""
        from   {Source} f
        {string.Join('\n', new[] { NeedsEpisode ? _file.Join : "", PlaceJoins }.Concat(_joins.Distinct()).Where(j => j.Length > 0))}
        where  {string.Join("\nand    ", _conditions.DefaultIfEmpty("true"))}
        """;

    /// <summary>The column of a dimension; what it needs is joined.</summary>
    public string Column(string dimension)
    {
        if (_rollup is not null)
        {
            if (_rollup.Join(dimension) is { } onRollup) _joins.Add(onRollup);
            return _rollup.Column(dimension);
        }
        if (dimension == Commune && _file.Commune is not null && _slice.Geography is not Geography.AsWas) return RestatedCommune();
        if (_file.By[dimension].Join is { } join) _joins.Add(join);
        return Using(_file.By[dimension].Column);
    }

    /// <summary>
    /// Only rows whose dimension has one of the values; <see cref="Question.Unknown"/> stands for those that do not tell.
    /// </summary>
    public void Keep(string dimension, IReadOnlyList<string> values)
    {
        var name = $"where{_conditions.Count}";
        var column = $"cast({Column(dimension)} as varchar)";
        Require($"({column} in (select text_items(${name})){(values.Contains(Question.Unknown) ? $" or {column} is null" : "")})", name,
            string.Join(';', values));
    }

    /// <summary>Only rows that count in any of some measures.</summary>
    public void KeepCounted(IEnumerable<string> measures) =>
        _conditions.Add($"({string.Join(" or ", measures.Select(m => $"({Using(Where(_file, m))}{AtEnd(m)})"))})");

    /// <summary>In a stock a row counts only where it still holds at the end.</summary>
    private string AtEnd(string measure) => _file.Measures[measure].Stock is null ? "" : " and f.at_end";

    /// <summary>The episode of every row is wanted beside it.</summary>
    public void NeedEpisode() => Using($"{_file.Episode}.");

    /// <summary>Only rows of episodes in no restricted compartment the viewer does not open.</summary>
    public void KeepOpen(Viewer viewer)
    {
        if (!viewer.OpensAll) Require("not exists (select 1 from std.restricted x where x.record_key = f.record_key and " +
            "x.compartment not in (select text_items($opened)))", "opened", viewer.Opened);
    }

    /// <summary>Only rows of other persons than some (a;b).</summary>
    public void LeaveOut(string persons)
    {
        if (_file.Of.Person is { } person)
            Require(Using($"({person} is null or cast({person} as varchar) not in (select text_items($limited)))"), "limited", persons);
    }

    /// <summary>Only rows of one episode.</summary>
    public void KeepEpisode(long key) => Require("f.record_key = $key", "key", key);

    /// <summary>All conditions of a measure in SQL, always true when it has none.</summary>
    public static string Where(MeasureFile file, string measure) =>
        file.Measures[measure].Where is { Count: > 0 } conditions
            ? string.Join(" and ", conditions.Select(c => $"({file.Holds[c].Sql})")) : "true";

    /// <summary>Sum of a measure over rows of the fact, each by its weight.</summary>
    public static string Sum(MeasureFile file, string measure, string weight = "1")
    {
        var (sum, where) = (file.Measures[measure].Sum, Where(file, measure));
        var filter = where == "true" ? "" : $" filter (where {where})";
        return (sum, weight) switch { ("1", "1") => $"count(*){filter}", ("1", _) =>
            $"sum({weight}){filter}", (_, "1") => $"sum({sum}){filter}", _ => $"sum({sum} * {weight}){filter}" };
    }

    /// <summary>The measure over the rows, each counted by its weight; a distinct count knows no weights.</summary>
    public string Value(string measure, bool byMonth)
    {
        var (declared, where) = (_file.Measures[measure], Where(_file, measure));
        return _rollup is not null
            ? $"sum(f.\"{measure}\")" : Using(declared.Distinct is { } distinct
            ? $"count(distinct case when {where} then {AsKnown(distinct)} end)"
            : declared.Stock is { } stock
                ? $"sum(case when {where} and {(byMonth ? "f.at_month_end" : "f.at_end")} then {stock} * {Weight} else 0 end)"
            : declared.Average is { } average ? $"sum(case when {where} then {average} * f.days * {Weight} else 0 end) / " +
                $"nullif(max({(byMonth ? "f.month_days" : "f.period_days")}), 0)"
            : Sum(_file, measure, Weight));
    }

    /// <summary>Persons as known at the moment asked of: somebody may have been told apart, or put together, since.</summary>
    private string AsKnown(string distinct)
    {
        if (_slice.KnownAt is null || !_file.Of.HasVersions || !distinct.EndsWith(".person_key", StringComparison.Ordinal)) return distinct;
        _joins.Add($"left join link.person_before whose on whose.record_key = {distinct[..distinct.IndexOf('.')]}.record_key and " +
            "whose.known_from <= $known and whose.known_to > $known");
        return $"coalesce(whose.person_key, {distinct})";
    }

    /// <summary>Remembers what is asked of the rows, to know whether their episode is needed.</summary>
    private string Using(string sql)
    {
        _used.Append(sql).Append(' ');
        return sql;
    }

    private readonly StringBuilder _used = new();

    public static bool UsesEpisode(string sql) => EpisodeColumn().IsMatch(sql);

    private bool NeedsEpisode =>
        _rollup is null && UsesEpisode($"{_used} {PlaceJoins} {string.Join(' ', _joins)} {string.Join(' ', _conditions)}");

    [GeneratedRegex(@"\be\.")] private static partial Regex EpisodeColumn();

    /// <summary>How much of a row counts.</summary>
    public string Weight =>
        (IsRestated, _home) switch { (true, true) => "bridge.weight * coalesce(home_bridge.weight, 1)", (true, false) =>
        "bridge.weight", (false, true) => "coalesce(home_bridge.weight, 1)", _ => "1" };

    /// <summary>The dimension that is restated on other boundaries.</summary>
    public const string Commune = "commune";

    private bool _home;

    /// <summary>
    /// The commune a row belongs to on the boundaries asked for; a row of a split unit stands in each part with its weight.
    /// </summary>
    private string RestatedCommune()
    {
        _home = true;
        _joins.Add($"""
            left join dim.admin_code home on home.code = {_file.Commune} and {_file.Day} between home.from_on and home.to_on
            left join dim.admin_bridge home_bridge on home_bridge.tree = '{Tree}' and home_bridge.from_key = home.unit_key
            left join dim.admin_unit home_unit on home_unit.unit_key = home_bridge.to_key
            """);
        return "home_unit.code";
    }

    private string Tree => _slice.Geography is Geography.Since2025 ? "2025" : "2004";

    private void Require(string condition, string name, object value)
    {
        _conditions.Add(condition);
        Arguments.Add(name, value);
    }

    private string FacilityColumn => _rollup is not null ? "f.facility_code" : _file.Facility!;

    private bool IsRestated => _slice.Unit is not null && _slice.Geography is not Geography.AsWas;

    /// <summary>Facts as they are; of those with a span one row a month in which it holds, until the day of the last delivery.</summary>
    private string Source => _rollup?.Table ?? (_file.Date is not null ? _file.Table : $"""
        (select s.*, m.last_day, m.month_days, m.period_days,
                least(coalesce(s.valid_to, m.last_day), m.last_day) - greatest(s.valid_from, m.first_day) + 1 as days,
                coalesce(s.valid_to, m.last_day) >= m.last_day as at_month_end,
                coalesce(s.valid_to, m.last_day) >= m.last_day and m.last_day = m.final_day as at_end
         from   {_file.Table} s
         join  (select min(day) as first_day, max(day) as last_day, count(*) as month_days, sum(count(*)) over () as period_days,
                       max(max(day)) over () as final_day
                from   dim.date
                where  day between $start and
                       least($finish, (select coalesce(cast(max(received_at) as date), $finish) from std.delivery where loaded))
                group by month_code) m on s.valid_from <= m.last_day and coalesce(s.valid_to, m.first_day) >= m.first_day)
        """);

    private string PlaceJoins
    {
        get
        {
            if (_slice.Unit is null) return "";
            var byFacility = _slice.Place is Place.Facility && _file.Facility is not null;
            var ofFacility = $"join dim.facility place_of on place_of.code = {_file.Facility} and {_file.Day} >= place_of.valid_from " +
                $"and (place_of.valid_to is null or {_file.Day} <= place_of.valid_to)";
            return $"""
                {(byFacility ? ofFacility : "")}
                join dim.admin_code place on place.code = {(byFacility ? "place_of.commune_code" : _file.Commune)}
                    and {_file.Day} between place.from_on and place.to_on
                {(IsRestated ? $"join dim.admin_bridge bridge on bridge.tree = '{Tree}' and bridge.from_key = place.unit_key" : "")}
                join dim.admin_unit unit on unit.unit_key = {(IsRestated ? "bridge.to_key" : "place.unit_key")}
                left join dim.admin_unit above on above.unit_key = {(IsRestated ? "bridge.province_key" : "null")}
                """;
        }
    }
}
