using PureEdge.Engine.Events;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;
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

    internal Worker(WorkerVersion version, IsolatePool pool, ImageStore images, IWorkerObserver observer)
    {
        _version = version;
        _pool = pool;
        pool.Image = new(images, MakeImage);
        _observer = observer;
        _rations = CircuitBreaker.Rations(Definition.Limits);
        _onEnded = (scope, failure) => _observer.OnCompleted(Definition.Name, failure is null ? null : failure with { Version = Definition }, OwnUsage(scope));
    }

    /// <summary>What it was made of.</summary>
    public WorkerDefinition Definition => _version.Definition;

    /// <summary>Isolates that live at present.</summary>
    public int IsolateCount => _pool.Count;

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves: the worker's signal fires and its subrequests end.</param>
    /// <returns>The answer; it never throws for what a worker does.</returns>
    public ValueTask<FetchResult> FetchAsync(WorkerRequest request, CancellationToken cancellationToken = default) =>
        FetchAsync(request, EntrypointTarget.Default, cancellationToken);

    /// <summary>Answers a request with one of the exports.</summary>
    /// <param name="request">The request.</param>
    /// <param name="target">The export.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves: the worker's signal fires and its subrequests end.</param>
    /// <returns>The answer; it never throws for what a worker does.</returns>
    public async ValueTask<FetchResult> FetchAsync(WorkerRequest request, EntrypointTarget target, CancellationToken cancellationToken = default)
    {
        var (budget, onRations) = Budget();
        var scope = request.Chain is { } chain
            ? new FetchScope(budget, _onEnded) { IsOnRations = onRations, Tag = request.Tag, Chain = chain, Caller = request.Account }
            : new FetchScope(budget, _onEnded) { IsOnRations = onRations, Tag = request.Tag };
        Begin(new FetchTurn(scope, _version, request, target, Retry), scope);

        // A hello answers at once and its client is never asked about.
        if (cancellationToken.CanBeCanceled && !scope.HasEnded)
        {
            scope.FollowClient(cancellationToken);
        }

        return await scope.Answered;
    }

    /// <summary>Calls a method of a class that extends <c>WorkerEntrypoint</c>, for another worker.</summary>
    /// <param name="call">The call.</param>
    /// <param name="target">The export.</param>
    /// <param name="cancellationToken">Cancelled when the caller's event ends.</param>
    /// <returns>What came of it; it never throws for what a worker does.</returns>
    public async ValueTask<RpcResult> CallAsync(RpcCall call, EntrypointTarget target, CancellationToken cancellationToken = default)
    {
        var (budget, onRations) = Budget();
        var scope = new RpcScope(budget, _onEnded) { IsOnRations = onRations, Tag = call.Tag, Chain = call.Chain, Caller = call.Account };
        Begin(new RpcTurn(scope, _version, call, target, Retry), scope);
        if (cancellationToken.CanBeCanceled && !scope.HasEnded)
        {
            scope.FollowClient(cancellationToken);
        }

        return await scope.Answered;
    }

    /// <summary>Runs the <c>scheduled</c> handler.</summary>
    /// <param name="cron">The cron expression that is due.</param>
    /// <param name="scheduledTime">When it was due, in milliseconds since the Unix epoch.</param>
    /// <param name="tag">What the host wants to find again in the lines that the worker logs for this event.</param>
    /// <returns>Why it failed, or <see langword="null"/>; once <c>waitUntil</c> has drained.</returns>
    public Task<WorkerFailure?> RunScheduledAsync(string cron, double scheduledTime, object? tag = null)
    {
        var (budget, onRations) = Budget();
        var scope = new UnansweredScope(budget, _onEnded) { IsOnRations = onRations, Tag = tag };
        Begin(new ScheduledTurn(scope, _version, cron, scheduledTime), scope);
        return scope.Completed;
    }

    /// <summary>Runs the <c>tail</c> handler.</summary>
    /// <param name="events">What other workers did: a JSON array in UTF-8, which must not change any more.</param>
    /// <returns>Why it failed, or <see langword="null"/>; once <c>waitUntil</c> has drained.</returns>
    public Task<WorkerFailure?> RunTailAsync(ReadOnlyMemory<byte> events)
    {
        var (budget, onRations) = Budget();
        var scope = new UnansweredScope(budget, _onEnded) { IsOnRations = onRations };
        Begin(new TailTurn(scope, _version, events), scope);
        return scope.Completed;
    }

    /// <summary>
    /// Runs the top level in a fresh isolate under the start-up limits, as a deployment does before it takes traffic. The isolate
    /// answers the first requests, so that what the top level keeps is there once; not where each request gets its own.
    /// </summary>
    /// <returns>What the top level consumed, or why it failed.</returns>
    public async Task<StartupReport> StartAsync()
    {
        var turn = new StartTurn(_version);
        var isolate = _pool.Create();
        isolate.Post(turn, mayRunHere: true);
        var report = await turn.Report;
        if (report.Failure is not null || !_pool.TryKeep(isolate))
        {
            GarbagePressure.Add(report.Usage.AllocatedBytes);
        }

        if (report.Failure is not null)
        {
            return report;
        }

        if (ImageTurn.WhyNone(report.Usage) is { } reason)
        {
            _pool.Image!.Refuse(reason);
        }
        else
        {
            // Nobody waits for it: until it is there isolates run the top level.
            _ = _pool.Image!.Ask();
        }

        return report;
    }

    /// <summary>
    /// Makes the image that further isolates are copied from, unless there is one; in the background that happens by itself, after
    /// <see cref="StartAsync"/> or when a second isolate is needed.
    /// </summary>
    /// <returns>Whether there is one now, or why not.</returns>
    public async Task<ForkReport> PrepareForksAsync()
    {
        await _pool.Image!.Ask();
        return Forks;
    }

    /// <summary>Whether isolates are copied from an image at present, or why not.</summary>
    public ForkReport Forks => _pool.Image!.Current is { } image
        ? new(null, image.Count, image.Bytes)
        : new(_pool.Image.Refusal ?? "nothing has asked for an image of it yet, or there is no room for one", 0, 0);

    internal IReadOnlyList<Isolate> Isolates => _pool.Isolates;

    internal IsolatePool Pool => _pool;

    internal WorkerVersion Version => _version;

    /// <summary>How often its isolates were measured, of those of the whole life of the worker.</summary>
    internal int Measurements => _pool.Measurements;

    internal int EvictIdleSince(long timestamp) => _pool.EvictIdleSince(timestamp);

    // Each worker's bill has what its own code consumed; what a caller is charged for beyond that is on the bill of whom it called.
    private static UsageReport OwnUsage(EventScope scope)
    {
        var usage = scope.Usage;
        var (fuel, subrequests) = scope.ConsumedByCalls;
        return usage with { Fuel = Math.Max(0, usage.Fuel - fuel), Subrequests = Math.Max(0, usage.Subrequests - subrequests) };
    }

    private (LimitSession Budget, bool OnRations) Budget() => _pool.Share.Breaker.State == CircuitState.Closed
        ? (new(Definition.Limits), false)
        : (new(_rations), true);

    private Task<(IsolateImage? Image, string Reason)> MakeImage(long mostBytes)
    {
        var turn = new ImageTurn(_version, mostBytes);
        new Isolate(_pool) { IsForImage = true }.Post(turn, mayRunHere: false);
        return turn.Made;
    }

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

    private void Retry(EventTurn turn, WorkerFailure failure)
    {
        if (++turn.Attempts >= MaxAttempts)
        {
            ((EventScope)turn.Scope).Fail(failure);
            return;
        }

        Begin(turn, (EventScope)turn.Scope);
    }
}
