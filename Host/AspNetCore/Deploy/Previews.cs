using System.Collections.Concurrent;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>
/// Versions at addresses of their own, deployed or not: <c>{version}-{name}.{base domain}</c>, for workers that have previews switched on.
/// </summary>
/// <remarks>Thread-safe. The store is asked at every request, so that a version or a switch that is gone is gone here too; what is loaded is kept.</remarks>
internal sealed class Previews(DeployStore store, VersionLoader loader, WorkerRegistry registry)
{
    // Isolates of those that nobody asks for end by themselves; this bounds the code that is kept.
    private const int MostLoaded = 100;

    private readonly ConcurrentDictionary<(string Worker, string Version), WorkerState> _loaded = new();

    /// <summary>Lets all be loaded again when they are next asked for.</summary>
    public void Renew() => _loaded.Clear();

    /// <summary>What answers at a preview's address, or <see langword="null"/>.</summary>
    /// <param name="version">The id, or its first 8 digits.</param>
    /// <param name="name">The worker's name.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<WorkerState?> FindAsync(string version, string name, CancellationToken cancel)
    {
        var (worker, _) = await store.FindAsync(name, cancel);
        if (worker is not { HasPreviews: true } || await IdOfAsync(name, version, cancel) is not { } id)
        {
            return null;
        }

        if (_loaded.TryGetValue((worker.Id, id), out var known))
        {
            return known;
        }

        if (_loaded.Count >= MostLoaded)
        {
            _loaded.Clear();
        }

        var slot = registry.Find(name)?.Current.Find(id) ?? loader.Slot(worker, id);
        return _loaded.GetOrAdd((worker.Id, id), new WorkerState(name, worker.Id, WorkerRegistry.Stored) { Current = new WorkerModel(slot) });
    }

    // Two versions of one beginning have no address by it: neither is more meant than the other.
    private async Task<string?> IdOfAsync(string name, string version, CancellationToken cancel)
    {
        if (await store.VersionAsync(name, version, cancel) is { } exact)
        {
            return exact.Id;
        }

        var found = (await store.VersionsAsync(name, cancel)).Where(v => v.Id.StartsWith(version, StringComparison.Ordinal)).Take(2).ToArray();
        return found is [var only] ? only.Id : null;
    }
}
