using HealthWarehouse.Collect;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>Loads what comes in, as it comes in; folds the log when it is quiet. One fault does not end it: the delivery stays waiting and is tried again.</summary>
public sealed class LoadWorker(House house, ILogger<LoadWorker> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await house.Loader.LoadWaiting(stoppingToken) == 0 && !await house.Intake.Arrival(Quiet, stoppingToken)) await house.Warehouse.Settle(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Nạp dữ liệu gặp sự cố; sẽ thử lại.");
                await Task.Delay(Quiet, stoppingToken);
            }
        }
    }
}
