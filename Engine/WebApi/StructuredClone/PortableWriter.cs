using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.Console;
using PureEdge.Engine.WebApi.DomException;
using PureEdge.Engine.WebApi.Entrypoints;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>
/// StructuredSerialize (https://html.spec.whatwg.org/multipage/structured-data.html#structuredserializeinternal) for a value that another isolate gets.
/// It is charged before it is copied.
/// </summary>
/// <remarks>One value; not reusable.</remarks>
internal sealed class PortableWriter
{
    /// <summary>Levels of objects in objects. The walk is recursive, unlike that of a clone within an isolate.</summary>
    public const int MaxDepth = 200;

    private readonly WorkerRealm _realm;
    private readonly string _what;
    private readonly Dictionary<ObjectInstance, PortableValue> _memory = new(ReferenceEqualityComparer.Instance);

    private readonly RpcExporter? _exporter;

    private PortableWriter(WorkerRealm realm, string what, RpcExporter? exporter)
    {
        _realm = realm;
        _what = what;
        _exporter = exporter;
    }

    /// <summary>A copy of a value.</summary>
    /// <param name="realm">The value's.</param>
    /// <param name="value">The value.</param>
    /// <param name="what">What it is, for errors: "an argument of add()".</param>
    /// <param name="exporter">Passes functions, RpcTargets and stubs by reference, and hands streams over; without it they are refused.</param>
    /// <exception cref="JavaScriptException">A DataCloneError: something in it has no copy; or there are too many stubs.</exception>
    public static object? Write(WorkerRealm realm, JsValue value, string what, RpcExporter? exporter) => new PortableWriter(realm, what, exporter).Write(value, 0);

    /// <summary>What was thrown: an error with its name and message but not its stack, or a copy of any other value.</summary>
    /// <remarks>Never throws for what it is given but a limit. What of it has no copy, such as a cause with a function in it, is left out.</remarks>
    public static object? WriteThrown(WorkerRealm realm, JsValue thrown)
    {
        try
        {
            return Write(realm, thrown, "what was thrown", null);
        }
        catch (JavaScriptException)
        {
            return thrown is JsError error
                ? new PortableWriter(realm, "", null).ErrorOnly(error)
                : new PortableValue(PortableKind.Error) { Data = "Error", Detail = "A value was thrown that cannot be copied." };
        }
    }

    private object? Write(JsValue value, int depth)
    {
        switch (value)
        {
            case JsUndefined:
                return PortableValue.Undefined;
            case JsNull:
                return null;
            case JsBoolean boolean:
                return boolean.AsBoolean();
            case JsNumber number:
                return number.AsNumber();
            case JsString text:
                return Text(text.ToString());
            case JsBigInt big:
                var integer = (System.Numerics.BigInteger)big.ToObject();
                _realm.ChargeCopy(integer.GetByteCount());
                return integer;
            case JsSymbol:
                throw Refuse("a symbol");
        }

        var source = (ObjectInstance)value;
        if (_memory.TryGetValue(source, out var known))
        {
            return known;
        }

        if (depth >= MaxDepth)
        {
            throw DomExceptions.New(_realm, "DataCloneError", $"RPC: {_what} is nested deeper than {MaxDepth} levels.");
        }

        _realm.ChargeCopy(CloneParts.BytesPerEntry);
        return source switch
        {
            JsBlob or JsError or JsDomException or JsDate or JsRegExp or IJsPrimitive => Leaf(source, depth),
            JsArrayBuffer buffer when buffer.GetType() == typeof(JsArrayBuffer) => Buffer(buffer),
            JsTypedArray array => TypedArray(array, depth),
            _ when source.IsDataView() => DataView(source, depth),
            JsMap map => Keep(source, new(PortableKind.Map), parts =>
            {
                foreach (var (key, item) in map.ToArray())
                {
                    _realm.ChargeCopy(CloneParts.BytesPerEntry);
                    parts.Add(Write(key, depth + 1));
                    parts.Add(Write(item, depth + 1));
                }
            }),
            JsSet set => Keep(source, new(PortableKind.Set), parts =>
            {
                foreach (var item in set.ToArray())
                {
                    _realm.ChargeCopy(CloneParts.BytesPerEntry);
                    parts.Add(Write(item, depth + 1));
                }
            }),
            JsArray array => Keep(source, new(PortableKind.Array) { Length = array.Length }, parts => Properties(source, parts, depth)),
            JsRpcTarget or JsRpcStub when _exporter is not null => Stub(source),
            _ when _exporter is not null && RpcLookup.IsPassedAsStub(source) => Stub(source),
            _ when _exporter is not null && RpcGiven.Can(source) => Keep(source, new(PortableKind.Passed) { Data = _exporter.Give(source) }),
            JsObject when RpcLookup.IsPlain(_realm, source) => Keep(source, new(PortableKind.Record), parts => Properties(source, parts, depth)),
            _ => throw Refuse(Describe(source)),
        };
    }

