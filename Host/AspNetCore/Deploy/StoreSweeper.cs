using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Observability;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>Takes out of the store what nobody refers to any more: modules of versions that were dropped, entries that have expired, or whose KV namespace was deleted.</summary>
internal sealed class StoreSweeper(IEdgeStore store, KvNamespaces namespaces, DeployStore deployments, AssetStore assets, TimeProvider time, ILogger<StoreSweeper> log) : IAsyncDisposable
{
    private const int ExpiredAtOnce = 1000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // Longer than any upload lasts between storing its modules and referring to them.
    private static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins to sweep, once an hour.</summary>
    public void Start() => _running = RunAsync();

    /// <summary>Sweeps once.</summary>
    public async Task SweepAsync(TimeSpan grace, CancellationToken cancel)
    {
        await namespaces.SweepAsync(cancel);
        await assets.SweepAsync(grace, TablesOfAsync, cancel);
        await store.SweepBlobsAsync(grace, cancel);
        while (await store.SweepExpiredAsync(ExpiredAtOnce, cancel) == ExpiredAtOnce)
        {
            // The next ones.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task<IReadOnlyList<BlobReference>?> TablesOfAsync(string worker) => (await deployments.FindAsync(worker)).Worker is null
        ? null
        : [.. (await deployments.VersionsAsync(worker)).Select(static v => v.Assets).OfType<BlobReference>().Distinct()];

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, time, _end.Token);
                try
                {
                    await SweepAsync(Grace, _end.Token);
                }
                catch (Exception e) when (e is StorageException or InvalidDataException)
                {
                    Log.StoreNotice(log, LogText.Clean(e.Message));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }
}
