using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.Engine;
using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings.Services;

/// <summary>
/// A worker in another's <c>env</c>: <c>fetch</c>, and the methods of the class it leads to. Each call is a subrequest of the caller and an event with
/// limits of its own, and what it consumes is charged to the caller's request too.
/// </summary>
internal sealed class ServiceBinding(WorkerRegistry registry, TailHub tails, string service, EntrypointTarget target) : IWorkerBinding, IOutboundFetcher
{
    private static readonly BindingClass Shape = new(
        "Fetcher", BindingMethod.Fetch<ServiceBinding>(static self => self), BindingMethod.Rpc<ServiceBinding>(static (self, call, cancel) => self.CallAsync(call, cancel)));

    /// <inheritdoc/>
    public BindingClass Class => Shape;

    /// <inheritdoc/>
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        request.Chain?.Enter();
        var (version, loaded, worker) = await FindAsync();
        if (target.Name is null && loaded.Assets is { } assets && await assets.AnswerAsync(request, cancellationToken) is { } answer)
        {
            return answer;
        }

        var trace = tails.Begin(worker.Definition, request, version);
        var result = await worker.FetchAsync(request, target, cancellationToken);
        _ = trace?.EndAsync(result);
        return result.Response ?? throw Failed(result.Failure!);
    }

    private async ValueTask<RpcResult> CallAsync(RpcCall call, CancellationToken cancel)
    {
        call.Chain.Enter();
        var (version, _, worker) = await FindAsync();
        var trace = tails.BeginCall(worker.Definition, call, target.Name, version);
        var result = await worker.CallAsync(call, target, cancel);
        _ = trace?.EndAsync(result);

        // What the method threw is the caller's to catch; anything else says whose failure it is.
        return result.Failure is { Outcome: not (WorkerOutcome.Exception or WorkerOutcome.ExceededSubrequests) } failure ? throw Failed(failure) : result;
    }

    private async ValueTask<(string Version, LoadedVersion Loaded, Worker Worker)> FindAsync()
    {
        if (registry.Find(service) is not { } state)
        {
            throw new HostErrorException(HostErrorKind.Error, $"The worker '{service}' that a service binding names is not there any more.");
        }

        var version = state.Current.Choose();
        var loaded = await version.GetAsync();
        return (version.Id, loaded, loaded.Worker ?? throw Failed(loaded.Broken!));
    }

    private HostErrorException Failed(WorkerFailure failure) =>
        new(HostErrorKind.Error, $"The worker '{service}' did not answer: {failure.Outcome.ToWireName()}: {failure.Message}");
}
