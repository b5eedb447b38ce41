using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Loading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>Loads what comes in, as it comes in; folds the log when it is quiet. No fault ends it: what is the world's is waited for, ever longer, and tried again.</summary>
public sealed class LoadWorker(House house, ILogger<LoadWorker> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        house.Loader.PutAside += Tell;
        var wait = Quiet;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await house.Loader.LoadWaiting(stoppingToken) == 0 && !await house.Intake.Arrival(Quiet, stoppingToken)) await house.Warehouse.Settle(stoppingToken);
                wait = Quiet;
                house.Pulse.Well();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                var trace = Trouble.NewTraceId();
                house.Pulse.Failed(trace);
                log.LogError("Nạp dữ liệu gặp sự cố, mã vết {TraceId}; thử lại sau {Seconds} giây. {Trace}", trace, wait.TotalSeconds, Trouble.Trace(e));
                if (!await Rest(wait, stoppingToken)) break;
                wait = wait * 2 < Longest ? wait * 2 : Longest;
            }
        }
        house.Loader.PutAside -= Tell;
    }

    private void Tell(SetAside aside) => log.LogError("Để riêng lần gửi {TrackingId}, mã vết {TraceId}: {Words} {Trace}", aside.TrackingId, aside.TraceId, aside.Words, aside.Trace);

    private static async Task<bool> Rest(TimeSpan time, CancellationToken stop)
    {
        try
        {
            await Task.Delay(time, stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
