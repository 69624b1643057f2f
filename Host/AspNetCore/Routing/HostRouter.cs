using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Routing;

/// <summary>Finds the worker that answers at a host name: <c>{name}.{base domain}</c>, or any host when there is only one worker.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HostRouter(WorkerRegistry registry, PureEdgeOptions options)
{
    private readonly string _suffix = "." + options.BaseDomain;
    private WorkerState? _only;

    /// <summary>The worker that answers at every host, if one does.</summary>
    public WorkerState? Only
    {
        get => Volatile.Read(ref _only);
        set => Volatile.Write(ref _only, value);
    }

    public WorkerState? Find(string host)
    {
        if (Only is { } only)
        {
            return only;
        }

        return host.Length > _suffix.Length && host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase)
            ? registry.Find(host[..^_suffix.Length])
            : null;
    }
}
