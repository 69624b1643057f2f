namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>Request methods (https://fetch.spec.whatwg.org/#methods).</summary>
internal static class HttpMethod
{
    /// <summary>"Normalize": six methods are written in upper case, all others stay as they are.</summary>
    public static string Normalize(string method)
    {
        foreach (var name in (ReadOnlySpan<string>)["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
        {
            if (method.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return method;
    }

    public static bool IsForbidden(string method) =>
        method.Equals("CONNECT", StringComparison.OrdinalIgnoreCase)
        || method.Equals("TRACE", StringComparison.OrdinalIgnoreCase)
        || method.Equals("TRACK", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a request of this method has no body.</summary>
    public static bool HasNoBody(string method) => method is "GET" or "HEAD";
}
