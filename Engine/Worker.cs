using PureEdge.Engine.Events;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Scripts;
using PureEdge.Limits;
using PureEdge.Limits.Memory;

namespace PureEdge.Engine;

/// <summary>One version of a worker, parsed and ready to answer. Made by <see cref="WorkerRuntime.Load"/>.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class Worker
{
    private const int MaxAttempts = 3;

    private readonly WorkerVersion _version;
    private readonly IsolatePool _pool;
    private readonly IWorkerObserver _observer;
    private readonly ExecutionLimits _rations;
    private readonly Action<EventScope, WorkerFailure?> _onEnded;

    internal Worker(WorkerVersion version, IsolatePool pool, IWorkerObserver observer)
    {
        _version = version;
        _pool = pool;
        _observer = observer;
        _rations = CircuitBreaker.Rations(Definition.Limits);
        _onEnded = (scope, failure) => _observer.OnCompleted(Definition.Name, failure, scope.Limits.Report);
    }

    /// <summary>What it was made of.</summary>
    public WorkerDefinition Definition => _version.Definition;

    /// <summary>Isolates that live at present.</summary>
    public int IsolateCount => _pool.Count;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves: the worker's signal fires and its subrequests end.</param>
    /// <returns>The answer; it never throws for what a worker does.</returns>
    public async ValueTask<FetchResult> FetchAsync(WorkerRequest request, CancellationToken cancellationToken = default)
    {
        var (budget, onRations) = Budget();
        var scope = request.Chain is { } chain
            ? new FetchScope(budget, _onEnded) { IsOnRations = onRations, Chain = chain }
            : new FetchScope(budget, _onEnded) { IsOnRations = onRations };
        Begin(new FetchTurn(scope, _version, request, Retry), scope);

        // A hello answers at once and its client is never asked about.
        if (cancellationToken.CanBeCanceled && !scope.HasEnded)
        {
            scope.FollowClient(cancellationToken);
        }

        return await scope.Answered;
    }

    /// <summary>Runs the <c>scheduled</c> handler.</summary>
    /// <param name="cron">The cron expression that is due.</param>
    /// <param name="scheduledTime">When it was due, in milliseconds since the Unix epoch.</param>
    /// <returns>Why it failed, or <see langword="null"/>; once <c>waitUntil</c> has drained.</returns>
    public Task<WorkerFailure?> RunScheduledAsync(string cron, double scheduledTime)
    {
        var (budget, onRations) = Budget();
        var scope = new ScheduledScope(budget, _onEnded) { IsOnRations = onRations };
        Begin(new ScheduledTurn(scope, _version, cron, scheduledTime), scope);
        return scope.Completed;
    }

    /// <summary>Runs the top level in a fresh isolate under the start-up limits, as a deployment does before it takes traffic.</summary>
    /// <returns>What the top level consumed, or why it failed.</returns>
    public async Task<StartupReport> StartAsync()
    {
        var turn = new StartTurn(_version);
        var isolate = new Isolate(_pool);
        isolate.Post(turn, mayRunHere: true);
        var report = await turn.Report;
        GarbagePressure.Add(report.Usage.AllocatedBytes);
        return report;
    }

    internal IReadOnlyList<Isolate> Isolates => _pool.Isolates;

    /// <summary>How often its isolates were measured, of those of the whole life of the worker.</summary>
    internal int Measurements => _pool.Measurements;

    internal int EvictIdleSince(long timestamp) => _pool.EvictIdleSince(timestamp);

    private (LimitSession Budget, bool OnRations) Budget() => _pool.Share.Breaker.State == CircuitState.Closed
        ? (new(Definition.Limits), false)
        : (new(_rations), true);

    private void Begin(EventTurn turn, EventScope scope)
    {
        if (_pool.Quarantined is { } reason)
        {
            scope.Fail(reason);
            return;
        }

        if (_pool.Share.Breaker.State == CircuitState.Open)
        {
            scope.Fail(_pool.Share.Breaker.Refusal());
            return;
        }

        _pool.Begin(turn);
    }

    private void Retry(FetchTurn turn, WorkerFailure failure)
    {
        if (++turn.Attempts >= MaxAttempts)
        {
            ((EventScope)turn.Scope).Fail(failure);
            return;
        }

        Begin(turn, (EventScope)turn.Scope);
    }
}
