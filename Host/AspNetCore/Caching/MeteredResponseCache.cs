using PureEdge.AspNetCore.Observability;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Caching;

/// <summary>Counts for each worker how often its caches helped.</summary>
/// <remarks>Thread-safe when the cache is.</remarks>
internal sealed class MeteredResponseCache(IResponseCache cache, WorkerMetrics metrics) : IResponseCache
{
    /// <inheritdoc/>
    public int MaxBodyBytes => cache.MaxBodyBytes;

    /// <inheritdoc/>
    public async ValueTask<CachedResponse?> FindAsync(CacheKey key, Func<CachedResponse, int, bool> accepts, CancellationToken cancellationToken)
    {
        var found = await cache.FindAsync(key, accepts, cancellationToken);
        // An id is the name, or begins with it and a slash, which no name has.
        metrics.LookedUp(key.Worker.Split('/', 2)[0], found is not null);
        return found;
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(CacheKey key, CachedResponse response, CancellationToken cancellationToken) => cache.PutAsync(key, response, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken) => cache.DeleteAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ForgetAsync(string worker, CancellationToken cancellationToken) => cache.ForgetAsync(worker, cancellationToken);
}
