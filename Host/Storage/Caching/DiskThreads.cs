namespace PureEdge.Storage.Caching;

/// <summary>
/// Two threads that wait for the disk, so that none of the pool's does: those run workers' turns. Groups take turns, so that one with much to do does not make the others wait.
/// </summary>
/// <remarks>Thread-safe. Mutable state: what waits, by group, and the groups in the order of their turns; a lock guards both.</remarks>
internal sealed class DiskThreads : IAsyncDisposable
{
    private const int Count = 2;
    private const int StackBytes = 512 << 10;

    private readonly object _gate = new();
    private readonly Dictionary<string, Queue<Action>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = Count;
    private bool _isEnding;

    public DiskThreads(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            new Thread(Run, StackBytes) { IsBackground = true, Name = name }.Start();
        }
    }

    /// <summary>Runs something on one of the threads; who waits for it goes on elsewhere.</summary>
    /// <param name="group">Whose it is. What is of one group begins in the order in which it came.</param>
    /// <param name="work">What to do.</param>
    /// <exception cref="ObjectDisposedException">The threads have been told to end.</exception>
    public Task<T> RunAsync<T>(string group, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnding, this);
            if (!_waiting.TryGetValue(group, out var queue))
            {
                _waiting[group] = queue = new();
                _turns.Enqueue(group);
            }

            queue.Enqueue(Do);
            Monitor.Pulse(_gate);
        }

        return done.Task;

        void Do()
        {
            try
            {
                done.SetResult(work());
            }
#pragma warning disable CA1031 // It is thrown again where the work is awaited.
            catch (Exception e)
            {
                done.SetException(e);
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>Ends the threads once what waits is done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.PulseAll(_gate);
        }

        await _ended.Task;
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            work();
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ended.SetResult();
        }
    }

    private Action? Next()
    {
        lock (_gate)
        {
            while (_turns.Count == 0)
            {
                if (_isEnding)
                {
                    return null;
                }

                Monitor.Wait(_gate);
            }

            var group = _turns.Dequeue();
            var queue = _waiting[group];
            var work = queue.Dequeue();
            if (queue.Count == 0)
            {
                _waiting.Remove(group);
            }
            else
            {
                _turns.Enqueue(group);
            }

            return work;
        }
    }
}
