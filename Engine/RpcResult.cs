using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Rpc;
using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>What came of an <see cref="RpcCall"/>: a copy of what the method returned or threw, or why it did not come to an end.</summary>
public sealed class RpcResult
{
    private readonly EventScope _scope;

    internal RpcResult(EventScope scope, WorkerFailure? failure, RpcAnswer? answer)
    {
        _scope = scope;
        Failure = failure;
        Answer = answer;
    }

    /// <summary>Why the call failed; <see langword="null"/> when the method returned. With an outcome of <see cref="WorkerOutcome.Exception"/> the caller gets what was thrown.</summary>
    public WorkerFailure? Failure { get; }

    /// <summary>What the call consumed so far; final once <see cref="Completed"/> has ended.</summary>
    public UsageReport Usage => _scope.Limits.Report;

    /// <summary>Ends when the event is over, <c>waitUntil</c> included; with what failed, or <see langword="null"/>.</summary>
    public Task<WorkerFailure?> Completed => _scope.Completed;

    internal RpcAnswer? Answer { get; }
}
