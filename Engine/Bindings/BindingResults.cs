using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.Bindings;

/// <summary>Makes script values of what a binding gave, charged to the request.</summary>
internal static class BindingResults
{
    public static JsValue ToScript(WorkerRealm realm, BindingValue value) => value.Kind switch
    {
        BindingValueKind.Undefined => JsValue.Undefined,
        BindingValueKind.Null => JsValue.Null,
        BindingValueKind.Boolean => value.Boolean,
        BindingValueKind.Number => value.Number,
        BindingValueKind.Text => Text(realm, value.Text),
        BindingValueKind.Bytes => BufferSource.NewArrayBuffer(realm, BodyConversion.Own(realm, value.Bytes, owned: false)),
        BindingValueKind.Stream => JsReadableStream.FromHost(realm, value.Stream!, value.Length),
        BindingValueKind.Date => Date(realm, value.Number),
        BindingValueKind.List => List(realm, value.Items),
        BindingValueKind.Record => Record(realm, value.Entries),
        BindingValueKind.Map => Map(realm, value.Entries),
        BindingValueKind.Json => BodyConversion.Json(realm, value.Bytes.Span),
        BindingValueKind.Utf8 => BodyConversion.Text(realm, value.Bytes.Span),
        BindingValueKind.Object => JsBinding.Create(realm, value.Object!),
        _ => throw new InvalidOperationException($"{value.Kind} is no kind of value."),
    };

    private static string Text(WorkerRealm realm, string text)
    {
        realm.ChargeInput(text.Length, 2);
        return text;
    }

    private static ObjectInstance Date(WorkerRealm realm, double milliseconds)
    {
        var dates = JintInternals.DateConstructor(realm.Engine.Intrinsics);
        return dates.Construct([milliseconds], dates);
    }

    private static JsArray List(WorkerRealm realm, IReadOnlyList<BindingValue> items)
    {
        var values = new JsValue[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ToScript(realm, items[i]);
        }

        return realm.NewArray(values);
    }

    private static JsObject Record(WorkerRealm realm, IReadOnlyList<KeyValuePair<string, BindingValue>> entries)
    {
        var record = new JsObject(realm.Engine);
        foreach (var (name, value) in entries)
        {
            record.FastSetDataProperty(name, ToScript(realm, value));
        }

        return record;
    }

    private static JsMap Map(WorkerRealm realm, IReadOnlyList<KeyValuePair<string, BindingValue>> entries)
    {
        var map = (JsMap)realm.Engine.Intrinsics.Map.Construct();
        foreach (var (name, value) in entries)
        {
            map.Set(name, ToScript(realm, value));
        }

        return map;
    }
}
