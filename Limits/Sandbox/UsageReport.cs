namespace PureEdge.Limits;

/// <summary>What a request consumed so far.</summary>
/// <param name="Fuel">Executed work; see <see cref="Limits.Fuel"/>.</param>
/// <param name="AllocatedBytes">Bytes allocated while the request's code ran, and those the host charged to it.</param>
/// <param name="Subrequests">Requests the worker made.</param>
/// <param name="Turns">Turns the request's code ran in.</param>
/// <param name="RunningTime">Time its turns ran, waiting for a slot included.</param>
public readonly record struct UsageReport(long Fuel, long AllocatedBytes, int Subrequests, int Turns, TimeSpan RunningTime)
{
    /// <summary><see cref="Fuel"/> as milliseconds of CPU time.</summary>
    public double CpuMilliseconds => Limits.Fuel.ToMilliseconds(Fuel);
}
