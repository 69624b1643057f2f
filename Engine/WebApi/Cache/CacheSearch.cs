using PureEdge.Limits;

namespace PureEdge.Engine.WebApi.Cache;

/// <summary>Chooses among the responses under a key, away from the isolate's turn, and charges the body of the chosen one before the cache reads it.</summary>
/// <param name="request">The headers of the request; nobody changes them.</param>
/// <param name="now">Milliseconds since the Unix epoch.</param>
/// <param name="limits">What the request has consumed.</param>
/// <remarks>One search; the cache asks for one response after the other.</remarks>
internal sealed class CacheSearch(HeaderList request, double now, LimitSession limits)
{
    /// <summary>What was looked through, in headers and characters: the turn is charged for it.</summary>
    public long Examined { get; private set; }

    /// <summary>Whether a response is fresh and answers the request, as far as its <c>Vary</c> goes.</summary>
    /// <exception cref="HostErrorException">It is, but the request has no memory left for its body.</exception>
    public bool Accepts(CachedResponse stored, int bodyBytes)
    {
        Examined += stored.Headers.Size + stored.VaryingHeaders.Count;
        if (stored.ExpiresAt <= now || !CachePolicy.Matches(stored, request))
        {
            return false;
        }

        // Also for what a cache has in memory: the same request costs the same, however long ago the last one was.
        limits.ChargeHostBytes(bodyBytes);
        return limits.Report.AllocatedBytes <= limits.Limits.AllocationBytes
            ? true
            // Only the turn may end the request; it does so when this failure arrives.
            : throw new HostErrorException(HostErrorKind.TypeError, $"Cache.match: a body of {bodyBytes} bytes is more than the memory that is left to the request.");
    }
}
