namespace HealthWarehouse.Web.Rooms.Feeds;

/// <summary>
/// Sets answer by the names they had before they were given speaking ones: links of workbooks made then go on. A key may be written with
/// the name of its column, (Id='…'), as the standard has it for any key.
/// </summary>
internal sealed class OldFeedNames(FeedSets sets) : IStartupFilter
{
    private readonly Dictionary<string, string> _names = sets.ByType.Values.Where(f => f.OldName != f.Name)
        .ToDictionary(f => f.OldName, f => f.Name);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, on) =>
        {
            if (http.Request.Path.StartsWithSegments("/odata", out var rest) && rest.Value is { Length: > 1 } asked
                && _names.TryGetValue(asked[1..].Split(['/', '('])[0], out var name))
                http.Request.Path = $"/odata/{name}{asked[(1 + asked[1..].Split(['/', '('])[0].Length)..]}";
            if (http.Request.Path.Value is { } path && path.StartsWith("/odata/", StringComparison.OrdinalIgnoreCase))
                http.Request.Path = path.Replace("(Id='", "('", StringComparison.Ordinal);
            return on(http);
        });
        next(app);
    };
}
