using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Routing;

/// <summary>
/// Finds the worker that answers a request: by route, by domain, by <c>{name}.{base domain}</c>, or else the one worker of the one path, if that is so.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class HostRouter(WorkerRegistry registry, AddressBook addresses, PureEdgeOptions options)
{
    private readonly string _suffix = "." + options.BaseDomain;
    private WorkerState? _only;

    /// <summary>The worker that answers at every host where no other does, if there is one.</summary>
    public WorkerState? Only
    {
        get => Volatile.Read(ref _only);
        set => Volatile.Write(ref _only, value);
    }

    /// <summary>The worker for a request, or <see langword="null"/>.</summary>
    public WorkerState? Find(HttpContext context)
    {
        var request = context.Request;
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget is { } raw && raw.StartsWith('/') ? raw : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        return Find(request.Scheme, request.Host.Host, target);
    }

    /// <summary>The worker for a scheme, a host without port, and a path with query; or <see langword="null"/>.</summary>
    public WorkerState? Find(string scheme, string host, string target) =>
        (addresses.Find(scheme, host, target) is { } name ? registry.Find(name) : null) ?? FindByName(host) ?? Only;

    private WorkerState? FindByName(string host)
    {
        if (host.Length <= _suffix.Length || !host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var name = host[..^_suffix.Length];
        return addresses.IsOnBaseDomain(name) ? registry.Find(name) : null;
    }
}
