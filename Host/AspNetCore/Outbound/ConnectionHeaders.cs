using System.Collections.Frozen;

namespace PureEdge.AspNetCore.Outbound;

/// <summary>Headers that belong to one connection and are made anew on the next (RFC 9110 section 7.6.1).</summary>
internal static class ConnectionHeaders
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "Connection", "Expect", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string name) => Names.Contains(name);
}
