using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Limits;

namespace PureEdge.Engine.Interop;

/// <summary>Reads a <c>sequence</c> argument (https://webidl.spec.whatwg.org/#js-sequence) step by step.</summary>
internal static class JsSequence
{
    /// <summary>The iterator method of a value, or <see langword="null"/> when it is no iterable object.</summary>
    public static JsValue? MethodOf(WorkerRealm realm, JsValue value, string what)
    {
        if (value is not ObjectInstance o)
        {
            return null;
        }

        var method = o.Get(GlobalSymbolRegistry.Iterator);
        return method.IsUndefined() || method.IsNull() ? null : realm.RequireFunction(method, $"{what}: Symbol.iterator");
    }

    /// <summary>Gives every item of <paramref name="value"/> to <paramref name="action"/>; a TypeError when it is no iterable object.</summary>
    public static void ForEach(WorkerRealm realm, JsValue value, string what, Action<JsValue> action) =>
        ForEach(realm, value, MethodOf(realm, value, what) ?? throw realm.TypeError($"{what} is not iterable."), what, action);

    /// <summary>Gives every item to <paramref name="action"/>. What it throws ends the iteration, and the iterator is told.</summary>
    public static void ForEach(WorkerRealm realm, JsValue value, JsValue method, string what, Action<JsValue> action)
    {
        if (realm.Call(method, value) is not ObjectInstance iterator)
        {
            throw realm.TypeError($"{what}: the iterator is not an object.");
        }

        var next = realm.RequireFunction(iterator.Get("next"), $"{what}: next of the iterator");
        while (true)
        {
            // A built-in iterator over a huge array runs no statement of the script, so its steps are charged here.
            realm.Host.Scope.Limits.ChargeFuel(1);
            if (realm.Call(next, iterator) is not ObjectInstance step)
            {
                throw realm.TypeError($"{what}: the iterator gave a result that is not an object.");
            }

            if (TypeConverter.ToBoolean(step.Get("done")))
            {
                return;
            }

            var item = step.Get("value");
            try
            {
                action(item);
            }
            catch (JavaScriptException)
            {
                Close(realm, iterator);
                throw;
            }
        }
    }

    private static void Close(WorkerRealm realm, ObjectInstance iterator)
    {
        try
        {
            var method = iterator.Get("return");
            if (method.IsCallable())
            {
                realm.Call(method, iterator);
            }
        }
        catch (JavaScriptException)
        {
            // IteratorClose: the error that ended the iteration wins over one of the iterator's `return`.
        }
    }
}
