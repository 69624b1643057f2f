using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace PureEdge.Engine.Interop;

/// <summary>Bytes that cross between JavaScript and the host: ArrayBuffer, typed arrays, DataView (Web IDL BufferSource).</summary>
internal static class BufferSource
{
    /// <summary>
    /// The bytes of a BufferSource in place: writes show in JavaScript. Valid until JavaScript runs again, which may detach or
    /// resize the buffer.
    /// </summary>
    /// <returns><see langword="false"/> when the value is no BufferSource. A detached one is empty.</returns>
    public static bool TryGetBytes(JsValue value, out Memory<byte> bytes)
    {
        switch (value)
        {
            case JsArrayBuffer whole:
                bytes = JintInternals.Data(whole);
                return true;
            case JsTypedArray array:
                var data = JintInternals.Data(JintInternals.ViewedBuffer(array));
                var offset = JintInternals.ByteOffset(array);
                var length = checked((int)array.Length) * ElementSize(array);
                bytes = data is null || offset > data.Length ? default : data.AsMemory(offset, Math.Min(length, data.Length - offset));
                return true;
            default:
                if (value.IsDataView())
                {
                    // From its slots: a script may have put something else over the accessors.
                    var (buffer, start, size) = JintInternals.DataViewSlots(value);
                    var viewed = JintInternals.Data(buffer);
                    var available = (viewed?.Length ?? 0) - (long)start;
                    var actual = size == uint.MaxValue ? Math.Max(0, available) : size <= available ? size : 0;
                    bytes = actual == 0 ? default : viewed.AsMemory((int)start, (int)actual);
                    return true;
                }

                bytes = default;
                return false;
        }
    }

    /// <summary>The bytes of a BufferSource in place, or a TypeError.</summary>
    public static Memory<byte> Bytes(WorkerRealm realm, JsValue value, string what) =>
        TryGetBytes(value, out var bytes) ? bytes : throw realm.TypeError($"{what} is not an ArrayBuffer or a view of one.");

    /// <summary>A new ArrayBuffer that takes <paramref name="bytes"/> over.</summary>
    public static JsArrayBuffer NewArrayBuffer(WorkerRealm realm, byte[] bytes) => realm.Engine.Intrinsics.ArrayBuffer.Construct(bytes);

    /// <summary>A new ArrayBuffer that takes <paramref name="bytes"/> over.</summary>
    /// <param name="realm">Whose.</param>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxByteLength">Up to what length it can be resized, if it can.</param>
    public static JsArrayBuffer NewArrayBuffer(WorkerRealm realm, byte[] bytes, int? maxByteLength)
    {
        if (maxByteLength is not { } most)
        {
            return NewArrayBuffer(realm, bytes);
        }

        var options = new JsObject(realm.Engine);
        options.FastSetDataProperty("maxByteLength", most);
        Constructor buffers = realm.Engine.Intrinsics.ArrayBuffer;
        var resizable = (JsArrayBuffer)buffers.Construct([0, options], buffers);
        JintInternals.Data(resizable) = bytes;
        return resizable;
    }

    /// <summary>A new Uint8Array over a buffer that takes <paramref name="bytes"/> over.</summary>
    public static JsTypedArray NewUint8Array(WorkerRealm realm, byte[] bytes) =>
        realm.Engine.Intrinsics.Uint8Array.Construct(NewArrayBuffer(realm, bytes), 0, bytes.Length);

    /// <summary>The size of an element in bytes.</summary>
    public static int ElementSize(JsTypedArray array) =>
        array.IsUint8Array() || array.IsInt8Array() || array.IsUint8ClampedArray() ? 1
        : array.IsUint16Array() || array.IsInt16Array() || array.IsFloat16Array() ? 2
        : array.IsUint32Array() || array.IsInt32Array() || array.IsFloat32Array() ? 4
        : 8;
}
