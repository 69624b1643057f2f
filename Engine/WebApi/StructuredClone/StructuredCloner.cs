using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>
/// StructuredSerializeWithTransfer and StructuredDeserializeWithTransfer in one pass within one isolate
/// (https://html.spec.whatwg.org/multipage/structured-data.html#structured-cloning). A worklist takes the place of recursion, so the
/// depth of a value is bounded only by its size, which is charged before it is copied.
/// </summary>
/// <remarks>One clone; not reusable. Departure: a resizable ArrayBuffer becomes one of fixed length.</remarks>
internal sealed class StructuredCloner
{
    private const int BytesPerEntry = 64;

    private readonly WorkerRealm _realm;
    private readonly Dictionary<ObjectInstance, ObjectInstance> _memory = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<CloneFrame> _frames = new();

    private StructuredCloner(WorkerRealm realm) => _realm = realm;

    /// <summary>A deep copy of <paramref name="value"/>; the buffers of <paramref name="transfer"/> move into it and are detached.</summary>
    public static JsValue Clone(WorkerRealm realm, JsValue value, IReadOnlyList<JsArrayBuffer> transfer)
    {
        var cloner = new StructuredCloner(realm);
        var moved = cloner.PrepareTransfer(transfer);
        var result = cloner.Clone(value);
        while (cloner._frames.TryPeek(out var frame))
        {
            cloner.Charge(BytesPerEntry);
            if (!frame.Step(cloner))
            {
                cloner._frames.Pop();
            }
        }

        for (var i = 0; i < transfer.Count; i++)
        {
            // A getter may have detached or resized it while the value was copied.
            if (!ReferenceEquals(JintInternals.Data(transfer[i]), moved[i]))
            {
                throw cloner.Refuse("An ArrayBuffer changed while it was transferred.");
            }
        }

        foreach (var buffer in transfer)
        {
            JintInternals.Detach(buffer);
        }

        return result;
    }

    internal WorkerRealm Realm => _realm;

    /// <summary>The copy of a value. What an object contains is copied later, by its frame.</summary>
    internal JsValue Clone(JsValue value)
    {
        if (value is not ObjectInstance source)
        {
            return value is JsSymbol ? throw Refuse($"{value} could not be cloned.") : value;
        }

        if (_memory.TryGetValue(source, out var known))
        {
            return known;
        }

        var clone = Shallow(source);
        _memory[source] = clone;
        if (CloneFrame.For(source, clone) is { } frame)
        {
            Charge(frame.Size * 8L);
            _frames.Push(frame);
        }

        return clone;
    }

    internal JavaScriptException Refuse(string message) => DomExceptions.New(_realm, "DataCloneError", message);

    /// <summary>The bytes of each buffer of the transfer list; the copies refer to them at once, so that views can be copied.</summary>
    private List<byte[]> PrepareTransfer(IReadOnlyList<JsArrayBuffer> transfer)
    {
        List<byte[]> moved = [];
        foreach (var buffer in transfer)
        {
            var data = JintInternals.Data(buffer);
            if (data is null || buffer.GetType() != typeof(JsArrayBuffer) || JintInternals.IsImmutable(buffer))
            {
                throw Refuse("An ArrayBuffer is detached or cannot be transferred.");
            }

            if (!_memory.TryAdd(buffer, BufferSource.NewArrayBuffer(_realm, data)))
            {
                throw Refuse("An ArrayBuffer occurs twice in the transfer list.");
            }

            moved.Add(data);
        }

        return moved;
    }

    private void Charge(long bytes)
    {
        var limits = _realm.Host.Scope.Limits;
        limits.ChargeAllocation(bytes);
        limits.ChargeFuel(1 + (bytes / 1024));
    }

