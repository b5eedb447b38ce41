using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>
/// Once a minute: days that ended are signed, roots are copied to the second folder, the anomaly rules look at what came; once a month a
/// period is closed.
/// </summary>
public sealed class AuditWorker(House house, ILogger<AuditWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, house.Clock);
        try
        {
            do await Look(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops; the next start looks again.
        }
    }

    private async Task Look(CancellationToken stop)
    {
        try
        {
            if (!await house.Warehouse.Holds(stop)) return;
            await house.Audit.SignDays(stop);
            house.AuditMarks.Copy();
            await house.Anomalies.Look(stop);
            var latest = house.Retention.Latest;
            if (await house.Retention.HasBefore(new(latest.Year, latest.Month, 1), stop))
                await house.Retention.Close(new DateOnly(latest.Year, latest.Month, 1).AddDays(-1), "khoyte", stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Việc định kỳ của nhật ký gặp sự cố; sẽ thử lại.");
        }
    }
}
