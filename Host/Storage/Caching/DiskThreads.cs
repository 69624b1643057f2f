using System.Collections.Concurrent;

namespace PureEdge.Storage.Caching;

/// <summary>Two threads that wait for the disk, so that none of the pool's does: those run workers' turns.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class DiskThreads : IAsyncDisposable
{
    private const int Count = 2;
    private const int StackBytes = 512 << 10;

    private readonly BlockingCollection<Action> _work = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = Count;

    public DiskThreads(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            new Thread(Run, StackBytes) { IsBackground = true, Name = name }.Start();
        }
    }

    /// <summary>Runs something on one of the threads; who waits for it goes on elsewhere.</summary>
    /// <exception cref="ObjectDisposedException">The threads have been told to end.</exception>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
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
            });
        }
        catch (InvalidOperationException e)
        {
            throw new ObjectDisposedException("The cache is closed.", e);
        }

        return done.Task;
    }

    /// <summary>Ends the threads once what waits is done.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.CompleteAdding();
        await _ended.Task;
        _work.Dispose();
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable())
        {
            work();
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _ended.SetResult();
        }
    }
}
