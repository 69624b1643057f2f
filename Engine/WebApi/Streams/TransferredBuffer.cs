using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>Moving the bytes of ArrayBuffers from one owner to the next.</summary>
internal static class TransferredBuffer
{
    /// <summary>https://streams.spec.whatwg.org/#transfer-array-buffer</summary>
    public static JsArrayBuffer Take(WorkerRealm realm, JsArrayBuffer buffer)
    {
        if (JintInternals.Data(buffer) is not { } data)
        {
            throw realm.TypeError("The ArrayBuffer is detached.");
        }

        if (!CanTransfer(buffer))
        {
            throw realm.TypeError("The ArrayBuffer cannot be transferred.");
        }

        JintInternals.Detach(buffer);
        return BufferSource.NewArrayBuffer(realm, data);
    }

    /// <summary>https://streams.spec.whatwg.org/#can-transfer-array-buffer, but for the detached ones.</summary>
    public static bool CanTransfer(JsArrayBuffer buffer) =>
        JintInternals.DetachKey(buffer).IsUndefined() && !JintInternals.IsImmutable(buffer);

    /// <summary>CloneArrayBuffer of a part.</summary>
    public static JsArrayBuffer Clone(WorkerRealm realm, JsArrayBuffer buffer, int byteOffset, int byteLength)
    {
        var data = JintInternals.Data(buffer) ?? throw realm.TypeError("The ArrayBuffer is detached.");
        realm.Host.Scope.Limits.ChargeAllocation(byteLength);
        return BufferSource.NewArrayBuffer(realm, data.AsSpan(byteOffset, byteLength).ToArray());
    }
}
