using System.Net;
using System.Net.Sockets;
using HealthWarehouse.Guard.Audit;

namespace HealthWarehouse.Web.Access;

/// <summary>
/// Keys and tokens that were refused. The first from an address in a minute gets its row at once, the others of that minute one row with
/// their number when it is over: whoever tries a thousand keys does not make a thousand rows go to the disk. Of IPv6 a network of 64 bits
/// is one address: whoever has one has all of it.
/// </summary>
internal sealed class RefusedKeys(AuditLog audit, TimeProvider clock) : BackgroundService
{
    /// <summary>Addresses counted apart within a minute; more than these are counted together.</summary>
    private const int MostAddresses = 20;

    private const string Others = "*";
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1), Every = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, Refused> _refused = [];
    private readonly Lock _door = new();

    public async Task Note(string address, string account, string route, CancellationToken stop)
    {
        await Tell(Over(clock.GetUtcNow()), stop);
        address = Counted(address);
        lock (_door)
        {
            if (!_refused.ContainsKey(address) && _refused.Count >= MostAddresses) address = Others;
            if (_refused.TryGetValue(address, out var known))
            {
                known.More++;
                return;
            }
            _refused[address] = new(address, clock.GetUtcNow());
        }
        await audit.Write(new(account, "key-refused", "route", route, Source: address), stop);
    }

    /// <summary>Tells the number of those whose minute is over.</summary>
    public Task Flush(CancellationToken stop) => Tell(Over(clock.GetUtcNow()), stop);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Flush(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is counted until the end is told below.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Tell(Over(DateTimeOffset.MaxValue), cancellationToken);
    }

    /// <summary>What an address is counted as, and told as.</summary>
    private static string Counted(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed) || parsed
            is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address;
        var network = parsed.GetAddressBytes();
        network.AsSpan(8).Clear();
        return $"{new IPAddress(network)}/64";
    }

    private Refused[] Over(DateTimeOffset now)
    {
        lock (_door)
        {
            Refused[] over = [.. _refused.Values.Where(r => now - r.Since >= Minute)];
            foreach (var refused in over) _refused.Remove(refused.Address);
            return over;
        }
    }

    private async Task Tell(Refused[] over, CancellationToken stop)
    {
        foreach (var refused in over.Where(r => r.More > 0))
            await audit.Write(new("?", "key-refused", "route", "*", Source: refused.Address,
                Detail: $"{refused.More} lần nữa trong một phút"), stop);
    }

    private sealed record Refused(string Address, DateTimeOffset Since)
    {
        public long More { get; set; }
    }
}
