using System.Buffers;
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
    private const int ShortVersion = 8;
    private const int LongVersion = 36;

    private static readonly SearchValues<char> VersionDigits = SearchValues.Create("0123456789abcdef-");

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

    /// <summary>
    /// The version and the worker that a host of the shape <c>{version}-{name}.{base domain}</c> names, where no worker answers by another rule. The version is its first 8
    /// hexadecimal digits, or all of the UUID.
    /// </summary>
    public (string Version, string Name)? PreviewAt(string host)
    {
        if (Label(host) is not { } label)
        {
            return null;
        }

        // A UUID begins with 8 digits and a hyphen too.
        foreach (var length in stackalloc[] { LongVersion, ShortVersion })
        {
            if (label.Length > length + 1 && label[length] == '-' && label.AsSpan(0, length).IndexOfAnyExcept(VersionDigits) < 0)
            {
                return (label[..length], label[(length + 1)..]);
            }
        }

        return null;
    }

    private WorkerState? FindByName(string host) => Label(host) is { } name && addresses.IsOnBaseDomain(name) ? registry.Find(name) : null;

    // Hosts have no case, and names of workers are in small letters.
    private string? Label(string host) =>
        host.Length > _suffix.Length && host.EndsWith(_suffix, StringComparison.OrdinalIgnoreCase) ? host[..^_suffix.Length].ToLowerInvariant() : null;
}
