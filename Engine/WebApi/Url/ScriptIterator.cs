using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Url;

/// <summary>Walks an iterable of a script, as the conversion to a Web IDL sequence does. It is not closed on errors, as the standard has it.</summary>
/// <remarks>https://webidl.spec.whatwg.org/#create-sequence-from-iterable</remarks>
internal sealed class ScriptIterator
{
    private readonly WorkerRealm _realm;
    private readonly JsValue _iterator;
    private readonly JsValue _next;

    /// <param name="method">The iterable's <c>Symbol.iterator</c>.</param>
    public ScriptIterator(WorkerRealm realm, ObjectInstance iterable, JsValue method)
    {
        _realm = realm;
        _iterator = realm.Call(realm.RequireFunction(method, "Symbol.iterator of the value"), iterable);
        _next = _iterator is ObjectInstance iterator ? iterator.Get("next") : throw realm.TypeError("Symbol.iterator of the value gave no object.");
    }

    public bool TryNext(out JsValue value)
    {
        // An iterator may be built in and endless: then no statement runs that would be charged.
        _realm.Host.Scope.Limits.ChargeFuel(1);
        if (_realm.Call(_next, _iterator) is not ObjectInstance result)
        {
            throw _realm.TypeError("The iterator gave a result that is not an object.");
        }

        var done = Jint.Runtime.TypeConverter.ToBoolean(result.Get("done"));
        value = done ? JsValue.Undefined : result.Get("value");
        return !done;
    }
}
