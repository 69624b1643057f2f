using System.Net.WebSockets;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.WebSockets;

namespace PureEdge.Engine;

/// <summary>
/// The WebSocket of a worker's response (status 101): the host connects it with its client's, or disposes it. Until then the event goes on.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class WebSocketUpgrade : IDisposable
{
    private readonly CancellationToken _aborted;
    private readonly HostSocket? _script;
    private readonly WebSocket? _outside;
    private int _ended;

    internal WebSocketUpgrade(RequestScope scope, HostSocket script) => (_aborted, _script) = (scope.Aborted, script);

    // The worker answers with a socket of the outside that it did not touch.
    internal WebSocketUpgrade(RequestScope scope, WebSocket outside) => (_aborted, _outside) = (scope.Aborted, outside);

    /// <summary>Called once, when the connection has ended or was not wanted.</summary>
    internal Action? Ended { get; set; }

    /// <summary>Connects the worker's end with a client. Called once.</summary>
    /// <param name="client">The client's end. It is disposed.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <returns>Ends when the connection has.</returns>
    public async Task RunAsync(WebSocket client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        try
        {
            await (_script is not null
                ? _script.RunAsync(client, cancellationToken)
                : SocketRelay.RunAsync(client, _outside!, cancellationToken, _aborted));
        }
        finally
        {
            End();
        }
    }

    /// <summary>Nobody will connect.</summary>
    public void Dispose()
    {
        _outside?.Dispose();
        End();
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            Ended?.Invoke();
        }
    }
}
