using System.Diagnostics;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// How much slot time a worker has had, in ticks of the stopwatch. Of the turns that wait, the one whose worker had least goes
/// first; a worker that comes back from idling does not bring its old credit along. A worker whose requests were killed lately is
/// a suspect: all suspects together leave one slot to the others.
/// </summary>
/// <remarks>Guarded by the scheduler's lock, except <see cref="Suspect"/>.</remarks>
internal sealed class SchedulerShare
{
    // Long enough that an attack that goes on stays contained, short enough that a mended worker is soon trusted again.
    private static readonly TimeSpan SuspicionTime = TimeSpan.FromSeconds(10);

    private long _suspectUntil;

    public long Service { get; set; }

    public bool IsSuspect => Volatile.Read(ref _suspectUntil) > Stopwatch.GetTimestamp();

    /// <summary>A request of the worker was killed at a limit.</summary>
    public void Suspect() => Volatile.Write(ref _suspectUntil, Stopwatch.GetTimestamp() + (long)(SuspicionTime.TotalSeconds * Stopwatch.Frequency));
}
