using System.Collections.Frozen;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Entrypoints;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// Which properties of an object other workers see (https://developers.cloudflare.com/workers/runtime-apis/rpc/visibility/): what a class declares, what plain objects and
/// functions have of their own; never what the language gives to every object.
/// </summary>
internal static class RpcLookup
{
    private const int MaxClassDepth = 1_000;

    // https://developers.cloudflare.com/workers/runtime-apis/rpc/reserved-methods/#disallowed-method-names
    private static readonly FrozenSet<string> Reserved = ["constructor", "dup"];

    private enum Kind
    {
        Hidden,
        Instance,
        Plain,
        Function,
        Remote,
    }

    /// <summary>Follows a path.</summary>
    /// <param name="realm">The object's.</param>
    /// <param name="root">Where it begins.</param>
    /// <param name="end">The prototype of the platform at the end of the class of <paramref name="root"/>, of an entrypoint; else what <paramref name="root"/> is shows itself.</param>
    /// <param name="path">The names, which a script chose.</param>
    /// <returns>The value at its end, and the object that has it.</returns>
    /// <exception cref="JavaScriptException">There is no such property that others see; or a getter threw.</exception>
    public static (JsValue Value, JsValue Owner) Find(WorkerRealm realm, ObjectInstance root, ObjectInstance? end, string[] path)
    {
        JsValue value = root;
        JsValue owner = JsValue.Undefined;
        var kind = Kind.Hidden;
        for (var i = 0; i < path.Length; i++)
        {
            var name = path[i];
            if (value is not ObjectInstance current)
            {
                throw NotThere(realm, name);
            }

            // A property of a stub leads on; one that a worker of its own keeps does not.
            kind = i == 0 && end is not null ? Kind.Instance : kind == Kind.Remote && current is JsRpcProperty ? Kind.Remote : KindOf(realm, current);
            value = kind switch
            {
                _ when Reserved.Contains(name) => throw NotThere(realm, name),
                Kind.Instance => OfClass(realm, current, i == 0 && end is not null ? end : realm.PrototypeOf(JsRpcTarget.Definition), name),
                Kind.Plain => Own(realm, current, name),
                Kind.Function when name != "prototype" => Own(realm, current, name),
                Kind.Remote => current.Get(name),
                _ => throw NotThere(realm, name),
            };
            owner = current;
        }

        return (value, owner);
    }

    /// <summary>Calls what a path led to, if it is a call.</summary>
    /// <param name="realm">The object's.</param>
    /// <param name="found">What <see cref="Find"/> found.</param>
    /// <param name="call">The call.</param>
    /// <param name="parameters">Gets the stubs among the arguments, which are disposed when the call has returned.</param>
    /// <exception cref="JavaScriptException">It is no function, or threw.</exception>
    /// <exception cref="HostErrorException">The arguments hold too many stubs.</exception>
    public static JsValue Run(WorkerRealm realm, (JsValue Value, JsValue Owner) found, RpcStubCall call, List<JsRpcStub> parameters)
    {
        if (call.Arguments is null)
        {
            return found.Value;
        }

        if (!found.Value.IsCallable())
        {
            throw call.Path.Length == 0
                ? realm.TypeError("The RPC stub is of an object and not of a function: call one of its methods.")
                : NotThere(realm, call.Path[^1]);
        }

        var arguments = (JsArray)call.Arguments.Read(realm, parameters, areParameters: true);
        return realm.Call(found.Value, found.Owner, [.. Enumerable.Range(0, (int)arguments.Length).Select(i => arguments[(uint)i])]);
    }

    /// <summary>Whether a function is passed as a stub that calls it. A class of the platform or a stand-in for something remote is not.</summary>
    public static bool IsPassedAsStub(ObjectInstance source) =>
        source.IsCallable() && source is not (IRpcClient or IPromiseLike or InterfaceConstructor) && !JintInternals.IsOpaque(source, out _);

    /// <summary>Whether an object is a record of data: of no class.</summary>
    public static bool IsPlain(WorkerRealm realm, ObjectInstance source) =>
        source is JsObject && (source.Prototype is null || ReferenceEquals(source.Prototype, PlainPrototype(realm)));

    /// <summary>The error of a path that leads nowhere.</summary>
    public static JavaScriptException NotThere(WorkerRealm realm, string name) => realm.TypeError($"The RPC receiver does not implement the method \"{name}\".");

    private static Kind KindOf(WorkerRealm realm, ObjectInstance source) => source switch
    {
        _ when JintInternals.IsOpaque(source, out _) => Kind.Hidden,
        JsRpcTarget => Kind.Instance,
        JsRpcStub => Kind.Remote,
        _ when IsPlain(realm, source) => Kind.Plain,
        _ when IsPassedAsStub(source) => Kind.Function,
        _ => Kind.Hidden,
    };

    // Not what the object has of its own, which may be private; nor what a class inherits from beyond the platform's class, as it does when a script sets prototypes.
    private static JsValue OfClass(WorkerRealm realm, ObjectInstance instance, ObjectInstance end, string name)
    {
        if (instance.GetOwnProperty(name) != PropertyDescriptor.Undefined)
        {
            throw NotThere(realm, name);
        }

        ObjectInstance? owner = null;
        var current = instance.Prototype;
        for (var depth = 0; depth < MaxClassDepth && current is not null && !JintInternals.IsOpaque(current, out _); depth++)
        {
            if (ReferenceEquals(current, end))
            {
                return owner is null ? throw NotThere(realm, name) : owner.Get(name, instance);
            }

            owner ??= current.GetOwnProperty(name) != PropertyDescriptor.Undefined ? current : null;
            current = current.Prototype;
        }

        throw NotThere(realm, name);
    }

    private static JsValue Own(WorkerRealm realm, ObjectInstance source, string name) =>
        source.GetOwnProperty(name) != PropertyDescriptor.Undefined ? source.Get(name) : throw NotThere(realm, name);

    private static ObjectInstance PlainPrototype(WorkerRealm realm) => realm.SharedObject(typeof(RpcLookup), 0, static (realm, _) => new JsObject(realm.Engine).Prototype!);
}
