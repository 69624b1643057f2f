using PureEdge.Engine.Scripts;
using PureEdge.Limits;

namespace PureEdge.Engine.Isolates;

/// <summary>What the isolates of one worker version have in common.</summary>
internal abstract class IsolateHost
{
    private int _measurements;

    public required SlotScheduler Scheduler { get; init; }

    public required SchedulerShare Share { get; init; }

    public required ExecutionLimits Limits { get; init; }

    public required TimeProvider Time { get; init; }

    public required IOutboundFetcher Outbound { get; init; }

    public required IResponseCache ResponseCache { get; init; }

    /// <summary>The worker's <see cref="WorkerDefinition.Id"/>.</summary>
    public required string WorkerId { get; init; }

    /// <summary>Whether an isolate serves further requests after its first.</summary>
    public abstract bool KeepsIsolates { get; }

    /// <summary>Whether <c>eval</c> and <c>new Function</c> work.</summary>
    public required bool AllowsEval { get; init; }

    /// <summary>Whether the worker has the compatibility flag nodejs_compat.</summary>
    public required bool HasNodeModules { get; init; }

    /// <summary>Notes the turns, in case the process dies in one.</summary>
    public required IFlightRecorder? FlightRecorder { get; init; }

    /// <summary>The version, for <see cref="FlightRecorder"/>.</summary>
    public required string VersionLabel { get; init; }

    /// <summary>The code that they run.</summary>
    public required PreparedBundle Bundle { get; init; }

    /// <summary>Code that all isolates of the worker share, if they may parse code of their own.</summary>
    public object? SharedCode => AllowsEval ? Bundle : null;

    /// <summary>How often isolates were measured.</summary>
    public int Measurements => Volatile.Read(ref _measurements);

    public void CountMeasurement() => Interlocked.Increment(ref _measurements);

    /// <param name="level">The level.</param>
    /// <param name="text">The line.</param>
    /// <param name="tag">What the host gave with the event that wrote it.</param>
    /// <param name="isUncaught">Whether it tells of an error that nobody handled.</param>
    public abstract void Log(WorkerLogLevel level, string text, object? tag, bool isUncaught = false);

    /// <summary>A fault of PureEdge or of the interpreter, for the operator.</summary>
    public abstract void ReportFault(Exception exception);

    /// <summary>A thread hangs in a turn: no isolate of this version is to run any more. May be called on any thread.</summary>
    public abstract void OnLost(WorkerFailure reason, int lostThreads);

    /// <summary>An isolate takes no more work.</summary>
    /// <param name="isolate">The isolate.</param>
    /// <param name="reason">Why.</param>
    /// <param name="collected">Ends when its memory is back; it has ended if it kept little.</param>
    public abstract void OnDied(Isolate isolate, WorkerFailure reason, Task collected);
}
