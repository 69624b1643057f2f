using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Messaging;

/// <summary>One of two entangled ends: what has arrived for it, and the port that stands for it at present.</summary>
/// <remarks>Owned by the isolate's turn. https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports</remarks>
internal sealed class MessagePipeEnd(WorkerRealm realm)
{
    private readonly Queue<ClonedMessage> _messages = new();
    private bool _isStarted;

    /// <summary>The other end; <see langword="null"/> once one of them is closed.</summary>
    public MessagePipeEnd? Peer { get; private set; }

    /// <summary>The port that hears of messages.</summary>
    public JsMessagePort? Port { get; private set; }

    public static void Entangle(MessagePipeEnd one, MessagePipeEnd other) => (one.Peer, other.Peer) = (other, one);

    /// <summary>Gives the end to a port, which is not started.</summary>
    public void GiveTo(JsMessagePort port)
    {
        Port = port;
        _isStarted = false;
    }

    /// <summary>Queues a message; it is delivered in a later turn of the current request.</summary>
    public void Send(ClonedMessage message)
    {
        realm.Host.Scope.Limits.ChargeAllocation(128);
        _messages.Enqueue(message);
        if (_isStarted)
        {
            PostDelivery();
        }
    }

    public void Start()
    {
        if (_isStarted)
        {
            return;
        }

        _isStarted = true;
        for (var i = 0; i < _messages.Count; i++)
        {
            PostDelivery();
        }
    }

    public void Close()
    {
        if (Peer is { } peer)
        {
            peer.Peer = null;
            Peer = null;
        }

        _messages.Clear();
    }

    private void PostDelivery()
    {
        var scope = realm.Host.Scope;
        if (!scope.AllowsIO)
        {
            throw realm.TypeError("Disallowed operation called within global scope. Messages belong to a request: send them inside a handler.");
        }

        var delivery = new Delivery(this, scope);
        realm.BeginOperation(scope, delivery);

        realm.Host.Post(scope, delivery.Run);
    }

    // The port may have moved or closed since.
    private void Deliver()
    {
        if (_isStarted && _messages.TryDequeue(out var message))
        {
            Port!.Receive(message);
        }
    }

    private sealed class Delivery(MessagePipeEnd end, RequestScope scope)
    {
        public void Run()
        {
            scope.EndOperation(this);
            end.Deliver();
        }
    }
}
