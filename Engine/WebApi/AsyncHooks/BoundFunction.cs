using Jint.Native;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.AsyncHooks;

/// <summary>Functions that run others in an asynchronous context.</summary>
internal static class BoundFunction
{
    /// <summary>A function that calls <paramref name="function"/> in a context.</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="context">The context.</param>
    /// <param name="function">What to call.</param>
    /// <param name="thisArgument">Its <c>this</c>; <see langword="null"/> for that of the call.</param>
    /// <param name="what">What <paramref name="function"/> is, for the error when it is none.</param>
    public static ClrFunction Create(WorkerRealm realm, AsyncContext? context, JsValue function, JsValue? thisArgument, string what)
    {
        realm.RequireFunction(function, what);
        return new(realm.Engine, "bound", (self, arguments) => realm.CallIn(context, function, thisArgument ?? self, [.. arguments]), 0, PropertyFlag.Configurable);
    }

    /// <summary>A function that calls its first parameter, with the others, in the context of now.</summary>
    public static ClrFunction Snapshot(WorkerRealm realm)
    {
        var context = realm.Context;
        return new(realm.Engine, "snapshot", (self, arguments) => realm.CallIn(
            context,
            realm.RequireFunction(arguments.Length > 0 ? arguments[0] : JsValue.Undefined, "A snapshot's parameter 1"),
            self,
            arguments.Length > 1 ? arguments[1..] : []), 1, PropertyFlag.Configurable);
    }
}
