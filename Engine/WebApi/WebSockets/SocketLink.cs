using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>Where an end of a WebSocket sends to. Called in the isolate's turns.</summary>
internal abstract class SocketLink
{
    /// <summary>Bytes that wait to be sent.</summary>
    public abstract int Buffered { get; }

    /// <summary>The same for scripts, where what a message takes besides its bytes does not count.</summary>
    public virtual int Amount => Buffered;

    /// <summary>Sends a message, at most <see cref="SocketMessage.MaxBytes"/>.</summary>
    /// <returns><see langword="false"/> when too much waits already.</returns>
    public abstract bool TrySend(in SocketMessage message);

    /// <summary>The script listens from now on; what arrives is charged to <paramref name="scope"/>.</summary>
    public virtual void Start(RequestScope scope)
    {
    }
}

/// <summary>To the other end of a pair, in the same isolate.</summary>
internal sealed class PairLink(JsWebSocket other) : SocketLink
{
    /// <inheritdoc/>
    public override int Buffered => other.InboxBytes;

    public JsWebSocket Other => other;

    /// <inheritdoc/>
    public override bool TrySend(in SocketMessage message) => other.TryEnqueue(message);
}