    private PortableValue Stub(ObjectInstance source) => Keep(source, new(PortableKind.Passed) { Data = _exporter!.Export(source) });

    private PortableValue Leaf(ObjectInstance source, int depth)
    {
        switch (source)
        {
            case JsFile file:
                return Keep(source, new(PortableKind.File) { Data = file.Bytes, Detail = (file.Type, file.Name, file.LastModified) });
            case JsBlob blob:
                return Keep(source, new(PortableKind.Blob) { Data = blob.Bytes, Detail = blob.Type });
            case JsDate date:
                return Keep(source, new(PortableKind.Date) { Data = date.DateValue });
            case JsRegExp pattern:
                return Keep(source, new(PortableKind.RegExp) { Data = Text(pattern.Source), Detail = pattern.Flags });
            case JsDomException error:
                return Keep(source, new(PortableKind.DomException) { Data = Text(error.Name), Detail = Text(error.Message) });
            case JsError error:
                return Error(error, depth);
            default:
                return ((IJsPrimitive)source).PrimitiveValue is var inner and not JsSymbol
                    ? Keep(source, new(PortableKind.Boxed) { Data = Write(inner, depth) })
                    : throw Refuse("an object of a symbol");
        }
    }

    // Only what lies there as text: a getter of an error is not called. Its stack stays where it was thrown.
    private PortableValue Error(JsError error, int depth) => Keep(error, ErrorOnly(error), parts =>
    {
        var cause = error.GetOwnProperty("cause");
        if (cause != PropertyDescriptor.Undefined && cause.IsDataDescriptor())
        {
            parts.Add(Write(cause.Value, depth + 1));
        }
    });

    private PortableValue ErrorOnly(JsError error) => new(PortableKind.Error)
    {
        Data = Text(SafeReader.DataText(error, "name") ?? "Error"),
        // Whole: what reads for a log cuts it.
        Detail = Text(SafeReader.Data(error, "message") is { } message && message.IsString() ? message.AsString() : ""),
    };

    private void Properties(ObjectInstance source, List<object?> parts, int depth)
    {
        foreach (var key in source.GetOwnPropertyKeys(Types.String))
        {
            var descriptor = source.GetOwnProperty(key);
            if (descriptor != PropertyDescriptor.Undefined && descriptor.Enumerable)
            {
                _realm.ChargeCopy(CloneParts.BytesPerEntry);
                parts.Add(Text(key.ToString()));
                parts.Add(Write(source.Get(key), depth + 1));
            }
        }
    }

    private PortableValue Buffer(JsArrayBuffer buffer)
    {
        var data = JintInternals.Data(buffer) ?? throw Refuse("an ArrayBuffer that is detached");
        _realm.ChargeCopy(data.Length);
        return Keep(buffer, new(PortableKind.Buffer) { Data = data.AsSpan().ToArray(), Detail = JintInternals.MaxByteLength(buffer) });
    }

    private PortableValue TypedArray(JsTypedArray array, int depth) => View(
        array, PortableKind.TypedArray, CloneParts.ConstructorOf(array), CloneParts.Viewed(array) ?? throw Refuse("a typed array outside of its buffer"), depth);

    private PortableValue DataView(ObjectInstance view, int depth) => View(
        view, PortableKind.DataView, null, CloneParts.ViewedByDataView(view) ?? throw Refuse("a DataView outside of its buffer"), depth);

    private PortableValue View(ObjectInstance view, PortableKind kind, object? constructor, ViewedPart part, int depth) =>
        Keep(view, new(kind) { Data = constructor, Offset = part.Offset, Length = part.Length }, parts => parts.Add(Write(part.Buffer, depth + 1)));

    private PortableValue Keep(ObjectInstance source, PortableValue kept, Action<List<object?>>? fill = null)
    {
        _memory[source] = kept;
        fill?.Invoke(kept.Parts);
        return kept;
    }

    private string Text(string text)
    {
        _realm.ChargeInput(text.Length, 2);
        return text;
    }

    private JavaScriptException Refuse(string found) => DomExceptions.New(
        _realm, "DataCloneError", $"RPC: {_what} holds {found}; data that structuredClone() copies, functions, objects of classes that extend RpcTarget, stubs, headers, readable streams, requests and responses can be passed; other objects cannot.");

    private static string Describe(ObjectInstance source) => source switch
    {
        _ when JintInternals.IsOpaque(source, out _) => "a proxy",
        JsRpcTarget => "an RpcTarget",
        JsRpcStub => "a stub",
        _ when source.IsPromise() || source is IPromiseLike => "a promise (await it first)",
        _ when source.IsCallable() => "a function",
        JsObject => "an object of a class that does not extend RpcTarget",
        _ => "an object of the platform",
    };
}
