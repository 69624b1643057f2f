namespace PureEdge.Engine;

/// <summary>A response of a worker, or of the outside to a worker.</summary>
public sealed class WorkerResponse
{
    /// <summary>The status, 200 to 599; 101 for an upgrade.</summary>
    public required int Status { get; init; }

    /// <summary>The reason phrase; empty for the standard one.</summary>
    public string StatusText { get; init; } = "";

    /// <summary>The headers.</summary>
    public HeaderList Headers { get; init; } = new();

    /// <summary>
    /// The body, or <see langword="null"/> without one. Reading it may run turns of the worker that writes it. The reader disposes it.
    /// </summary>
    public Stream? Body { get; init; }

    /// <summary>The whole body when it is in memory already; then <see cref="Body"/> is <see langword="null"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>The final URL after redirects, of a response from outside.</summary>
    public string Url { get; init; } = "";

    /// <summary>Whether redirects were followed on the way to it.</summary>
    public bool Redirected { get; init; }

    /// <summary>The connection of an upgrade (status 101) from outside, or <see langword="null"/>. Who takes the response disposes it.</summary>
    public System.Net.WebSockets.WebSocket? WebSocket { get; init; }

    /// <summary>The WebSocket of a worker's answer (status 101), or <see langword="null"/>. It must be run or disposed; until then the event goes on.</summary>
    public WebSocketUpgrade? Upgrade { get; init; }

    internal WorkerResponse WithBody(Stream? body) => new()
    {
        Status = Status,
        StatusText = StatusText,
        Headers = Headers,
        Body = body,
        Url = Url,
        Redirected = Redirected,
    };
}
