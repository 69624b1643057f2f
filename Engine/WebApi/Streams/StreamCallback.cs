using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>A callback function member of an underlying source, sink or transformer, with its callback this value.</summary>
internal sealed class StreamCallback(WorkerRealm realm, JsValue function, JsValue thisValue)
{
    /// <summary>Reads a callback member of a dictionary; <see langword="null"/> when it is missing.</summary>
    public static StreamCallback? From(WorkerRealm realm, JsValue dictionary, string name, string what)
    {
        var value = WebIdl.Member(realm, dictionary, name, what);
        return value.IsUndefined() ? null : new StreamCallback(realm, realm.RequireFunction(value, $"{what}.{name}"), dictionary);
    }

    /// <summary>Calls it; what it throws arrives as <see cref="JavaScriptException"/>.</summary>
    public JsValue Invoke(params JsValue[] arguments) => realm.Call(function, thisValue, arguments);

    /// <summary>Calls it as a function that returns a promise: what it throws rejects the promise.</summary>
    public JsValue InvokeForPromise(params JsValue[] arguments)
    {
        try
        {
            // To the letter of Web IDL a new promise, even of a promise: when it is settled shows in the order of what else happens.
            return realm.NewResolvedPromise(Invoke(arguments));
        }
        catch (JavaScriptException e)
        {
            return realm.RejectedPromise(e.Error);
        }
    }
}
