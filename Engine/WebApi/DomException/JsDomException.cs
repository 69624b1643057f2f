using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.DomException;

/// <summary>DOMException (https://webidl.spec.whatwg.org/#idl-DOMException).</summary>
/// <remarks>Jint's error class is sealed, so <c>Error.isError</c> does not know these; <c>instanceof Error</c> does.</remarks>
internal sealed class JsDomException : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = Define();

    public JsDomException(WorkerRealm realm, string message, string name)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Message = message;
        Name = name;

        // An error of the interpreter takes the snapshot of the call stack, and renders it only when somebody reads it.
        Snapshot = (JsError)realm.Engine.Intrinsics.Error.Construct();
        FastSetProperty("stack", PropertyDescriptor.CreateLazy(
            Snapshot, static error => JintStack.Read(error), PropertyFlag.Writable | PropertyFlag.Configurable));
    }

    public string Message { get; }

    public string Name { get; }

    /// <summary>Holds the call stack at the construction.</summary>
    internal JsError Snapshot { get; }

    /// <inheritdoc/>
    public override string ToString() => Message.Length == 0 ? Name : $"{Name}: {Message}";

    /// <summary>https://tc39.es/ecma262/#sec-error.prototype.tostring</summary>
    private static JsValue Describe(JsValue self)
    {
        if (self is not ObjectInstance o)
        {
            JintInternals.ThrowTypeError("DOMException.prototype.toString called on a value that is not an object.");
            return Undefined;
        }

        var realm = WorkerRealm.Of(o.Engine);
        var name = o.Get("name") is var n && n.IsUndefined() ? "Error" : WebIdl.ToDomString(realm, n);
        var message = o.Get("message") is var m && m.IsUndefined() ? "" : WebIdl.ToDomString(realm, m);
        return name.Length == 0 ? message : message.Length == 0 ? name : $"{name}: {message}";
    }

    private static InterfaceDefinition Define()
    {
        var builder = new InterfaceBuilder<JsDomException>("DOMException")
            .Constructor(0, static (realm, arguments) => new JsDomException(
                realm,
                arguments.Length > 0 && !arguments[0].IsUndefined() ? WebIdl.ToDomString(realm, arguments[0]) : "",
                arguments.Length > 1 && !arguments[1].IsUndefined() ? WebIdl.ToDomString(realm, arguments[1]) : "Error"))
            .Getter("name", static self => self.Name)
            .Getter("message", static self => self.Message)
            .Getter("code", static self => DomExceptions.CodeOf(self.Name))
            .CompletePrototype(static (realm, prototype) =>
            {
                prototype.Prototype = (ObjectInstance)realm.Engine.Intrinsics.Error.Get("prototype");
                // Jint's Error.prototype.toString reads name and message with itself as the receiver, which our getters refuse.
                prototype.FastSetProperty("toString", new PropertyDescriptor(
                    new ClrFunction(realm.Engine, "toString", static (self, _) => Describe(self), 0, PropertyFlag.Configurable),
                    writable: true, enumerable: false, configurable: true));
            });
        foreach (var (_, code, constant) in DomExceptions.Legacy)
        {
            builder.Constant(constant, code);
        }

        return builder.Build();
    }
}
