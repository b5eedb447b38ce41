using HealthWarehouse.Analyse;
using HealthWarehouse.Concepts;
using HealthWarehouse.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OData.Query;
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

    [FeedQuery(PageSize = PageRows, AllowedQueryOptions = AllowedQueryOptions.All, MaxTop = 100_000, EnsureStableOrdering = true)]
    public async Task<IQueryable<T>> Get(ODataQueryOptions<T> options, CancellationToken stop)
    {
        var feeds = HttpContext.RequestServices.GetRequiredService<Analyse.Feeds>();
        var feed = HttpContext.RequestServices.GetRequiredService<FeedSets>().ByType[typeof(T)];
        var wanted = new Wanted();
        if (options.Filter?.FilterClause.Expression is { } filter) wanted.Look(filter);
        var make = _maker ??= FeedTypes.Maker<T>(feed);
        var answer = await feeds.Read(feed, wanted.Period, wanted.Facility, User.Viewer()!, stop);
        return answer.Rows.Select(r => make(r, answer.LeavesOut)).AsQueryable();
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
