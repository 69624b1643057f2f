using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>What copies within an isolate and between two have in common: what they cost, and buffers with their views.</summary>
internal static class CloneParts
{
    /// <summary>What an entry of a copy takes, about.</summary>
    public const int BytesPerEntry = 64;

    /// <summary>Charges bytes that are about to be copied.</summary>
    public static void ChargeCopy(this WorkerRealm realm, long bytes)
    {
        var limits = realm.Host.Scope.Limits;
        limits.ChargeAllocation(bytes);
        limits.ChargeFuel(1 + (bytes / 1024));
    }

    /// <summary>What a typed array views, or <see langword="null"/> when it lies outside of its buffer.</summary>
    public static ViewedPart? Viewed(JsTypedArray array)
    {
        var buffer = JintInternals.ViewedBuffer(array);
        var offset = JintInternals.ByteOffset(array);
        var isTracking = JintInternals.ArrayLength(array) == uint.MaxValue;
        var end = offset + (isTracking ? 0 : JintInternals.ArrayLength(array) * (long)BufferSource.ElementSize(array));
        return JintInternals.Data(buffer) is { } data && end <= data.Length ? new(buffer, offset, isTracking ? null : array.Length) : null;
    }

    /// <summary>What a DataView views, or <see langword="null"/> when it lies outside of its buffer.</summary>
    public static ViewedPart? ViewedByDataView(ObjectInstance dataView)
    {
        var (buffer, offset, length) = JintInternals.DataViewSlots(dataView);
        return JintInternals.Data(buffer) is { } data && offset <= data.Length && (length == uint.MaxValue || length <= data.Length - offset)
            ? new(buffer, offset, length == uint.MaxValue ? null : length)
            : null;
    }

    /// <summary>The constructor of a typed array, in any realm.</summary>
    public static Func<Intrinsics, Constructor> ConstructorOf(JsTypedArray array) =>
        array.IsUint8Array() ? static realm => realm.Uint8Array
        : array.IsUint8ClampedArray() ? static realm => realm.Uint8ClampedArray
        : array.IsInt8Array() ? static realm => realm.Int8Array
        : array.IsUint16Array() ? static realm => realm.Uint16Array
        : array.IsInt16Array() ? static realm => realm.Int16Array
        : array.IsUint32Array() ? static realm => realm.Uint32Array
        : array.IsInt32Array() ? static realm => realm.Int32Array
        : array.IsFloat16Array() ? static realm => realm.Float16Array
        : array.IsFloat32Array() ? static realm => realm.Float32Array
        : array.IsFloat64Array() ? static realm => realm.Float64Array
        : array.IsBigInt64Array() ? static realm => realm.BigInt64Array
        : static realm => realm.BigUint64Array;
}

/// <summary>A part of a buffer.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">Its elements, or <see langword="null"/> when it follows the length of its buffer.</param>
internal readonly record struct ViewedPart(JsArrayBuffer Buffer, long Offset, long? Length);
