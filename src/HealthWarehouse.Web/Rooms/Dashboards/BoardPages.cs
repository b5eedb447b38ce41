using HealthWarehouse.Analyse;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Guard;
using HealthWarehouse.Report;
using HealthWarehouse.Store;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HealthWarehouse.Web.Rooms.Dashboards;

/// <summary>
/// The tiles of boards as they stand in the page, kept until something is committed: drawing them costs more than working their figures
/// out.
/// </summary>
internal sealed class BoardPages(Report.Dashboards all, Figures figures, Warehouse warehouse, IServiceProvider services,
    ILoggerFactory logs) : IDisposable
{
    /// <summary>Characters of all that is kept.</summary>
    private const long Room = 30_000_000;

    private readonly CommitMemory<string> _kept = new(warehouse, Room, html => html.Length);

    public async Task<string> Tiles(Dashboard dashboard, BoardRequest board, Viewer viewer, CancellationToken stop)
    {
        await all.Note(dashboard, board.Slice, board.Where, viewer, stop);
        return await _kept.Get(Key(), token => Draw(dashboard, board, viewer, token), stop);

        // The day too: a month that runs today is over tomorrow.
        string Key() => string.Create(CultureInfo.InvariantCulture, $"{dashboard.Code}|{dashboard.GetHashCode()}|{board.Today:yyyy-MM-dd}")
            + $"|{board.Query}|{viewer.ScopeKey}|{viewer.Opened}|{viewer.MayReadRecords}";
    }

    private async Task<string> Draw(Dashboard dashboard, BoardRequest board, Viewer viewer, CancellationToken stop)
    {
        var tiles = await all.ComputeNoted(dashboard, board.Slice, board.Where, viewer, stop);
        var sparks = await all.Sparks(dashboard, board.Slice, board.Where, board.Today, viewer, stop);
        var map = tiles.FirstOrDefault(t => t.Tile.Kind is TileKind.Map)?.Question.Slice;
        var silent = map is null ? new HashSet<string>() : await figures.Silent(board.Catalogue, map, viewer, stop);
        await using var renderer = new HtmlRenderer(services, logs);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(BoardTiles.Tiles)] = tiles, [nameof(BoardTiles.Board)] = board, [nameof(BoardTiles.Code)] = dashboard.Code,
            [nameof(BoardTiles.Silent)] = silent,
            [nameof(BoardTiles.Sparks)] = sparks, [nameof(BoardTiles.MayRead)] = viewer.MayReadRecords,
        });
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<BoardTiles>(parameters)).ToHtmlString());
    }

    public void Dispose() => _kept.Dispose();
}
