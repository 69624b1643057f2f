using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary>Kestrel without any runtime, answering the bytes of the hello worker from C#: what no worker in this server can surpass.</summary>
internal sealed class KestrelPeer : IPeer
{
    /// <inheritdoc/>
    public string Name => "bare Kestrel";

    /// <inheritdoc/>
    public Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null) => ServerProcess.StartSelfAsync(["peer"], processor);
}
