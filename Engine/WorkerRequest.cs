using System.Net;

namespace PureEdge.Engine;

/// <summary>A request on its way to a worker, or from a worker to the outside; no server and no client behind it is visible.</summary>
/// <remarks>Immutable but for its headers and its tag, which belong to whoever holds the request.</remarks>
public sealed class WorkerRequest
{
    /// <summary>The method, in the case it was sent in.</summary>
    public required string Method { get; init; }

    /// <summary>The absolute URL, serialised as the URL standard does.</summary>
    public required string Url { get; init; }

    /// <summary>The headers.</summary>
    public HeaderList Headers { get; init; } = new();

    /// <summary>The body as it arrives, or <see langword="null"/> when the request has none. Read at most once.</summary>
    public Stream? Body { get; init; }

    /// <summary>The length of <see cref="Body"/> in bytes when it is known.</summary>
    public long? ContentLength { get; init; }

    /// <summary>The address of the client, when there is one.</summary>
    public IPAddress? ClientAddress { get; init; }

    /// <summary>The protocol that the client speaks, such as <c>HTTP/2</c>: <c>request.cf.httpProtocol</c>. Null when the request came over none; then there is no <c>request.cf</c>.</summary>
    public string? HttpProtocol { get; init; }

    /// <summary>The version of TLS, such as <c>TLSv1.3</c>, or empty without: <c>request.cf.tlsVersion</c>.</summary>
    public string TlsVersion { get; init; } = "";

    /// <summary>The cipher suite of TLS by its standard name, or empty without: <c>request.cf.tlsCipher</c>.</summary>
    public string TlsCipher { get; init; } = "";

    /// <summary>How a redirect is treated by an outbound request: <c>follow</c>, <c>manual</c> or <c>error</c>.</summary>
    public string Redirect { get; init; } = "follow";

    /// <summary>The chain of events that the request belongs to; <see langword="null"/> when it begins one.</summary>
    public InvocationChain? Chain { get; init; }

    /// <summary>What the host wants to find again in the lines that the worker logs for this request. The engine does not look at it.</summary>
    public object? Tag { get; set; }

    /// <summary>What the answer is charged to, of a request from another worker.</summary>
    internal CallAccount? Account { get; private init; }

    internal WorkerRequest With(InvocationChain chain, CallAccount account) => new()
    {
        Method = Method,
        Url = Url,
        Headers = Headers,
        Body = Body,
        ContentLength = ContentLength,
        ClientAddress = ClientAddress,
        HttpProtocol = HttpProtocol,
        TlsVersion = TlsVersion,
        TlsCipher = TlsCipher,
        Redirect = Redirect,
        Chain = chain,
        Account = account,
    };
}
