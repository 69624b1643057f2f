namespace PureEdge.Engine;

/// <summary>
/// The workers that one request from outside has set to work, directly or through each other's bindings: together they are bounded, so that
/// a worker that calls itself does not go on for ever.
/// </summary>
/// <remarks>Thread-safe; shared by all events of the chain.</remarks>
public sealed class InvocationChain
{
    /// <summary>The most events in a chain after the first, as in Workers (https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/).</summary>
    public const int Most = 32;

    private int _count;

    /// <summary>Counts a further event.</summary>
    /// <exception cref="HostErrorException">There are as many as there may be.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            throw new HostErrorException(HostErrorKind.Error, $"Subrequest depth limit exceeded: one request may set {Most} workers to work through service bindings.");
        }
    }
}
