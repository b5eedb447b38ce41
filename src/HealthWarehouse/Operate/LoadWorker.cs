using System.Diagnostics;
using HealthWarehouse.Collect;
using HealthWarehouse.Loading;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HealthWarehouse.Operate;

/// <summary>
/// Loads what comes in, as it comes in. A pass costs much the same for one message as for a hundred: after one that was not full it rests
/// three times as long as it took (two seconds at most), so that receipts and readers have the machine and the next takes more at once.
/// Folds the log when it is quiet. No fault ends it: what is the world's is waited for, ever longer, and tried again.
/// </summary>
public sealed class LoadWorker(House house, ILogger<LoadWorker> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2), Longest = TimeSpan.FromMinutes(1),
        LongestRest = TimeSpan.FromSeconds(2);

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
                else if (loaded is > 0 and < Loader.GroupDeliveries && Stopwatch.GetElapsedTime(began) * 3 is var rest)
                    await Task.Delay(rest < LongestRest ? rest : LongestRest, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                var trace = Trouble.NewTraceId();
                house.Pulse.Failed(trace);
                log.LogError("Nạp dữ liệu gặp sự cố, mã vết {TraceId}; thử lại sau {Seconds} giây. {Trace}", trace, wait.TotalSeconds,
                    Trouble.Trace(e));
                if (!await Rest(wait, stoppingToken)) break;
                wait = wait * 2 < Longest ? wait * 2 : Longest;
            }
        }
        house.Loader.PutAside -= Tell;
    }

    private void Tell(SetAside aside) =>
        log.LogError("Để riêng lần gửi {TrackingId}, mã vết {TraceId}: {Words} {Trace}", aside.TrackingId, aside.TraceId, aside.Words,
        aside.Trace);

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
