using HealthWarehouse.Collect;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>
/// Looks into the watched folder (KHOYTE_WATCH) and the folders of the contracts inside it again and again; a file that cannot be taken
/// stays where it is and is tried again.
/// </summary>
public sealed class FolderWorker(House house, ILogger<FolderWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (house.Settings.Watch is not { } folder) return;
        var watched = WatchedFolder.All(folder, house.Intake, house.Catalogue, house.Clock);
        using var timer = new PeriodicTimer(Every, house.Clock);
        var said = new HashSet<string>();
        do
        {
            try
            {
                foreach (var one in watched)
                    foreach (var file in await one.Look(stoppingToken)) Tell(file, said);
                foreach (var strange in WatchedFolder.Strange(folder, house.Catalogue)) Tell(strange, said);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                if (said.Add(folder)) log.LogError(e, "Không đọc được thư mục theo dõi; sẽ thử lại.");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Tell(TakenFile file, HashSet<string> said)
    {
        if (file.Note is { } note) log.LogWarning("Thư mục theo dõi: {Note}", note);
        if (file.Problem is { } problem && said.Add(file.Path))
            log.LogWarning("Chưa nhận được một tệp trong thư mục theo dõi: {Problem}", problem);
        else if (file.Problem is null) said.Remove(file.Path);
    }
}
