namespace PureEdge.Engine;

/// <summary>
/// What workers that a request has called have consumed and the request has not been charged for yet. They add to it as they run, the request pays in
/// its own turns.
/// </summary>
/// <remarks>Thread-safe. It leads to neither side, so that no isolate holds another's objects.</remarks>
internal sealed class CallAccount
{
    private long _fuel;
    private int _subrequests;

    public void Add(long fuel, int subrequests)
    {
        Interlocked.Add(ref _fuel, fuel);
        Interlocked.Add(ref _subrequests, subrequests);
    }

    /// <summary>What came since the last call.</summary>
    public (long Fuel, int Subrequests) Take() => (Interlocked.Exchange(ref _fuel, 0), Interlocked.Exchange(ref _subrequests, 0));
}
