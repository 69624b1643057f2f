namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>What a script has sent and the connection has not taken yet. Its bytes count as the isolate's.</summary>
/// <remarks>Thread-safe; one reader.</remarks>
internal sealed class SocketOutbox
{
    private readonly Lock _gate = new();
    private readonly Queue<SocketMessage> _messages = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private int _bytes;
    private int _amount;

    /// <summary>Bytes of the messages that are here or on their way.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Of these messages the bytes on the wire.</summary>
    public int Amount => Volatile.Read(ref _amount);

    /// <summary>Puts a message in. A close is always taken: there is one.</summary>
    /// <returns><see langword="false"/> when too much is here already.</returns>
    public bool TryWrite(in SocketMessage message)
    {
        lock (_gate)
        {
            if (message.Kind != SocketMessageKind.Close && message.Size > SocketMessage.MaxBufferedBytes - _bytes)
            {
                return false;
            }

            Interlocked.Add(ref _bytes, message.Size);
            Interlocked.Add(ref _amount, message.Amount);
            _messages.Enqueue(message);
        }

        _waiting.Release();
        return true;
    }

    /// <summary>Nothing more comes: a reader that has all gets <see langword="null"/>.</summary>
    public void Complete() => _waiting.Release();

    /// <summary>The next message.</summary>
    public async ValueTask<SocketMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        await _waiting.WaitAsync(cancellationToken);
        lock (_gate)
        {
            return _messages.TryDequeue(out var message) ? message : null;
        }
    }

    /// <summary>A message that was read is sent.</summary>
    public void Sent(in SocketMessage message)
    {
        Interlocked.Add(ref _bytes, -message.Size);
        Interlocked.Add(ref _amount, -message.Amount);
    }
}
