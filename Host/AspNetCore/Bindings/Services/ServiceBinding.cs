using PureEdge.AspNetCore.Model;
using PureEdge.Engine;
using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings.Services;

/// <summary>A worker in another's <c>env</c>. Its <c>fetch</c> is a subrequest of the caller and an event with limits of its own.</summary>
internal sealed class ServiceBinding(WorkerRegistry registry, string service) : IWorkerBinding, IOutboundFetcher
{
    private static readonly BindingClass Shape = new("Fetcher", BindingMethod.Fetch<ServiceBinding>(static self => self));

    /// <inheritdoc/>
    public BindingClass Class => Shape;

    /// <inheritdoc/>
    public async Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        request.Chain?.Enter();
        if (registry.Find(service) is not { } state)
        {
            throw new HostErrorException(HostErrorKind.Error, $"The worker '{service}' that a service binding names is not there any more.");
        }

        var (worker, broken, _) = await state.Current.Choose().GetAsync();
        if (worker is null)
        {
            throw Failed(broken!);
        }

        var result = await worker.FetchAsync(request, cancellationToken);
        return result.Response ?? throw Failed(result.Failure!);
    }

    private HostErrorException Failed(WorkerFailure failure) =>
        new(HostErrorKind.Error, $"The worker '{service}' did not answer: {failure.Outcome.ToWireName()}: {failure.Message}");
}
