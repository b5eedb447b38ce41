using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>
/// Work on keys and on what is sealed in the background, beside loading: what was left half way is taken up at start, content nothing holds
/// is swept away.
/// </summary>
public sealed class VaultWorker(House house, ILogger<VaultWorker> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await house.Intake.Sweep(stoppingToken);
                if (await house.Warehouse.Holds(stoppingToken))
                {
                    await house.Shredding.RunApproved(stoppingToken);
                    await house.KeyOffice.Work(stoppingToken);
                }
                await house.KeyOffice.Asked(Quiet, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Việc về khoá gặp sự cố; sẽ thử lại.");
                await Task.Delay(Quiet, stoppingToken);
            }
        }
    }
}
