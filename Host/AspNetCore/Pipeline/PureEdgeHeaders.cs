namespace PureEdge.AspNetCore.Pipeline;

/// <summary>Headers that PureEdge sets itself.</summary>
internal static class PureEdgeHeaders
{
    /// <summary>How the request ended, on every answer that PureEdge and not the worker made.</summary>
    public const string Outcome = "PureEdge-Outcome";

    /// <summary>Of a request: what keeps its client with one version while several are deployed (named as at Cloudflare).</summary>
    public const string VersionKey = "Cloudflare-Workers-Version-Key";

    /// <summary>The request's identity, on every answer.</summary>
    public const string RequestId = "PureEdge-Request-Id";
}
