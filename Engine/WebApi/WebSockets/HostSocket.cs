using System.Net.WebSockets;
using System.Text;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>
/// The link of a script's socket to one of the host's. Back-pressure: a message is read from the connection when the turn of the one
/// before has run, and what waits to be sent is bounded.
/// </summary>
/// <remarks>
/// <see cref="SocketLink"/>'s members belong to the isolate's turn; the loops run anywhere and reach the isolate through turns.
/// </remarks>
internal sealed class HostSocket : SocketLink
{
    private const int ReadBytes = 4096;
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(10);

    private readonly WorkerRealm _realm;
    private readonly JsWebSocket _owner;
    private readonly SocketOutbox _outbox = new();
    private readonly TaskCompletionSource<RequestScope> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenRegistration _unused;
    private WebSocket? _socket;

    /// <summary>A link.</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="owner">Who hears of messages.</param>
    /// <param name="scope">The event that the connection ends with.</param>
    /// <param name="socket">The connection; <see langword="null"/> when the host brings it later.</param>
    public HostSocket(WorkerRealm realm, JsWebSocket owner, RequestScope scope, WebSocket? socket)
    {
        _realm = realm;
        _owner = owner;
        _aborted = scope.Aborted;
        _socket = socket;
        if (socket is not null)
        {
            _unused = _aborted.UnsafeRegister(static socket => ((WebSocket)socket!).Dispose(), socket);
        }
    }

    /// <inheritdoc/>
    public override int Buffered => _outbox.Bytes;

    /// <inheritdoc/>
    public override int Amount => _outbox.Amount;

    /// <inheritdoc/>
    public override bool TrySend(in SocketMessage message) => _outbox.TryWrite(message);

    /// <inheritdoc/>
    public override void Start(RequestScope scope)
    {
        _realm.BeginOperation(scope, this);
        _started.TrySetResult(scope);
        if (_socket is { } socket)
        {
            _socket = null;
            _unused.Unregister();
            _ = RunAsync(socket, CancellationToken.None);
        }
    }

    /// <summary>Takes the connection, which no script has used.</summary>
    public WebSocket TakeSocket()
    {
        _unused.Unregister();
        return _socket!;
    }

    /// <summary>Serves a connection until it has ended.</summary>
    public async Task RunAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_aborted, cancellationToken);
        using (socket)
        {
            var sending = SendAsync(socket, ending);
            await ReceiveAsync(socket, ending.Token);
            _outbox.Complete();
            await sending;
        }
    }

    private async Task SendAsync(WebSocket socket, CancellationTokenSource ending)
    {
        try
        {
            while (await _outbox.ReadAsync(ending.Token) is { } message)
            {
                switch (message.Kind)
                {
                    case SocketMessageKind.Text:
                        await socket.SendAsync(Encoding.UTF8.GetBytes(message.Text), WebSocketMessageType.Text, endOfMessage: true, ending.Token);
                        break;
                    case SocketMessageKind.Binary:
                        await socket.SendAsync(message.Bytes, WebSocketMessageType.Binary, endOfMessage: true, ending.Token);
                        break;
                    default:
                        // .NET writes a code in any case, and 1005 may not stand on the wire: without one it is a normal end.
                        var hasCode = message.Code != CloseCode.NoStatus;
                        await socket.CloseOutputAsync(
                            hasCode ? (WebSocketCloseStatus)message.Code : WebSocketCloseStatus.NormalClosure, hasCode ? message.Text : null, ending.Token);
                        // Who does not answer a close has this long.
                        ending.CancelAfter(CloseTime);
                        return;
                }

                _outbox.Sent(message);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone, which the receiving side reports.
            socket.Abort();
        }
    }

    private async Task ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        RequestScope scope;
        try
        {
            scope = await _started.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            while (true)
            {
                var message = await ReceiveMessageAsync(socket, cancellationToken);
                if (message is not { } received)
                {
                    // Answered by hand: the script's own close would come too late for who listens to nothing.
                    TrySend(SocketMessage.Close(CloseCode.TooLarge, "message too large"));
                    await EndAsync(scope, () => _owner.Fail($"A message is larger than {SocketMessage.MaxBytes} bytes.", CloseCode.TooLarge));
                    return;
                }

                if (received.Kind == SocketMessageKind.Close)
                {
                    await EndAsync(scope, () => _owner.Receive(received));
                    return;
                }

                await DeliverAsync(scope, received).WaitAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            await EndAsync(scope, () => _owner.Fail("The WebSocket connection was lost.", CloseCode.Abnormal));
        }
    }

    // Null when the message is too large.
    private static async Task<SocketMessage?> ReceiveMessageAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = Scratch<byte>.Rent(ReadBytes);
        try
        {
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length > SocketMessage.MaxBytes)
                    {
                        return null;
                    }

                    var larger = Scratch<byte>.Rent(length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    Scratch<byte>.Return(buffer);
                    buffer = larger;
                }

                var result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                length += result.Count;
                if (length > SocketMessage.MaxBytes)
                {
                    return null;
                }

                if (result.MessageType == WebSocketMessageType.Close)
                {
                    return SocketMessage.Close((int?)socket.CloseStatus ?? CloseCode.NoStatus, socket.CloseStatusDescription ?? "");
                }

                if (result.EndOfMessage)
                {
                    return result.MessageType == WebSocketMessageType.Text
                        ? new(SocketMessageKind.Text, Encoding.UTF8.GetString(buffer, 0, length), default)
                        : new(SocketMessageKind.Binary, "", buffer.AsSpan(0, length).ToArray());
                }
            }
        }
        finally
        {
            Scratch<byte>.Return(buffer);
        }
    }

    private Task DeliverAsync(RequestScope scope, SocketMessage message)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _realm.Host.Post(scope, () =>
        {
            done.SetResult();
            scope.Limits.ChargeAllocation(message.Size);
            _owner.Receive(message);
        });
        return done.Task;
    }

    // Waits for the turn, so that the event does not end before the script has heard of the end; a request that is over hears nothing.
    private async Task EndAsync(RequestScope scope, Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _realm.Host.Post(scope, () =>
        {
            scope.EndOperation(this);
            try
            {
                action();
            }
            finally
            {
                done.SetResult();
            }
        });
        await Task.WhenAny(done.Task, scope.Over);
    }
}
