namespace PureEdge.AspNetCore.Observability.Usage;

/// <summary>What a worker used. Immutable.</summary>
/// <param name="Requests">Events that ended: requests from outside and through bindings, and cron triggers.</param>
/// <param name="Failures">Those of them that failed.</param>
/// <param name="Fuel">Fuel of all of them.</param>
/// <param name="Subrequests">Requests they made.</param>
/// <param name="EgressBytes">Bytes of bodies sent to clients, those of static assets too.</param>
internal readonly record struct UsageRecord(long Requests, long Failures, long Fuel, long Subrequests, long EgressBytes)
{
    public static UsageRecord operator +(UsageRecord left, UsageRecord right) => new(
        left.Requests + right.Requests,
        left.Failures + right.Failures,
        left.Fuel + right.Fuel,
        left.Subrequests + right.Subrequests,
        left.EgressBytes + right.EgressBytes);
}
