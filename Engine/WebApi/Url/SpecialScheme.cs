namespace PureEdge.Engine.WebApi.Url;

/// <summary>The special schemes and their default ports.</summary>
/// <remarks>https://url.spec.whatwg.org/#special-scheme</remarks>
internal static class SpecialScheme
{
    public static readonly string[] All = ["http", "https", "ws", "wss", "ftp", "file"];

    public static bool IsSpecial(string scheme) => scheme is "https" or "http" or "file" or "ws" or "wss" or "ftp";

    /// <summary>-1 when there is none.</summary>
    public static int DefaultPort(string scheme) => scheme switch
    {
        "https" or "wss" => 443,
        "http" or "ws" => 80,
        "ftp" => 21,
        _ => -1,
    };

    /// <summary>The scheme in lower case; those that are known cost no allocation.</summary>
    public static string Lower(ReadOnlySpan<char> scheme)
    {
        Span<char> lower = stackalloc char[8];
        if (scheme.Length <= lower.Length)
        {
            lower = lower[..scheme.ToLowerInvariant(lower)];
            return lower switch
            {
                "https" => "https",
                "http" => "http",
                "data" => "data",
                "file" => "file",
                "blob" => "blob",
                "wss" => "wss",
                "ws" => "ws",
                "ftp" => "ftp",
                _ => lower.ToString(),
            };
        }

        return scheme.ToString().ToLowerInvariant();
    }
}
