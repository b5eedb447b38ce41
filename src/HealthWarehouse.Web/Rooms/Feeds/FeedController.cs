using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.OData.Results;
using Microsoft.AspNetCore.OData.Routing.Controllers;
using Microsoft.OData.UriParser;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Rows of a feed as OData, within the viewer's scope; facility and months of the filter are asked of the warehouse, the rest is worked out
/// here.
/// </summary>
[ApiExplorerSettings(IgnoreApi = true)]
public sealed class FeedController<T> : ODataController
{
    private const int PageRows = 1000;
    private static Func<Figure, string?, T>? _maker;

    private Feed Feed => HttpContext.RequestServices.GetRequiredService<FeedSets>().ByType[typeof(T)];

    [FeedQuery(PageSize = PageRows, AllowedQueryOptions = AllowedQueryOptions.All, MaxTop = 100_000, EnsureStableOrdering = true)]
    public async Task<IQueryable<T>> Get(ODataQueryOptions<T> options, CancellationToken stop)
    {
        var wanted = new Wanted();
        if (options.Filter?.FilterClause.Expression is { } filter) wanted.Look(filter);
        return (await Rows(wanted.Period, wanted.Facility, stop)).Select(r => r.Row).AsQueryable();
    }

    /// <summary>One row by its key, as the links of the metadata say: codes joined by ~.</summary>
    [FeedQuery(AllowedQueryOptions = AllowedQueryOptions.Select)]
    public async Task<SingleResult<T>> Get(string? key, CancellationToken stop)
    {
        key ??= "";   // ('') is a key too, of no row
        var (codes, by) = (key.Split('~'), Feed.By.ToList());
        string? Code(string dimension) =>
            codes.ElementAtOrDefault(by.IndexOf(dimension)) is { } code && code != Question.Unknown ? code : null;
        var period = Code("month") is { } month && Period.TryParse(month, out var known) ? known : Period.Ever;
        return SingleResult.Create((await Rows(period, Code("facility"), stop)).Where(r => r.Id == key).Select(r => r.Row).AsQueryable());
    }

    private async Task<IEnumerable<(string Id, T Row)>> Rows(Period period, string? facility, CancellationToken stop)
    {
        var (feeds, make) = (HttpContext.RequestServices.GetRequiredService<Analyse.Feeds>(), _maker ??= FeedTypes.Maker<T>(Feed));
        var (answer, commit) = await feeds.Read(Feed, period, facility, User.Viewer()!, FeedPages.Begun(Request), stop);
        FeedPages.Begin(Request, commit);
        return answer.Rows.Select(r => (FeedTypes.IdOf(r), make(r, answer.LeavesOut)));
    }

    /// <summary>
    /// What of a filter the warehouse can be asked for: a facility, a span of months. Only conditions joined by "and" count.
    /// </summary>
    private sealed class Wanted
    {
        private string _from = "1900-01", _to = "2199-12";

        public string? Facility { get; private set; }

        public Period Period => Period.TryParse($"{_from}~{_to}", out var period) ? period : Period.Ever;

        public void Look(SingleValueNode node)
        {
            if (node is ConvertNode convert) Look(convert.Source);
            if (node is not BinaryOperatorNode binary) return;
            if (binary.OperatorKind is BinaryOperatorKind.And)
            {
                Look(binary.Left);
                Look(binary.Right);
                return;
            }
            if (Name(binary.Left) is not { } name || Text(binary.Right) is not { } text) return;
            if (name == "facility" && binary.OperatorKind is BinaryOperatorKind.Equal) Facility = text;
            if (name != "month" || !Period.TryParse(text, out var month) || month.Months != 1) return;
            if (binary.OperatorKind is BinaryOperatorKind.Equal or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
                && string.CompareOrdinal(text, _from) > 0)
                _from = text;
            if (binary.OperatorKind is BinaryOperatorKind.Equal or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual
                && string.CompareOrdinal(text, _to) < 0)
                _to = text;
        }

        private static string? Name(SingleValueNode node) =>
            node switch { ConvertNode c => Name(c.Source), SingleValuePropertyAccessNode p => p.Property.Name, _ => null };

        private static string? Text(SingleValueNode node) =>
            node switch { ConvertNode c => Text(c.Source), ConstantNode { Value: string text } => text, _ => null };
    }
}
