using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Native.Error;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>
/// StructuredDeserialize (https://html.spec.whatwg.org/multipage/structured-data.html#structureddeserialize) of what another isolate passed, charged to
/// the request that gets it.
/// </summary>
/// <remarks>One call or answer: values that were one object stay one. Not reusable.</remarks>
internal sealed class PortableReader
{
    private readonly WorkerRealm _realm;
    private readonly Dictionary<PortableValue, ObjectInstance> _memory = new(ReferenceEqualityComparer.Instance);

    private readonly Func<object, ObjectInstance> _ofPassed;

    private PortableReader(WorkerRealm realm, Func<object, ObjectInstance> ofPassed)
    {
        _realm = realm;
        _ofPassed = ofPassed;
    }

    /// <summary>A value of this realm.</summary>
    /// <param name="realm">The realm.</param>
    /// <param name="value">What <see cref="PortableWriter"/> wrote.</param>
    /// <param name="ofPassed">Makes what stands for something that was passed by reference or handed over.</param>
    public static JsValue Read(WorkerRealm realm, object? value, Func<object, ObjectInstance> ofPassed) => new PortableReader(realm, ofPassed).Read(value);

    private JsValue Read(object? value) => value switch
    {
        null => JsValue.Null,
        bool boolean => boolean,
        double number => number,
        string text => Text(text),
        BigInteger integer => new JsBigInt(integer),
        PortableValue portable => _memory.TryGetValue(portable, out var known) ? known : Object(portable),
        _ => JsValue.Undefined,
    };

    private ObjectInstance Object(PortableValue value)
    {
        _realm.ChargeCopy(CloneParts.BytesPerEntry * (1L + value.Parts.Count));
        var made = Shallow(value);
        _memory[value] = made;
        var parts = value.Parts;
        switch (value.Kind)
        {
            case PortableKind.Record or PortableKind.Array:
                for (var i = 0; i < parts.Count; i += 2)
                {
                    made.CreateDataProperty(Text((string)parts[i]!), Read(parts[i + 1]));
                }

                break;
            case PortableKind.Map:
                for (var i = 0; i < parts.Count; i += 2)
                {
                    ((JsMap)made).Set(Read(parts[i]), Read(parts[i + 1]));
                }

                break;
            case PortableKind.Set:
                foreach (var part in parts)
                {
                    ((JsSet)made).Add(Read(part));
                }

                break;
            case PortableKind.Error when parts is [var cause]:
                Define(made, "cause", Read(cause));
                break;
        }

        return made;
    }

    private ObjectInstance Shallow(PortableValue value)
    {
        var intrinsics = _realm.Engine.Intrinsics;
        switch (value.Kind)
        {
            case PortableKind.Record:
                return new JsObject(_realm.Engine);
            case PortableKind.Array:
                return new JsArray(_realm.Engine, 0, (uint)value.Length!);
            case PortableKind.Map:
                return intrinsics.Map.Construct();
            case PortableKind.Set:
                return intrinsics.Set.Construct();
            case PortableKind.Date:
                var dates = JintInternals.DateConstructor(intrinsics);
                return dates.Construct([(double)value.Data!], dates);
            case PortableKind.RegExp:
                return intrinsics.RegExp.Construct([Text((string)value.Data!), (string)value.Detail!], intrinsics.RegExp);
            case PortableKind.Error:
                return Error((string)value.Data!, (string)value.Detail!);
            case PortableKind.DomException:
                return new JsDomException(_realm, (string)value.Detail!, (string)value.Data!);
            case PortableKind.Buffer:
                // Read once, so that the bytes need not be copied again.
                var bytes = (byte[])value.Data!;
                _realm.ChargeCopy(bytes.Length);
                return BufferSource.NewArrayBuffer(_realm, bytes, (int?)value.Detail);
            case PortableKind.TypedArray:
                var constructor = ((Func<Intrinsics, Constructor>)value.Data!)(intrinsics);
                return constructor.Construct(View(value), constructor);
            case PortableKind.DataView:
                var views = JintInternals.DataViewConstructor(intrinsics);
                return views.Construct(View(value), views);
            case PortableKind.Blob:
                return new JsBlob(_realm, (ReadOnlyMemory<byte>)value.Data!, (string)value.Detail!);
            case PortableKind.File:
                var (type, name, lastModified) = ((string, string, double))value.Detail!;
                return new JsFile(_realm, (ReadOnlyMemory<byte>)value.Data!, type, name, lastModified);
            case PortableKind.Passed:
                return _ofPassed(value.Data!);
            case PortableKind.Boxed:
                // A call, since `new Object(1n)` of Jint gives a plain object.
                return (ObjectInstance)_realm.Call(intrinsics.Object, JsValue.Undefined, Read(value.Data));
            default:
                throw new InvalidOperationException($"{value.Kind} is no kind of value.");
        }
    }

    private ObjectInstance Error(string name, string message)
    {
        var intrinsics = _realm.Engine.Intrinsics;
        ErrorConstructor? known = name switch
        {
            "Error" => intrinsics.Error,
            "EvalError" => JintInternals.EvalError(intrinsics),
            "RangeError" => JintInternals.RangeError(intrinsics),
            "ReferenceError" => JintInternals.ReferenceError(intrinsics),
            "SyntaxError" => JintInternals.SyntaxError(intrinsics),
            "TypeError" => intrinsics.TypeError,
            "URIError" => JintInternals.UriError(intrinsics),
            _ => null,
        };
        var error = (known ?? intrinsics.Error).Construct(Text(message));
        if (known is null)
        {
            // The class is the other worker's; its name is data.
            Define(error, "name", Text(name));
        }

        return error;
    }

    private JsValue[] View(PortableValue value)
    {
        var buffer = Read(value.Parts[0]);
        return value.Length is { } length ? [buffer, value.Offset, length] : [buffer, value.Offset];
    }

    private static void Define(ObjectInstance owner, string name, JsValue value) =>
        owner.DefineOwnProperty(name, new PropertyDescriptor(value, writable: true, enumerable: false, configurable: true));

    private string Text(string text)
    {
        _realm.ChargeInput(text.Length, 2);
        return text;
    }
}
