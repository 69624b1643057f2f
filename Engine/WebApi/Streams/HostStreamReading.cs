using System.Buffers;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>Reads a stream of the host to its end without a detour through JavaScript.</summary>
internal static class HostStreamReading
{
    public static void ReadToEnd(
        WorkerRealm realm, Stream source, long? length, long maxBytes, Action<byte[]> onBytes, Action<JsValue> onError)
    {
        var scope = realm.Host.Scope;
        byte[] result = [];
        try
        {
            var promise = realm.ToPromise(ReadAsync(scope, source, length, maxBytes), (_, bytes) =>
            {
                // The bytes were counted as they came; here is where exceeding the budget ends the request.
                scope.Limits.ChargeAllocation(0);
                result = bytes;
                return JsValue.Undefined;
            });
            realm.React(promise, _ => onBytes(result), onError);
        }
        catch (JavaScriptException e)
        {
            onError(e.Error);
        }
    }

    private static async ValueTask<byte[]> ReadAsync(RequestScope scope, Stream source, long? length, long maxBytes)
    {
        await using var owned = source;
        var most = Math.Min(maxBytes, Array.MaxLength);
        if (length > most)
        {
            throw new HostErrorException(HostErrorKind.RangeError, StreamLimits.TooLarge(maxBytes));
        }

        // A stated length is a hint: whoever sent it may never send the bytes.
        var writer = new ArrayBufferWriter<byte>((int)Math.Clamp(length ?? 0, 256, 64 * 1024));
        while (true)
        {
            var count = await source.ReadAsync(writer.GetMemory(4096), scope.Aborted);
            if (count == 0)
            {
                return writer.WrittenSpan.ToArray();
            }

            if (count > most - writer.WrittenCount)
            {
                throw new HostErrorException(HostErrorKind.RangeError, StreamLimits.TooLarge(maxBytes));
            }

            writer.Advance(count);
            scope.Limits.ChargeHostBytes(count);
            if (scope.Limits.Report.AllocatedBytes > scope.Limits.Limits.AllocationBytes)
            {
                // Over the budget already: stop here; the turn that follows ends the request.
                return [];
            }
        }
    }
}
