using System.Runtime.InteropServices;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The side of a stream that the host uses: bodies come in and go out through it.</summary>
internal sealed partial class JsReadableStream
{
    /// <summary>How many bytes a FixedLengthStream will give, for the Content-Length of a body.</summary>
    public long? ExpectedLength { get; set; }

    /// <summary>
    /// A byte stream over a stream of the host, such as a request's body. Chunks have at most 64 KB; nothing is read until a
    /// script asks. Reading to the end, an error and a cancel dispose <paramref name="source"/>.
    /// </summary>
    public static JsReadableStream FromHost(WorkerRealm realm, Stream source, long? length) =>
        CreateBytes(realm, new HostStreamSource(realm, source, length));

    /// <summary>A byte stream over bytes in memory, which must not change.</summary>
    public static JsReadableStream FromBytes(WorkerRealm realm, ReadOnlyMemory<byte> bytes) =>
        CreateBytes(realm, new HostBytesSource(realm, bytes));

    /// <summary>
    /// Hands over what <see cref="FromHost"/> or <see cref="FromBytes"/> was given, if nothing of the stream was used. From here on
    /// the stream is locked and disturbed, and <paramref name="source"/> is the caller's to dispose.
    /// </summary>
    public bool TryTakeSource(out Stream? source, out ReadOnlyMemory<byte> bytes, out long? length)
    {
        (source, bytes, length) = (null, default, null);
        if (IsLocked || IsDisturbed || State != ReadableState.Readable)
        {
            return false;
        }

        switch (Controller.Source)
        {
            case HostStreamSource host:
                (source, length) = (host.Source, host.Length);
                break;
            case HostBytesSource host:
                (bytes, length) = (host.Rest, host.Rest.Length);
                break;
            default:
                return false;
        }

        _ = new JsReadableStreamDefaultReader(this);
        IsDisturbed = true;
        return true;
    }

    /// <summary>
    /// Locks the stream and reads it to the end; exactly one of the callbacks runs, in a turn. Each chunk must be a Uint8Array.
    /// More than <paramref name="maxBytes"/> together are a RangeError; a stream that fails either rule is cancelled.
    /// </summary>
    public void ReadAll(long maxBytes, Action<byte[]> onBytes, Action<JsValue> onError)
    {
        if (IsLocked)
        {
            onError(Realm.TypeError("The stream is locked to a reader.").Error);
        }
        else if (TryTakeSource(out var source, out var bytes, out var length))
        {
            if (source is null)
            {
                if (bytes.Length > maxBytes)
                {
                    onError(Realm.RangeError(StreamLimits.TooLarge(maxBytes)).Error);
                    return;
                }

                Realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
                onBytes(bytes.ToArray());
                return;
            }

            HostStreamReading.ReadToEnd(Realm, source, length, maxBytes, onBytes, onError);
        }
        else
        {
            new ReadAllRequest(new JsReadableStreamDefaultReader(this), maxBytes, onBytes, onError).Run();
        }
    }

    /// <summary>Two streams that give the same bytes, the second in buffers of its own; this one is locked. A TypeError when it is locked already.</summary>
    public (JsReadableStream First, JsReadableStream Second) Tee()
    {
        // Bytes in memory need no copying back and forth.
        if (Controller.Source is HostBytesSource && TryTakeSource(out _, out var bytes, out _))
        {
            return (FromBytes(Realm, bytes), FromBytes(Realm, bytes));
        }

        return TeeStream(copiesChunks: true);
    }

    /// <summary>Cancels the stream on behalf of whoever holds it, locked or not; how that ends interests nobody.</summary>
    public void Cancel(JsValue reason) => JintInternals.MarkAsHandled(CancelStream(reason));

    /// <summary>
    /// Locks the stream and gives its bytes to the host. At most one chunk is asked of the isolate at a time, and only when the
    /// host reads. Disposing before the end cancels the stream. Called in a turn; the result is for any thread.
    /// </summary>
    /// <exception cref="JavaScriptException">The stream is locked, or the request has too many pending operations.</exception>
    public Stream OpenRead(RequestScope scope)
    {
        if (TryTakeSource(out var source, out var bytes, out _))
        {
            return source ?? (MemoryMarshal.TryGetArray(bytes, out var array)
                ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
                : new MemoryStream(bytes.ToArray(), writable: false));
        }

        if (IsLocked)
        {
            throw Realm.TypeError("The stream is locked to a reader.");
        }

        Realm.BeginOperation(scope, this);

        return new HostReadStream(new JsReadableStreamDefaultReader(this), scope);
    }
}
