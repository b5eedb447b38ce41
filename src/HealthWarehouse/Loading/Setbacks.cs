namespace HealthWarehouse.Loading;

/// <summary>
/// Decides what a failure means. The world's is thrown, to be tried again; the delivery's own is dealt with at once. Where one cannot tell
/// (the server broke off while a group was written) it is the world's until the same group has met it three times running.
/// </summary>
internal sealed class Setbacks
{
    private const int Most = 3;
    private long _group;
    private int _times;

    public async Task Guard(long group, Func<Task> work, Func<Exception, Task> deal)
    {
        Exception met;
        try
        {
            await work();
            if (_group == group) _times = 0;
            return;
        }
        catch (Exception fault) when (!Trouble.IsOfTheWorld(fault))
        {
            met = fault;
        }
        if (Trouble.Of(met) is Blame.Unsure && Count(group) < Most) throw new SetbackException(met);
        _times = 0;
        await deal(met);
    }

    private int Count(long group)
    {
        if (_group != group) (_group, _times) = (group, 0);
        return ++_times;
    }
}

/// <summary>Loading broke off for a reason that may lie outside: it is tried again.</summary>
public sealed class SetbackException(Exception cause) : Exception("Việc nạp bị ngắt giữa chừng; sẽ thử lại.", cause);
