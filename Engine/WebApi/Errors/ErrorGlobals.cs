using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Errors;

/// <summary>
/// The constructors of errors, whose instances' <c>stack</c> takes any value. Jint has the accessor of a proposal that refuses all but
/// strings; in workerd <c>stack</c> is a plain, not enumerable property, and libraries that rebuild errors assign undefined to it.
/// And what it reads is short: ten frames, as in V8, with names that are cut.
/// </summary>
/// <remarks>
/// A script that names none of them keeps the proposal's accessor, and pays nothing (else 1.7 KB for each engine). The stacks it may
/// read then are as long as the recursion that made them.
/// </remarks>
internal static class ErrorGlobals
{
    private const string Stack = "stack";

    // Whichever a script names first, the one Error.prototype is finished.
    private static readonly (string Name, Func<Intrinsics, ErrorConstructor> Constructor)[] Constructors =
    [
        ("Error", static intrinsics => intrinsics.Error),
        ("EvalError", JintInternals.EvalError),
        ("RangeError", JintInternals.RangeError),
        ("ReferenceError", JintInternals.ReferenceError),
        ("SyntaxError", JintInternals.SyntaxError),
        ("TypeError", static intrinsics => intrinsics.TypeError),
        ("URIError", JintInternals.UriError),
    ];

    public static void Register(GlobalTable globals)
    {
        foreach (var (name, constructor) in Constructors)
        {
            globals.Intrinsic(name, realm =>
            {
                realm.SharedObject(typeof(ErrorGlobals), 0, static (realm, _) => CompletePrototype(realm.Engine));
                return constructor(realm.Engine.Intrinsics);
            });
        }
    }

    private static ObjectInstance CompletePrototype(JintEngine engine)
    {
        var prototype = Prototype(engine);
        var get = new ClrFunction(engine, "get stack", static (self, _) => GetStack(self), 0, PropertyFlag.Configurable);
        var set = new ClrFunction(engine, "set stack", SetStack, 1, PropertyFlag.Configurable);
        prototype.DefineOwnProperty(Stack, new GetSetPropertyDescriptor(get, set, enumerable: false, configurable: true));
        return prototype;
    }

    // https://tc39.es/proposal-error-stacks/#sec-get-error.prototype-stack
    private static JsValue GetStack(JsValue self)
    {
        if (self is not ObjectInstance)
        {
            JintInternals.ThrowTypeError("get Error.prototype.stack called on a value that is not an object");
        }

        return self is JsError error ? JintStack.Read(error) : JsValue.Undefined;
    }

    // https://tc39.es/ecma262/#sec-SetterThatIgnoresPrototypeProperties. Departure: an error's property is not enumerable, as in V8.
    private static JsValue SetStack(JsValue self, JsValue[] arguments)
    {
        if (self is not ObjectInstance target)
        {
            JintInternals.ThrowTypeError("set Error.prototype.stack called on a value that is not an object");
            return JsValue.Undefined;
        }

        var realm = WorkerRealm.Of(target.Engine);
        if (target == Prototype(target.Engine))
        {
            throw realm.TypeError("The stack of Error.prototype itself cannot be set.");
        }

        var value = arguments.At(0);
        var done = target.GetOwnProperty(Stack) == PropertyDescriptor.Undefined
            ? target.DefineOwnProperty(Stack, new PropertyDescriptor(value, writable: true, enumerable: target is not JsError, configurable: true))
            : target.Set(Stack, value);
        return done ? JsValue.Undefined : throw realm.TypeError("Cannot assign to the stack of this object.");
    }

    private static ObjectInstance Prototype(JintEngine engine) => (ObjectInstance)engine.Intrinsics.Error.GetOwnProperty("prototype").Value!;
}
