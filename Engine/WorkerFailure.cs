using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>Why an event of a worker did not end well.</summary>
/// <param name="Outcome">Its kind.</param>
/// <param name="Message">What happened, for the worker's author.</param>
/// <param name="Stack">The JavaScript stack, innermost first; frames are <c>at name (file:line:column)</c>. Never a stack of ours.</param>
/// <param name="Location">Where in the worker's source, as <c>file:line:column</c>, when it is known.</param>
/// <param name="Limit">The limit that was exceeded, if that was it.</param>
public sealed record WorkerFailure(
    WorkerOutcome Outcome, string Message, string? Stack = null, string? Location = null, LimitExceededException? Limit = null)
{
    /// <summary>When a request that was refused may be tried again; <see langword="null"/> when that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where the fuel of a request that a limit ended had gone, the function that took most first; at most five.</summary>
    public IReadOnlyList<HotFunction> HotFunctions { get; init; } = [];

    /// <summary>The version that failed, where an observer is told of it (<see cref="IWorkerObserver.OnCompleted"/>); else <see langword="null"/>: who called a worker knows which.</summary>
    public WorkerDefinition? Version { get; init; }
}
