using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.Messaging;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.WebSockets;

/// <summary>
/// WebSocket (https://websockets.spec.whatwg.org/#the-websocket-interface) and the ends of a WebSocketPair
/// (https://developers.cloudflare.com/workers/runtime-apis/websockets/), which a script accepts before it uses them. Messages come in
/// order, each in a turn of its own, charged to the request that accepted the socket.
/// </summary>
/// <remarks>
/// Owned by the isolate's turn. Departures, as in Workers: binary messages are ArrayBuffers unless <c>binaryType</c> says otherwise, and an
/// end of a pair may send more close codes than a browser may.
/// </remarks>
internal sealed class JsWebSocket : JsEventTarget
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWebSocket>("WebSocket", JsEventTarget.Definition)
        .Constructor(1, static (realm, arguments) => WebSocketConnector.Open(realm, arguments[0], arguments.At(1)))
        .Constant("CONNECTING", 0).Constant("OPEN", 1).Constant("CLOSING", 2).Constant("CLOSED", 3)
        .Constant("READY_STATE_CONNECTING", 0).Constant("READY_STATE_OPEN", 1).Constant("READY_STATE_CLOSING", 2).Constant("READY_STATE_CLOSED", 3)
        .Method("accept", 0, static (self, _) => self.Accept())
        .Method("send", 1, static (self, arguments) => self.Send(arguments[0]))
        .Method("close", 0, static (self, arguments) => self.Close(arguments))
        .Method("serializeAttachment", 1, static (self, arguments) => self.SerializeAttachment(arguments[0]))
        .Method("deserializeAttachment", 0, static (self, _) => self._attachment is { } value ? StructuredCloner.Clone(self.Realm, value, []).Data : Null)
        .Getter("readyState", static self => (int)self.State)
        .Getter("url", static self => self.Url is { } url ? url : Null)
        .Getter("protocol", static self => self.Protocol)
        .Getter("extensions", static _ => "")
        .Getter("bufferedAmount", static self => Math.Max(self._link?.Amount ?? 0, self._sentNow))
        .Attribute("binaryType", static self => self._givesBlobs ? "blob" : "arraybuffer", static (self, value) =>
        {
            // An unknown value of an enumeration leaves the attribute as it is.
            var type = WebIdl.ToDomString(WorkerRealm.Of(self.Engine), value);
            self._givesBlobs = type == "blob" || (type != "arraybuffer" && self._givesBlobs);
        })
        .EventHandler("open").EventHandler("message").EventHandler("error").EventHandler("close")
        .Build();

    private readonly Queue<SocketMessage> _inbox = new();
    private JsValue? _attachment;
    private int _sentNow;
    private SocketLink? _link;
    private RequestScope? _scope;
    private AsyncContext? _context;
    private bool _givesBlobs;
    private bool _isConnecting;
    private bool _isGiven;
    private bool _sentClose;
    private bool _gotClose;

    private JsWebSocket(WorkerRealm realm)
        : base(realm, Definition)
    {
    }

    private enum ReadyState
    {
        Connecting,
        Open,
        Closing,
        Closed,
    }

    /// <summary>The URL of a socket that a script opened.</summary>
    public string? Url { get; private init; }

    /// <summary>The subprotocol that the server chose.</summary>
    public string Protocol { get; private set; } = "";

    /// <summary>Bytes that have arrived and were not delivered.</summary>
    public int InboxBytes { get; private set; }

    /// <summary>Whether the script closed it before it was open.</summary>
    public bool IsUnwanted => _isConnecting && _sentClose;

    /// <summary>Called when the script closes it before it is open.</summary>
    public Action? OnUnwanted { get; set; }

    private bool IsClient => Url is not null;

    private ReadyState State => _gotClose && _sentClose ? ReadyState.Closed
        : _gotClose || _sentClose ? ReadyState.Closing
        : _isConnecting ? ReadyState.Connecting
        : ReadyState.Open;

    /// <summary>Two ends that are connected.</summary>
    public static (JsWebSocket Client, JsWebSocket Server) NewPair(WorkerRealm realm)
    {
        JsWebSocket client = new(realm), server = new(realm);
        (client._link, server._link) = (new PairLink(server), new PairLink(client));
        return (client, server);
    }

    /// <summary>A socket that a script opens; it is connected later.</summary>
    public static JsWebSocket NewClient(WorkerRealm realm, string url) => new(realm)
    {
        Url = url,
        _isConnecting = true,
        _scope = realm.Host.Scope,
        _context = realm.Context,
    };

    /// <summary>The socket of a response from outside, which a script is to accept.</summary>
    public static JsWebSocket FromHost(WorkerRealm realm, System.Net.WebSockets.WebSocket socket, string protocol)
    {
        var self = new JsWebSocket(realm) { Protocol = protocol };
        self._link = new HostSocket(realm, self, realm.Host.Scope, socket);
        return self;
    }

    /// <summary>The socket that a script opened is connected.</summary>
    public void Open(System.Net.WebSockets.WebSocket socket, string protocol)
    {
        _isConnecting = false;
        Protocol = protocol;
        _link = new HostSocket(Realm, this, _scope!, socket);
        _link.Start(_scope!);
        DispatchInContext(new JsEvent(Realm, "open") { IsTrusted = true });
    }

    /// <summary>The connection could not be made, or it broke.</summary>
    public void Fail(string message, int code)
    {
        if (_gotClose)
        {
            return;
        }

        (_isConnecting, _sentClose, _gotClose) = (false, true, true);
        DispatchInContext(new JsErrorEvent(Realm, "error", default, Realm.Error(message).Error, message) { IsTrusted = true });
        DispatchInContext(new JsCloseEvent(Realm, "close", code, "", wasClean: false) { IsTrusted = true });
    }

    /// <summary>Takes the end for the client of the response that the script answers with.</summary>
    /// <exception cref="JavaScriptException">TypeError: it is in use already.</exception>
    public WebSocketUpgrade GiveToHost(RequestScope scope)
    {
        if (_isGiven || _scope is not null)
        {
            throw Realm.TypeError("The WebSocket of the response is in use already: return the end of a WebSocketPair that was not accepted.");
        }

        _isGiven = true;
        if (_link is HostSocket { } outside)
        {
            return new WebSocketUpgrade(scope, outside.TakeSocket());
        }

        var server = ((PairLink)_link!).Other;
        var host = new HostSocket(Realm, server, scope, null);
        foreach (var message in _inbox)
        {
            host.TrySend(message);
        }

        _inbox.Clear();
        InboxBytes = 0;
        server._link = host;
        if (server._scope is { } acceptor)
        {
            host.Start(acceptor);
        }

        return new WebSocketUpgrade(scope, host);
    }

    /// <summary>A message of the other end in the same isolate.</summary>
    public bool TryEnqueue(in SocketMessage message)
    {
        // A close is always taken: there is one.
        if (message.Kind != SocketMessageKind.Close && message.Size > SocketMessage.MaxBufferedBytes - InboxBytes)
        {
            return false;
        }

        InboxBytes += message.Size;
        _inbox.Enqueue(message);
        if (_scope is not null)
        {
            PostDelivery();
        }

        return true;
    }

    /// <summary>Runs the listeners for a message, in a turn of the request that accepted the socket.</summary>
    public void Receive(in SocketMessage message)
    {
        if (_gotClose)
        {
            return;
        }

        if (message.Kind == SocketMessageKind.Close)
        {
            _gotClose = true;
            if (!_sentClose)
            {
                _sentClose = true;
                _link!.TrySend(message);
            }

            DispatchInContext(new JsCloseEvent(Realm, "close", message.Code, message.Text, wasClean: true) { IsTrusted = true });
        }
        else if (!_sentClose)
        {
            Realm.ChargeInput(message.Text.Length + message.Bytes.Length);
            DispatchInContext(new JsMessageEvent(Realm, "message", Data(message)) { IsTrusted = true });
        }
    }

    private JsValue Data(in SocketMessage message)
    {
        if (message.Kind == SocketMessageKind.Text)
        {
            return message.Text;
        }

        if (_givesBlobs)
        {
            return new JsBlob(Realm, message.Bytes, "");
        }

        Realm.Host.Scope.Limits.ChargeAllocation(message.Bytes.Length);
        return BufferSource.NewArrayBuffer(Realm, message.Bytes.ToArray());
    }

    private JsValue Accept()
    {
        if (_isGiven)
        {
            throw Realm.TypeError("The WebSocket was returned in a response and cannot be accepted; accept the other end of its pair.");
        }

        if (!Realm.Host.Scope.AllowsIO)
        {
            throw Realm.TypeError("Disallowed operation called within global scope: a WebSocket belongs to a request. Accept it inside a handler.");
        }

        if (_scope is null)
        {
            _scope = Realm.Host.Scope;
            _context = Realm.Context;
            _link!.Start(_scope);
            for (var i = _inbox.Count; i > 0; i--)
            {
                PostDelivery();
            }
        }

        return Undefined;
    }

    private JsValue Send(JsValue data)
    {
        var message = ToMessage(data);
        if (_isConnecting && !_sentClose)
        {
            throw DomExceptions.New(Realm, "InvalidStateError", "The WebSocket is not open yet; wait for its open event.");
        }

        RequireAccepted("send");
        if (_sentClose)
        {
            // A browser's socket says nothing.
            return IsClient ? Undefined : throw Realm.TypeError("Can't call WebSocket send() after close().");
        }

        if (_gotClose)
        {
            return Undefined;
        }

        var bytes = message.Text.Length + message.Bytes.Length;
        if (bytes > SocketMessage.MaxBytes || (message.Text.Length > SocketMessage.MaxBytes / 3 && Encoding.UTF8.GetByteCount(message.Text) > SocketMessage.MaxBytes))
        {
            throw Realm.RangeError($"The message is larger than {SocketMessage.MaxBytes} bytes, which a WebSocket message may have at most.");
        }

        if (!_link!.TrySend(message))
        {
            throw Realm.Error(
                $"The WebSocket has {_link.Buffered} bytes waiting that the other side has not read, of at most {SocketMessage.MaxBufferedBytes}; send more when bufferedAmount has gone down.");
        }

        CountSent(message.Amount);
        return Undefined;
    }

    // While the code that sent runs, bufferedAmount does not go down, however fast the connection takes it.
    private void CountSent(int amount)
    {
        if (_sentNow == 0)
        {
            Realm.React(Realm.ResolvedPromise(Undefined), _ => _sentNow = 0, static _ => { });
        }

        _sentNow = Math.Max(_link!.Amount, _sentNow + amount);
    }

    private SocketMessage ToMessage(JsValue data)
    {
        var limits = Realm.Host.Scope.Limits;
        if (BufferSource.TryGetBytes(data, out var bytes))
        {
            Realm.ChargeInput(bytes.Length);
            limits.ChargeAllocation(Math.Min(bytes.Length, SocketMessage.MaxBytes + 1) + 128L);
            // One byte too many is enough to be refused.
            return new(SocketMessageKind.Binary, "", bytes[..Math.Min(bytes.Length, SocketMessage.MaxBytes + 1)].ToArray());
        }

        if (data is JsBlob blob)
        {
            limits.ChargeAllocation(128);
            return new(SocketMessageKind.Binary, "", blob.Bytes);
        }

        var text = WebIdl.ToUsvString(Realm, data);
        Realm.ChargeInput(text.Length);
        limits.ChargeAllocation((Math.Min(text.Length, SocketMessage.MaxBytes) * 3L) + 128);
        return new(SocketMessageKind.Text, text, default);
    }

    private JsValue Close(JsValue[] arguments)
    {
        var message = CloseCode.Read(Realm, arguments, IsClient);
        if (_sentClose || _gotClose)
        {
            return Undefined;
        }

        if (_isConnecting)
        {
            _sentClose = true;
            OnUnwanted?.Invoke();
            return Undefined;
        }

        RequireAccepted("close");
        _sentClose = true;
        _link!.TrySend(message);
        return Undefined;
    }

    // https://developers.cloudflare.com/durable-objects/api/state/#serializeattachment; what was attached is a copy, and so is what comes back.
    private JsValue SerializeAttachment(JsValue value)
    {
        _attachment = StructuredCloner.Clone(Realm, value, []).Data;
        return Undefined;
    }

    private void RequireAccepted(string member)
    {
        if (_scope is null)
        {
            throw Realm.TypeError($"You must call accept() on this WebSocket before calling {member}().");
        }
    }

    private void DispatchInContext(JsEvent e)
    {
        var previous = Realm.Context;
        Realm.Context = _context;
        try
        {
            Dispatch(e);
        }
        finally
        {
            Realm.Context = previous;
        }
    }

    private void PostDelivery()
    {
        var delivery = new Delivery(this, _scope!);
        Realm.BeginOperation(_scope!, delivery);
        Realm.Host.Post(_scope!, delivery.Run);
    }

    private sealed class Delivery(JsWebSocket socket, RequestScope scope)
    {
        public void Run()
        {
            scope.EndOperation(this);
            if (socket._inbox.TryDequeue(out var message))
            {
                socket.InboxBytes -= message.Size;
                socket.Receive(message);
            }
        }
    }
}
