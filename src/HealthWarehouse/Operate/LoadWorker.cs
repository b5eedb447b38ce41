using System.Diagnostics;
using HealthWarehouse.Collect;
using HealthWarehouse.Operate.Loading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>
/// Loads what comes in, as it comes in; between passes that were not full it rests as long as they took (a second at most), so that receipts have the other half
/// of the machine and more is taken at once. Folds the log when it is quiet. No fault ends it: what is the world's is waited for, ever longer, and tried again.
/// </summary>
public sealed class LoadWorker(House house, ILogger<LoadWorker> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(1), LongestRest = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        house.Loader.PutAside += Tell;
        var wait = Quiet;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var began = Stopwatch.GetTimestamp();
                var loaded = await house.Loader.LoadWaiting(stoppingToken);
                wait = Quiet;
                house.Pulse.Well();
                if (loaded == 0 && !await house.Intake.Arrival(Quiet, stoppingToken)) await house.Warehouse.Settle(stoppingToken);
                else if (loaded is > 0 and < Loader.GroupDeliveries && Stopwatch.GetElapsedTime(began) is var took) await Task.Delay(took < LongestRest ? took : LongestRest, stoppingToken);
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
