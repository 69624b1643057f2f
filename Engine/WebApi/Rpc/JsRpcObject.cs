using Jint;
using Jint.Native;
using Jint.Native.Function;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// A stand-in whose every property is one of the object that it stands for, but for what its class has: a stub, the promise of a result, or a property of either. It can be called, since what it
/// stands for may be a function.
/// </summary>
internal abstract class JsRpcObject : Function
{
    protected JsRpcObject(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine, JintInternals.Realm(realm.Engine), new JsString(""))
    {
        Prototype = realm.PrototypeOf(definition);
    }

    /// <inheritdoc/>
    /// <remarks>What a function has of its own, such as its name, is hidden by those of the object behind it.</remarks>
    public override JsValue Get(JsValue property, JsValue receiver)
    {
        var value = Prototype?.Get(property, receiver) ?? Undefined;
        return value.IsUndefined() && property is JsString text && text.ToString() is { Length: <= RpcLimits.NameLength } name && !IsAsked(name) ? Property(name) : value;
    }

    /// <summary>What the language itself looks for in an object: a promise, or JSON of its own.</summary>
    public static bool IsAsked(string name) => name is "then" or "toJSON";

    /// <summary>A property of what it stands for.</summary>
    protected abstract JsValue Property(string name);
}
