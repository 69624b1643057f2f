using System.Text;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.Bindings;

/// <summary>Reads what a script passes to a binding. It is charged before it is copied.</summary>
internal static class BindingArguments
{
    /// <summary>Levels of lists and records; deeper ones, and those that contain themselves, are refused.</summary>
    private const int MaxDepth = 64;

    private const int MaxArguments = 16;
    private const int BytesPerEntry = 64;

    public static BindingValue[] Read(WorkerRealm realm, JsValue[] arguments, string method)
    {
        var values = new BindingValue[Math.Min(arguments.Length, MaxArguments)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Read(realm, arguments[i], method, 0);
        }

        return values;
    }

    private static BindingValue Read(WorkerRealm realm, JsValue value, string method, int depth)
    {
        if (depth > MaxDepth)
        {
            throw realm.TypeError($"{method}(): a value is nested deeper than {MaxDepth} levels, or contains itself.");
        }

        switch (value)
        {
            case JsString text:
                return Text(realm, text);
            case JsNumber number:
                return BindingValue.From(number.AsNumber());
            case JsBoolean boolean:
                return BindingValue.From(boolean.AsBoolean());
            case JsUndefined:
                return BindingValue.Undefined;
            case JsNull:
                return BindingValue.Null;
            case JsBinding binding:
                return BindingValue.From(binding.Binding);
            case JsReadableStream stream:
                var length = stream.ExpectedLength;
                return BindingValue.From(stream.OpenRead(realm.Host.Scope), length);
            case JsBlob blob:
                return BindingValue.From(blob.Bytes);
            case JsDate date:
                return BindingValue.Date(date.DateValue);
            case JsArray array:
                return List(realm, array, method, depth);
        }

        if (BufferSource.TryGetBytes(value, out var bytes))
        {
            realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
            return BindingValue.From(bytes.ToArray());
        }

        // A function has no data; neither has a symbol, nor has a number of any size here.
        return value is ObjectInstance source && !value.IsCallable() && value is not IJsPrimitive
            ? Record(realm, source, method, depth)
            : throw realm.TypeError($"{method}(): a value of the type {Describe(value)} cannot be passed to the host.");
    }

    private static BindingValue Text(WorkerRealm realm, JsString value)
    {
        var text = value.ToString();
        realm.ChargeInput(text.Length);
        return BindingValue.From(text);
    }

    private static BindingValue List(WorkerRealm realm, JsArray array, string method, int depth)
    {
        var count = array.Length;
        Charge(realm, count);
        var items = new List<BindingValue>();
        for (uint i = 0; i < count; i++)
        {
            items.Add(Read(realm, array.Get(i), method, depth + 1));
        }

        return BindingValue.List(items);
    }

    private static BindingValue Record(WorkerRealm realm, ObjectInstance source, string method, int depth)
    {
        var keys = source.GetOwnPropertyKeys(Types.String);
        Charge(realm, keys.Count);
        var properties = new List<KeyValuePair<string, BindingValue>>(keys.Count);
        foreach (var key in keys)
        {
            var descriptor = source.GetOwnProperty(key);
            if (descriptor != PropertyDescriptor.Undefined && descriptor.Enumerable)
            {
                properties.Add(new(key.ToString(), Read(realm, source.Get(key), method, depth + 1)));
            }
        }

        return BindingValue.Record(properties);
    }

    private static void Charge(WorkerRealm realm, long entries)
    {
        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(1 + entries);
        limits.ChargeAllocation(BytesPerEntry * (1 + entries));
    }

    private static string Describe(JsValue value) => value.IsCallable() ? "function" : value.Type.ToString().ToLowerInvariant();
}
