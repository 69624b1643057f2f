namespace PureEdge.Engine;

/// <summary>Makes the requests that workers make. The host decides where they may go.</summary>
public interface IOutboundFetcher
{
    /// <summary>Sends a request and returns when the response's headers are there; its body streams.</summary>
    /// <param name="request">The request; its body is read while it is sent.</param>
    /// <param name="cancellationToken">Ends the request, its response's body included.</param>
    /// <exception cref="HostErrorException">The request failed or is not allowed; the message is for the script.</exception>
    Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken);
}
