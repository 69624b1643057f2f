using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Servers;

namespace PureEdge.Hostile.Tests.Verdicts;

/// <summary>What one attack did.</summary>
/// <param name="Attack">The attack.</param>
/// <param name="Answer">How its request ended, or its deployment when that failed.</param>
/// <param name="Deployment">How long the deployment took.</param>
/// <param name="Longest">The longest request.</param>
/// <param name="Peak">The most resident memory above what it was before.</param>
/// <param name="Allocated">Bytes that the process allocated, the neighbour's included.</param>
/// <param name="Pause">The longest garbage collection.</param>
/// <param name="Requests">The neighbour's latencies while the request ran.</param>
/// <param name="WorstNeighbour">The neighbour's longest latency from the deployment to the end, in milliseconds.</param>
/// <param name="Breaches">The promises that were broken.</param>
internal sealed record Measurement(
    Attack Attack, Answer Answer, TimeSpan Deployment, TimeSpan Longest, long Peak, long Allocated, TimeSpan Pause, Latencies Requests, double WorstNeighbour, IReadOnlyList<Breach> Breaches)
{
    /// <summary>Whether the server has to be replaced.</summary>
    public bool EndsSession => Breaches.Any(b => b.Promise == Promise.Lives) || !Answer.IsAnswer;

    /// <summary>What was broken both times: a machine that was busy for a moment breaks a promise once.</summary>
    public Measurement ConfirmedBy(Measurement again) =>
        again with { Breaches = [.. again.Breaches.Where(b => b.Promise is Promise.Lives || !again.Answer.IsAnswer || Breaches.Any(mine => mine.Promise == b.Promise))] };
}
