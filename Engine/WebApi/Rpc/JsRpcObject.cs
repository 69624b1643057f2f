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
        return value.IsUndefined() && RemoteName(property) is { } name ? Property(name) : value;
    }

    /// <summary>
    /// The name that is asked for of the object behind a stand-in; <see langword="null"/> for what is not passed on: symbols, longer names, and what the
    /// language itself looks for in an object, a promise or JSON of its own.
    /// </summary>
    public static string? RemoteName(JsValue property) =>
        property is JsString text && text.ToString() is { Length: <= RpcLimits.NameLength } name and not ("then" or "toJSON") ? name : null;

    /// <summary>A property of what it stands for.</summary>
    protected abstract JsValue Property(string name);
}
