using System.Threading.Channels;

namespace PureEdge.Storage.Embedded;

/// <summary>
/// Writes what many callers wait for with one transaction and one sync of the disk: while a batch is on its way, the next one gathers.
/// </summary>
/// <remarks>
/// One loop runs all batches, so there is one writer and no conflict between transactions. Mutable state: that loop's own, and the failure,
/// which is set once.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    // Two batches' worth may wait; further callers wait for a place, which is the back-pressure.
    private const int MostWaiting = 512;
    private const int MostInBatch = 256;
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly Channel<BatchedWork> _waiting =
        Channel.CreateBounded<BatchedWork>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly Tree _tree;
    private readonly EdgeStoreOptions _options;
    private readonly string _directory;
    private readonly Task _loop;
    private volatile StorageException? _failure;

    public GroupCommit(Tree tree, EdgeStoreOptions options, string directory)
    {
        _tree = tree;
        _options = options;
        _directory = directory;
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Whether writing has failed, and whoever wrote was told.</summary>
    public bool HasFailed => _failure is not null;

    public async Task<T> WriteAsync<T>(BatchedWork<T> work, CancellationToken cancel)
    {
        if (_failure is { } failure)
        {
            throw Again(failure);
        }

        try
        {
            await _waiting.Writer.WriteAsync(work, cancel);
        }
        catch (ChannelClosedException e)
        {
            throw new ObjectDisposedException("The store is closed.", e);
        }

        return await work.Completion.WaitAsync(cancel);
    }

    /// <summary>Refuses a write that would leave too little space.</summary>
    /// <exception cref="StorageException"><c>storage_full</c>.</exception>
    public void CheckSpace(long bytes, SpaceNeed need = SpaceNeed.Normal)
    {
        if (Full(_options.FreeBytes(_directory) - bytes, need) is { } full)
        {
            throw full;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<BatchedWork>(MostInBatch);
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var bytes = 0L;
            while (batch.Count < MostInBatch && bytes < MostBytes && _waiting.Reader.TryRead(out var work))
            {
                batch.Add(work);
                bytes += work.Bytes;
            }

            await RunAsync(batch, bytes);
            batch.Clear();
        }
    }

    private async Task RunAsync(List<BatchedWork> batch, long bytes)
    {
        try
        {
            if (_failure is { } failure)
            {
                throw failure;
            }

            // Asked once a batch: a system call costs less than the sync that follows.
            var free = _options.FreeBytes(_directory) - bytes;
            await _tree.WriteAsync(
                _options.Clock.GetUtcNow(),
                transaction =>
                {
                    for (var i = batch.Count - 1; i >= 0; i--)
                    {
                        if (Full(free, batch[i].Need) is { } full)
                        {
                            batch[i].Fail(full);
                            batch.RemoveAt(i);
                        }
                    }

                    batch.RemoveAll(work => !Apply(work, transaction));
                });
        }
        catch (Exception e)
        {
            _failure ??= new StorageException(
                "storage_failed",
                $"'{_directory}' could not be written: {e.GetBaseException().Message} What was being written may be there or not; what was acknowledged is. "
                + "Reading goes on. Writing needs the disk mended and the server started again.",
                e);
            var error = Again(_failure);
            batch.ForEach(work => work.Fail(error));
            return;
        }

        batch.ForEach(work => work.Done());
        try
        {
            await _tree.MakeRoomAsync(bytes);
        }
        catch (Exception e)
        {
            _failure ??= new StorageException("storage_failed", $"'{_directory}' could not be written: {e.GetBaseException().Message} Start the server again.", e);
        }
    }

    private static bool Apply(BatchedWork work, TreeTransaction transaction)
    {
        try
        {
            work.Apply(transaction);
            return true;
        }
        catch (Exception e)
        {
            // What it depends on cannot be read; the others of the batch go on.
            work.Fail(e);
            return false;
        }
    }

    // One exception object thrown by many threads would mix up their stack traces.
    private static StorageException Again(StorageException failure) => new(failure.Code, failure.Message, failure);

    private StorageException? Full(long free, SpaceNeed need)
    {
        var least = need is SpaceNeed.Little ? _options.MinFreeBytes / 4 : _options.MinFreeBytes;
        return free >= least
            ? null
            : new("storage_full", $"'{_directory}' is nearly full: with this write {Math.Max(0, free)} bytes would be left, and {least} must stay free. Free some space; nothing was written.");
    }
}
