using Dapper;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Analyse;

/// <summary>
/// SQL over one fact from its declared measures: the rows of a slice that the viewer may see, each with its weight (below one only where a
/// split unit is restated on other boundaries). The one place where scope, period, boundaries and knowledge are turned into SQL.
/// </summary>
internal sealed class FactQuery
{
    private readonly MeasureFile _measures;
    private readonly Slice _slice;

    public FactQuery(MeasureFile measures, Slice slice, Viewer viewer)
    {
        (_measures, _slice) = (measures, slice);
        Arguments.Add("start", slice.Period.Start);
        Arguments.Add("finish", slice.Period.End);
        if (slice.KnownAt is { } known) Arguments.Add("known", known.UtcDateTime);
        if (slice.Facility is { } facility) Arguments.Add("facility", facility);
        if (slice.Unit is { } unit) Arguments.Add("unit", unit);
        if (viewer.Facilities is { } allowed) Arguments.Add("allowed", string.Join(';', allowed));
        Allowed = viewer.Facilities is not null;
    }

    private bool Allowed { get; }

    public DynamicParameters Arguments { get; } = new();

    /// <summary>The rows of the slice as <c>f</c> with <c>weight</c>: a common table expression named <c>fact</c>.</summary>
    public string Fact => $"""
        fact as (
            select f.*, {(Restated ? "bridge.weight" : "1")} as weight
            from   {_measures.Fact} f{Joins}
            where  f.{_measures.Date} between $start and $finish
            and    {(_slice.KnownAt is null ? "f.known_to is null" : "f.known_from <= $known and (f.known_to is null or f.known_to > $known)")}{Filters}
        )
        """;

    /// <summary>Where of a measure, always true when it has none.</summary>
    public string Where(string measure) => _measures.Measures[measure].Where ?? "true";

    /// <summary>The measure as a sum over rows of <c>fact</c> named <c>f</c>.</summary>
    public string Sum(string measure) => $"sum(case when {Where(measure)} then {_measures.Measures[measure].Sum} * f.weight else 0 end)";

    private bool Restated => _slice.Unit is not null && _slice.Geography is not Geography.AsWas;

    private string Joins => _slice.Unit is null ? "" : $"""

            {(_slice.Place is Place.Facility
                ? $"join dim.facility p on p.code = f.facility_code and f.{_measures.Date} >= p.valid_from and (p.valid_to is null or f.{_measures.Date} <= p.valid_to)" : "")}
            join dim.admin_unit place on place.level = 'commune' and place.code = {(_slice.Place is Place.Facility ? "p.commune_code" : "f.residence_commune_code")}
                 and f.{_measures.Date} >= place.valid_from and (place.valid_to is null or f.{_measures.Date} <= place.valid_to){(Restated ? $"""

            join dim.admin_bridge bridge on bridge.tree = '{(_slice.Geography is Geography.Since2025 ? "2025" : "2004")}' and bridge.from_key = place.unit_key
            join dim.admin_unit asked on asked.unit_key = bridge.to_key
            """ : "")}
            """;

    private string Filters
    {
        get
        {
            var filters = "";
            if (_slice.Facility is not null) filters += "\n            and    f.facility_code = $facility";
            if (Allowed) filters += "\n            and    f.facility_code in (select text_items($allowed))";
            if (_slice.Unit is not null) filters += $"\n            and    $unit in ({Unit}.code, {Unit}.province, {Unit}.parent)";
            return filters;
        }
    }

    private string Unit => Restated ? "asked" : "place";
}
