using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Routing;

/// <summary>Finds the worker that answers at a host name: <c>{name}.{base domain}</c>, or else the one worker of the one path, if that is so.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HostRouter(WorkerRegistry registry, PureEdgeOptions options)
{
    private readonly string _suffix = "." + options.BaseDomain;
    private WorkerState? _only;

    /// <summary>The worker that answers at every host where no other does, if there is one.</summary>
    public WorkerState? Only
    {
        get => Volatile.Read(ref _only);
        set => Volatile.Write(ref _only, value);
    }

    public WorkerState? Find(string host) =>
        (host.Length > _suffix.Length && host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase) ? registry.Find(host[..^_suffix.Length]) : null) ?? Only;
}
