using HealthWarehouse.Analyse;
using Microsoft.AspNetCore.OData.Formatter.Serialization;
using Microsoft.AspNetCore.OData.Query;
using Microsoft.AspNetCore.WebUtilities;

namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Links to the next page carry the commit the first page stood at: a table read while something is loaded is of one moment.
/// </summary>
internal sealed class FeedPages : DefaultSkipTokenHandler
{
    /// <summary>The parameter of an address, one of our own beside those of the standard.</summary>
    public const string Commit = "commit";

    /// <summary>The commit the first page stood at; null on the first page.</summary>
    public static long? Begun(HttpRequest request) => request.Query.TryGetValue(Commit, out var text)
        ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var commit) ? commit : throw new FeedChangedException()
        : null;

    public static void Begin(HttpRequest request, long commit) => request.HttpContext.Items[typeof(FeedPages)] = commit;

    public override Uri? GenerateNextPageLink(Uri baseUri, int pageSize, object instance, ODataSerializerContext context)
    {
        var next = base.GenerateNextPageLink(baseUri, pageSize, instance, context);
        return next is null || Begun(context.Request) is not null || context.Request.HttpContext.Items[typeof(FeedPages)] is not long commit
            ? next : new Uri(QueryHelpers.AddQueryString(next.ToString(), Commit, commit.ToString(CultureInfo.InvariantCulture)));
    }
}
