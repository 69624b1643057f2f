using PureEdge.Engine.Bindings;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Events;

/// <summary>Workers of one runtime that all have each other in <c>env</c>, under their names in capitals.</summary>
internal sealed class LinkedWorkers : IWorkerObserver, IDisposable
{
    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private readonly WorkerRuntime _runtime;
    private readonly List<string> _log = [];
    private int _completed;

    public LinkedWorkers(ExecutionLimits limits, params (string Name, string Source)[] workers)
    {
        _runtime = new WorkerRuntime(new WorkerRuntimeOptions { Slots = 1, Observer = this });
        foreach (var (name, source) in workers)
        {
            _workers[name] = _runtime.Load(new WorkerDefinition
            {
                Name = name,
                Bundle = WorkerBundle.FromSource(source),
                Limits = limits,
                Bindings = workers.ToDictionary(w => w.Name.ToUpperInvariant(), w => (IWorkerBinding)new Link(this, w.Name), StringComparer.Ordinal),
            });
        }
    }

    public LinkedWorkers(params (string Name, string Source)[] workers)
        : this(ExecutionLimits.Default, workers)
    {
    }

    public Worker this[string name] => _workers[name];

    /// <summary>Events that are over.</summary>
    public int Completed => Volatile.Read(ref _completed);

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>What the worker <c>front</c> answers.</summary>
    public async Task<string> AskAsync(CancellationToken cancel = default)
    {
        var result = await FetchAsync(cancel);
        var text = result.Response is null ? $"{result.Failure!.Outcome}: {result.Failure.Message}" : await TestWorker.TextOf(result);
        await result.Completed.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        return text;
    }

    public async Task<FetchResult> FetchAsync(CancellationToken cancel = default) =>
        await this["front"].FetchAsync(new WorkerRequest { Method = "GET", Url = "http://test.example/" }, cancel);

    public void OnLog(WorkerLogEntry entry)
    {
        lock (_log)
        {
            _log.Add($"{entry.Worker}: {entry.Text}");
        }
    }

    public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => Interlocked.Increment(ref _completed);

    public void OnThreadLost(string worker, int lostThreads) => OnLog(new(worker, WorkerLogLevel.Error, "a thread is lost", null));

    public void OnFault(string worker, Exception exception) => OnLog(new(worker, WorkerLogLevel.Error, $"fault: {exception}", null));

    public void Dispose() => _runtime.Dispose();

    private sealed class Link(LinkedWorkers workers, string name) : IWorkerBinding, IOutboundFetcher
    {
        private static readonly BindingClass Shape = new(
            "Fetcher", BindingMethod.Fetch<Link>(static self => self), BindingMethod.Rpc<Link>(static (self, call, cancel) => self.CallAsync(call, cancel)));

        public BindingClass Class => Shape;

        public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
        {
            request.Chain!.Enter();
            var result = await workers[name].FetchAsync(request, cancellationToken);
            return result.Response ?? throw new HostErrorException(HostErrorKind.Error, $"{result.Failure!.Outcome}: {result.Failure.Message}");
        }

        private async ValueTask<RpcResult> CallAsync(RpcCall call, CancellationToken cancel)
        {
            call.Chain.Enter();
            var result = await workers[name].CallAsync(call, EntrypointTarget.Default, cancel);
            return result.Failure is { Outcome: not WorkerOutcome.Exception } failure
                ? throw new HostErrorException(HostErrorKind.Error, $"{failure.Outcome}: {failure.Message}")
                : result;
        }
    }
}
