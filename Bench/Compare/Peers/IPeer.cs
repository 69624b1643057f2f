using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare.Peers;

/// <summary>A runtime that runs the workers of a comparison.</summary>
internal interface IPeer
{
    /// <summary>Its name in the tables.</summary>
    string Name { get; }

    /// <summary>Starts a server that answers as a worker.</summary>
    /// <param name="worker">The worker. Those that it is bound to are served with it.</param>
    /// <param name="processor">The only processor the server may use, or all.</param>
    Task<ServerProcess> StartAsync(ComparedWorker worker, int? processor = null);
}
