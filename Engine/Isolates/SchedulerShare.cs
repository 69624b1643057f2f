namespace PureEdge.Engine.Isolates;

/// <summary>
/// How much slot time a worker has had, in ticks of the stopwatch. Of the turns that wait, the one whose worker had least goes
/// first; a worker that comes back from idling does not bring its old credit along.
/// </summary>
/// <remarks>Guarded by the scheduler's lock.</remarks>
internal sealed class SchedulerShare
{
    public long Service { get; set; }
}
