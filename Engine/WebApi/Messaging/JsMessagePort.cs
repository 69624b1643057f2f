using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Messaging;

/// <summary>MessagePort (https://html.spec.whatwg.org/multipage/web-messaging.html#message-ports). Both ends are in one isolate.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsMessagePort : JsEventTarget, ITransferable
{
    public static new readonly InterfaceDefinition Definition = new InterfaceBuilder<JsMessagePort>("MessagePort", JsEventTarget.Definition)
        .Method("postMessage", 1, static (self, arguments) => self.PostMessage(arguments[0], arguments.At(1)))
        .Method("start", 0, static (self, _) =>
        {
            self._end?.Start();
            return Undefined;
        })
        .Method("close", 0, static (self, _) => self.Close())
        .Attribute("onmessage", static self => self.GetHandler("message"), static (self, value) =>
        {
            self.SetHandler("message", value);
            self._end?.Start();
        })
        .EventHandler("messageerror")
        .EventHandler("close")
        .Build();

    private const string What = "Failed to execute 'postMessage' on 'MessagePort': parameter 2";

    // Null once the port was transferred or closed.
    private MessagePipeEnd? _end;

    public JsMessagePort(WorkerRealm realm, MessagePipeEnd? end)
        : base(realm, Definition)
    {
        _end = end;
        end?.GiveTo(this);
    }

    /// <inheritdoc/>
    public bool CanTransfer => _end is not null;

    /// <inheritdoc/>
    public ObjectInstance NewTarget() => new JsMessagePort(Realm, null);

    /// <inheritdoc/>
    public void MoveTo(ObjectInstance target)
    {
        var port = (JsMessagePort)target;
        port._end = _end;
        _end?.GiveTo(port);
        _end = null;
    }

    public void Receive(ClonedMessage message) =>
        Dispatch(new JsMessageEvent(Realm, "message", message.Data) { Ports = [.. message.Transferred.OfType<JsMessagePort>()], IsTrusted = true });

    private JsValue PostMessage(JsValue value, JsValue options)
    {
        // A sequence is the transfer list itself; anything else is a dictionary that has one.
        var isList = JsSequence.MethodOf(Realm, options, What) is not null;
        var transfer = TransferList.Read(Realm, isList ? options : WebIdl.Member(Realm, options, "transfer", What), What);
        if (transfer.Contains(this))
        {
            throw DomExceptions.New(Realm, "DataCloneError", "A MessagePort cannot be sent through itself.");
        }

        var peer = _end?.Peer;
        var isDoomed = peer?.Port is { } other && transfer.Contains(other);
        var message = StructuredCloner.Clone(Realm, value, transfer);
        if (!isDoomed)
        {
            peer?.Send(message);
        }

        return Undefined;
    }

    private JsValue Close()
    {
        _end?.Close();
        _end = null;
        return Undefined;
    }
}
