namespace PureEdge.Engine;

/// <summary>
/// Where <c>caches</c> keeps responses. What may be kept, for how long and who gets it is decided above; an implementation stores and
/// finds, keeps workers apart by <see cref="CacheKey.Worker"/>, and may forget anything at any time. Thread-safe.
/// </summary>
public interface IResponseCache
{
    /// <summary>The longest body that is kept, in bytes; 0 keeps none.</summary>
    int MaxBodyBytes { get; }

    /// <summary>The latest response under a key, of those that a <c>Vary</c> header tells apart, that the caller accepts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="accepts">
    /// Whether a response is the one, told of everything but its body, and how many bytes the body has: it is read, or not, after that. Called on any thread, for one response
    /// after the other; what it throws the search ends with.
    /// </param>
    /// <param name="cancellationToken">Ends the search.</param>
    ValueTask<CachedResponse?> FindAsync(CacheKey key, Func<CachedResponse, int, bool> accepts, CancellationToken cancellationToken);

    /// <summary>Keeps a response, in place of one under the same key whose <see cref="CachedResponse.VaryingHeaders"/> are the same.</summary>
    /// <param name="key">The key.</param>
    /// <param name="response">The response; nobody changes it from now on.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask PutAsync(CacheKey key, CachedResponse response, CancellationToken cancellationToken);

    /// <summary>Forgets every response under a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(CacheKey key, CancellationToken cancellationToken);

    /// <summary>Forgets everything of a worker, because the worker is no more. Once it returns nothing is there that was put before it.</summary>
    /// <param name="worker">The worker (<see cref="CacheKey.Worker"/>).</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask ForgetAsync(string worker, CancellationToken cancellationToken);
}
