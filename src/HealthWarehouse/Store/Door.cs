namespace HealthWarehouse.Store;

/// <summary>Lets readers in and out, and keeps them out while what is behind it is closed and opened again.</summary>
internal sealed class Door
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _shut, _empty;
    private int _inside;

    /// <summary>Waits until the door is open, and counts one more inside.</summary>
    public async Task Enter(CancellationToken stop)
    {
        while (true)
        {
            Task opened;
            lock (_lock)
            {
                if (_shut is null)
                {
                    _inside++;
                    return;
                }
                opened = _shut.Task;
            }
            await opened.WaitAsync(stop);
        }
    }

    public void Leave()
    {
        lock (_lock)
            if (--_inside == 0) _empty?.TrySetResult();
    }

    /// <summary>
    /// Lets nobody in any more and waits until everybody is out; with <see cref="TimeoutException"/> when somebody stays, the door being
    /// open again.
    /// </summary>
    public async Task Shut(TimeSpan atMost, CancellationToken stop)
    {
        Task empty;
        lock (_lock)
        {
            _shut = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0) _empty.SetResult();
            empty = _empty.Task;
        }
        try
        {
            await empty.WaitAsync(atMost, stop);
        }
        catch
        {
            Open();
            throw;
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _shut?.TrySetResult();
            (_shut, _empty) = (null, null);
        }
    }
}