    /// <summary>A new object of the same kind, empty where its frame fills it.</summary>
    private ObjectInstance Shallow(ObjectInstance source)
    {
        var intrinsics = _realm.Engine.Intrinsics;
        switch (source)
        {
            case JsObject or JsArguments:
                return new JsObject(_realm.Engine);
            case JsArray array:
                return new JsArray(_realm.Engine, 0, array.Length);
            case JsMap:
                return intrinsics.Map.Construct();
            case JsSet:
                return intrinsics.Set.Construct();
            case JsDate date:
                var dates = JintInternals.DateConstructor(intrinsics);
                return dates.Construct([date.DateValue], dates);
            case JsRegExp regExp:
                return intrinsics.RegExp.Construct([regExp.Source, regExp.Flags], intrinsics.RegExp);
            case IJsPrimitive { PrimitiveValue: not JsSymbol } boxed:
                // A call, since `new Object(1n)` of Jint gives a plain object.
                return (ObjectInstance)_realm.Call(intrinsics.Object, JsValue.Undefined, boxed.PrimitiveValue);
            case JsError error:
                return ErrorCloner.Clone(_realm, error);
            case JsDomException error:
                return new JsDomException(_realm, error.Message, error.Name);
            case JsCryptoKey key:
                return new JsCryptoKey(_realm, key.Key);
            case JsArrayBuffer buffer when buffer.GetType() == typeof(JsArrayBuffer):
                return CloneBuffer(buffer);
            case JsTypedArray array:
                return CloneTypedArray(array);
            case var view when view.IsDataView():
                return CloneDataView(view);
            default:
                throw Refuse($"{Describe(source)} could not be cloned.");
        }
    }

    private static string Describe(ObjectInstance source) => JintInternals.IsOpaque(source, out _) ? "A proxy" : source.IsCallable() ? "A function" : "An object of the platform";

    private JsArrayBuffer CloneBuffer(JsArrayBuffer buffer)
    {
        var data = JintInternals.Data(buffer) ?? throw Refuse("An ArrayBuffer is detached and could not be cloned.");
        Charge(data.Length);
        return BufferSource.NewArrayBuffer(_realm, data.AsSpan().ToArray());
    }

    private JsTypedArray CloneTypedArray(JsTypedArray array)
    {
        var source = JintInternals.ViewedBuffer(array);
        var offset = JintInternals.ByteOffset(array);
        var length = (int)array.Length;
        // A view out of its buffer's bounds has a length of zero.
        if (JintInternals.Data(source) is not { } data || offset > data.Length)
        {
            throw Refuse("A typed array lies outside of its buffer and could not be cloned.");
        }

        var buffer = (JsArrayBuffer)Clone(source);
        var intrinsics = _realm.Engine.Intrinsics;
        return array.IsUint8Array() ? intrinsics.Uint8Array.Construct(buffer, offset, length)
            : array.IsUint8ClampedArray() ? intrinsics.Uint8ClampedArray.Construct(buffer, offset, length)
            : array.IsInt8Array() ? intrinsics.Int8Array.Construct(buffer, offset, length)
            : array.IsUint16Array() ? intrinsics.Uint16Array.Construct(buffer, offset, length)
            : array.IsInt16Array() ? intrinsics.Int16Array.Construct(buffer, offset, length)
            : array.IsUint32Array() ? intrinsics.Uint32Array.Construct(buffer, offset, length)
            : array.IsInt32Array() ? intrinsics.Int32Array.Construct(buffer, offset, length)
            : array.IsFloat16Array() ? intrinsics.Float16Array.Construct(buffer, offset, length)
            : array.IsFloat32Array() ? intrinsics.Float32Array.Construct(buffer, offset, length)
            : array.IsFloat64Array() ? intrinsics.Float64Array.Construct(buffer, offset, length)
            : array.IsBigInt64Array() ? intrinsics.BigInt64Array.Construct(buffer, offset, length)
            : intrinsics.BigUint64Array.Construct(buffer, offset, length);
    }

    private ObjectInstance CloneDataView(ObjectInstance view)
    {
        var (source, offset, length) = JintInternals.DataViewSlots(view);
        if (JintInternals.Data(source) is not { } data || offset > data.Length || (length != uint.MaxValue && length > data.Length - offset))
        {
            throw Refuse("A DataView lies outside of its buffer and could not be cloned.");
        }

        var buffer = Clone(source);
        var views = JintInternals.DataViewConstructor(_realm.Engine.Intrinsics);
        return views.Construct([buffer, offset, length == uint.MaxValue ? data.Length - offset : length], views);
    }
}
