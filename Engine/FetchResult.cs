using PureEdge.Engine.Events;
using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>A worker's answer to a request, or why there is none.</summary>
public sealed class FetchResult
{
    private readonly FetchScope _scope;

    internal FetchResult(FetchScope scope, WorkerResponse? response, WorkerFailure? failure)
    {
        _scope = scope;
        Response = response;
        Failure = failure;
    }

    /// <summary>The response, or <see langword="null"/>. Its body must be disposed; until then the event goes on.</summary>
    public WorkerResponse? Response { get; }

    /// <summary>Why there is no response, or <see langword="null"/>.</summary>
    public WorkerFailure? Failure { get; }

    /// <summary>Whether the worker asked, with <c>ctx.passThroughOnException()</c>, that the request goes on as if it were not there.</summary>
    public bool PassThrough => Failure?.Outcome == WorkerOutcome.Exception && _scope.PassThroughOnException;

    /// <summary>What the request consumed so far; final once <see cref="Completed"/> has ended.</summary>
    public UsageReport Usage => _scope.Limits.Report;

    /// <summary>Ends when the event is over, <c>waitUntil</c> included; with what failed, or <see langword="null"/>.</summary>
    public Task<WorkerFailure?> Completed => _scope.Completed;

    /// <summary>
    /// Ends the event, whatever it still waits for: for hosts that give an event a time. A turn that runs goes on to its own end. May be called on any thread; an event that is over stays as it ended.
    /// </summary>
    public void End() => _scope.Fail(new(WorkerOutcome.Canceled, "The host has ended the event."));
}
