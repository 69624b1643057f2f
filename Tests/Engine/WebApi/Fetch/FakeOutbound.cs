namespace PureEdge.Engine.Tests.WebApi.Fetch;

/// <summary>An outside world that is a function; what was asked of it stays readable.</summary>
internal sealed class FakeOutbound(Func<WorkerRequest, CancellationToken, Task<WorkerResponse>> answer) : IOutboundFetcher
{
    public FakeOutbound(Func<WorkerRequest, WorkerResponse> answer)
        : this((request, _) => Task.FromResult(answer(request)))
    {
    }

    public List<WorkerRequest> Requests { get; } = [];

    public Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        return answer(request, cancellationToken);
    }
}
