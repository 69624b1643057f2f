namespace PureEdge.AspNetCore.Observability.Usage;

/// <summary>What a worker used in an hour, as far as it is not in the store yet.</summary>
/// <remarks>Thread-safe. The numbers are not one snapshot: an event that ends meanwhile may be in one of them already and in another only later.</remarks>
internal sealed class UsageCount
{
    private long _requests;
    private long _failures;
    private long _fuel;
    private long _subrequests;
    private long _egressBytes;

    public void Add(UsageRecord record)
    {
        Interlocked.Add(ref _requests, record.Requests);
        Interlocked.Add(ref _failures, record.Failures);
        Interlocked.Add(ref _fuel, record.Fuel);
        Interlocked.Add(ref _subrequests, record.Subrequests);
        Interlocked.Add(ref _egressBytes, record.EgressBytes);
    }

    public void AddEgress(long bytes) => Interlocked.Add(ref _egressBytes, bytes);

    /// <summary>Takes what was counted: it begins again at zero.</summary>
    public UsageRecord Take() => new(
        Interlocked.Exchange(ref _requests, 0),
        Interlocked.Exchange(ref _failures, 0),
        Interlocked.Exchange(ref _fuel, 0),
        Interlocked.Exchange(ref _subrequests, 0),
        Interlocked.Exchange(ref _egressBytes, 0));
}
