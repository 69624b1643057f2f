using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;

namespace PureEdge.Engine.Interop;

/// <summary>sequence&lt;T&gt; from any iterable (https://webidl.spec.whatwg.org/#create-sequence-from-iterable).</summary>
internal static class WebIdlSequence
{
    /// <summary>Gives each item to <paramref name="add"/>, which throws when there are more than it takes: an iterator may have no end.</summary>
    public static void Read(WorkerRealm realm, JsValue value, string what, Action<JsValue> add)
    {
        var method = value is ObjectInstance iterable ? iterable.Get(GlobalSymbolRegistry.Iterator) : JsValue.Undefined;
        if (!method.IsCallable() || realm.Call(method, value) is not ObjectInstance iterator)
        {
            throw realm.TypeError($"{what} is not iterable.");
        }

        var next = realm.RequireFunction(iterator.Get("next"), $"{what}: the iterator's next");
        while (true)
        {
            var result = realm.Call(next, iterator) as ObjectInstance ?? throw realm.TypeError($"{what}: the iterator gave a result that is not an object.");
            if (TypeConverter.ToBoolean(result.Get("done")))
            {
                return;
            }

            add(result.Get("value"));
        }
    }
}
