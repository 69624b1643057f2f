namespace PureEdge.AspNetCore.Routing;

/// <summary>
/// A route as Workers write it (https://developers.cloudflare.com/workers/configuration/routing/routes/): a host, which may begin with <c>*</c>, and a
/// path, which may end with <c>*</c>: <c>example.com/*</c>, <c>*.example.com/api/*</c>.
/// </summary>
/// <param name="Text">As it was written.</param>
/// <param name="Scheme"><c>http</c>, <c>https</c>, or <see langword="null"/> for both.</param>
/// <param name="Host">The host without its <c>*</c>, in lower case.</param>
/// <param name="IsHostOpen">Whether the host began with <c>*</c>.</param>
/// <param name="Path">The path without its <c>*</c>.</param>
/// <param name="IsPathOpen">Whether the path ended with <c>*</c>.</param>
internal sealed record RoutePattern(string Text, string? Scheme, string Host, bool IsHostOpen, string Path, bool IsPathOpen) : IComparable<RoutePattern>
{
    private const int MaxLength = 2048;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="PureEdgeException">It is none.</exception>
    public static RoutePattern Parse(string text)
    {
        var rest = text;
        string? scheme = null;
        if (rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var end)
        {
            scheme = rest[..end].ToLowerInvariant();
            rest = rest[(end + 3)..];
        }

        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = (slash < 0 ? rest : rest[..slash]).ToLowerInvariant();
        var path = slash < 0 ? "/" : rest[slash..];
        var isHostOpen = host.StartsWith('*');
        var isPathOpen = path.EndsWith('*');
        host = isHostOpen ? host[1..] : host;
        path = isPathOpen ? path[..^1] : path;
        var isSound = text.Length is > 0 and <= MaxLength && scheme is null or "http" or "https" && IsHost(host, isHostOpen)
            && !path.Contains('*', StringComparison.Ordinal) && !path.Any(static c => c <= ' ' || c == '#');
        return isSound
            ? new(text, scheme, host, isHostOpen, path, isPathOpen)
            : throw new PureEdgeException(
                "route_invalid", $"The route '{text}' is no pattern: it must be HOST/PATH without a port; the host may begin with '*' and the path may end with '*'.");
    }

    /// <summary>What it matches, however it was written: two routes are the same when this is.</summary>
    public RoutePattern WithoutText() => this with { Text = "" };

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Whether a name is a host that a worker can have for its own.</summary>
    public static bool IsHostName(string host) => Uri.CheckHostName(host) == UriHostNameType.Dns && !host.Contains('*', StringComparison.Ordinal);

    /// <summary>Whether it matches a request.</summary>
    /// <param name="scheme">The request's scheme.</param>
    /// <param name="host">Its host, without a port.</param>
    /// <param name="target">Its path and query, as they were sent.</param>
    public bool Matches(string scheme, string host, string target) =>
        (Scheme is null || Scheme == scheme)
        && (IsHostOpen ? host.EndsWith(Host, StringComparison.OrdinalIgnoreCase) && host.Length > (Host.StartsWith('.') ? Host.Length : Host.Length - 1) : string.Equals(host, Host, StringComparison.OrdinalIgnoreCase))
        && (IsPathOpen ? target.StartsWith(Path, StringComparison.Ordinal) : target == Path);

    /// <summary>The more specific pattern comes first: a whole host before an open one, the longer host, the whole path, the longer path.</summary>
    public int CompareTo(RoutePattern? other)
    {
        if (other is null)
        {
            return -1;
        }

        var order = IsHostOpen.CompareTo(other.IsHostOpen);
        order = order != 0 ? order : other.Host.Length.CompareTo(Host.Length);
        order = order != 0 ? order : other.Path.Length.CompareTo(Path.Length);
        order = order != 0 ? order : IsPathOpen.CompareTo(other.IsPathOpen);
        order = order != 0 ? order : (Scheme is null).CompareTo(other.Scheme is null);
        return order != 0 ? order : string.CompareOrdinal(Text, other.Text);
    }

    private static bool IsHost(string host, bool isOpen)
    {
        var name = isOpen && host.StartsWith('.') ? host[1..] : host;
        return (isOpen && host.Length == 0) || IsHostName(name);
    }
}
