using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>An ArrayBufferView of a script, read from its slots: nothing a script has redefined is asked.</summary>
internal readonly record struct ArrayBufferView(JsArrayBuffer Buffer, int ByteOffset, int ByteLength, int ElementSize, ViewKind Kind)
{
    public static ArrayBufferView From(WorkerRealm realm, JsValue value, string what)
    {
        var view = value switch
        {
            JsTypedArray array => new ArrayBufferView(
                JintInternals.ViewedBuffer(array),
                JintInternals.ByteOffset(array),
                checked((int)array.Length) * BufferSource.ElementSize(array),
                BufferSource.ElementSize(array),
                KindOf(array)),
            _ when value.IsDataView() => OfDataView((ObjectInstance)value),
            _ => throw realm.TypeError($"{what} is not a view of an ArrayBuffer."),
        };
        return view.Buffer.GetType() == typeof(JsArrayBuffer)
            ? view
            : throw realm.TypeError($"{what} is a view of a SharedArrayBuffer.");
    }

    /// <summary>A view of the same kind, as <c>new Uint8Array(buffer, offset, length)</c> makes it.</summary>
    public static ObjectInstance New(WorkerRealm realm, ViewKind kind, JsArrayBuffer buffer, int byteOffset, int length)
    {
        var intrinsics = realm.Engine.Intrinsics;
        return kind switch
        {
            ViewKind.Int8 => intrinsics.Int8Array.Construct(buffer, byteOffset, length),
            ViewKind.Uint8 => intrinsics.Uint8Array.Construct(buffer, byteOffset, length),
            ViewKind.Uint8Clamped => intrinsics.Uint8ClampedArray.Construct(buffer, byteOffset, length),
            ViewKind.Int16 => intrinsics.Int16Array.Construct(buffer, byteOffset, length),
            ViewKind.Uint16 => intrinsics.Uint16Array.Construct(buffer, byteOffset, length),
            ViewKind.Int32 => intrinsics.Int32Array.Construct(buffer, byteOffset, length),
            ViewKind.Uint32 => intrinsics.Uint32Array.Construct(buffer, byteOffset, length),
            ViewKind.Float16 => intrinsics.Float16Array.Construct(buffer, byteOffset, length),
            ViewKind.Float32 => intrinsics.Float32Array.Construct(buffer, byteOffset, length),
            ViewKind.Float64 => intrinsics.Float64Array.Construct(buffer, byteOffset, length),
            ViewKind.BigInt64 => intrinsics.BigInt64Array.Construct(buffer, byteOffset, length),
            ViewKind.BigUint64 => intrinsics.BigUint64Array.Construct(buffer, byteOffset, length),
            _ => realm.Engine.Construct(
                JintInternals.DataViewConstructor(intrinsics), buffer, JsNumber.Create(byteOffset), JsNumber.Create(length)),
        };
    }

    private static ArrayBufferView OfDataView(ObjectInstance view)
    {
        var (buffer, offset, length) = JintInternals.DataViewSlots(view);
        long available = (JintInternals.Data(buffer)?.Length ?? 0) - (long)offset;
        // A length that follows the buffer is stored as the greatest number; a view that no longer fits has none.
        var actual = length == uint.MaxValue ? Math.Max(0, available) : length <= available ? length : 0;
        return new ArrayBufferView(buffer, (int)offset, (int)actual, 1, ViewKind.DataView);
    }

    private static ViewKind KindOf(JsTypedArray array) =>
        array.IsUint8Array() ? ViewKind.Uint8
        : array.IsInt8Array() ? ViewKind.Int8
        : array.IsUint8ClampedArray() ? ViewKind.Uint8Clamped
        : array.IsInt16Array() ? ViewKind.Int16
        : array.IsUint16Array() ? ViewKind.Uint16
        : array.IsInt32Array() ? ViewKind.Int32
        : array.IsUint32Array() ? ViewKind.Uint32
        : array.IsFloat16Array() ? ViewKind.Float16
        : array.IsFloat32Array() ? ViewKind.Float32
        : array.IsFloat64Array() ? ViewKind.Float64
        : array.IsBigInt64Array() ? ViewKind.BigInt64
        : ViewKind.BigUint64;
}

/// <summary>[[TypedArrayName]], or a DataView.</summary>
internal enum ViewKind
{
    DataView,
    Int8,
    Uint8,
    Uint8Clamped,
    Int16,
    Uint16,
    Int32,
    Uint32,
    Float16,
    Float32,
    Float64,
    BigInt64,
    BigUint64,
}
