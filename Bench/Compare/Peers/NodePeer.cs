using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary>Node's own http server in front of the worker's handler: a further point of reference.</summary>
internal sealed class NodePeer : IPeer
{
    /// <inheritdoc/>
    public string Name => "node";

    /// <inheritdoc/>
    public Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null) =>
        ServerProcess.StartAsync("node", [Path.Combine(Toolbox.SourceFolder, "node-server.mjs"), worker.Bundle], ServerProcess.AddressAfterReady, processor);
}
