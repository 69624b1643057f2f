using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>Where a writer with bytes and a reader that wants some meet; the first to come waits.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class ByteRendezvous(WorkerRealm realm, long? length) : WritableSink
{
    private JsReadableByteStreamController? _readable;
    private PromiseCapability? _waitingPull;
    private PromiseCapability? _waitingWrite;
    private byte[] _waitingBytes = [];
    private long _passed;

    private WorkerRealm Realm => realm;

    /// <summary>Set once, while the pair is made.</summary>
    public JsWritableStream Writable { get; set; } = null!;

    public JsReadableStream NewReadable()
    {
        var stream = JsReadableStream.CreateBytes(realm, new Source(this));
        stream.ExpectedLength = length;
        _readable = (JsReadableByteStreamController)stream.Controller;
        return stream;
    }

    /// <inheritdoc/>
    public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller)
    {
        if (!BufferSource.TryGetBytes(chunk, out var bytes))
        {
            return Fail("A chunk of this stream must be an ArrayBuffer or a view of one.");
        }

        if (bytes.IsEmpty)
        {
            return realm.ResolvedPromise(JsValue.Undefined);
        }

        if (length is { } most && bytes.Length > most - _passed)
        {
            return Fail($"More than the {most} bytes of this FixedLengthStream were written.");
        }

        _passed += bytes.Length;
        realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
        var copy = bytes.ToArray();
        if (_waitingPull is { } pull)
        {
            _waitingPull = null;
            _readable!.EnqueueFromHost(copy);
            pull.Resolve(JsValue.Undefined);
            return realm.ResolvedPromise(JsValue.Undefined);
        }

        _waitingBytes = copy;
        _waitingWrite = realm.NewPromise();
        return _waitingWrite.Promise;
    }

    /// <inheritdoc/>
    public override JsValue Close()
    {
        if (length is { } exact && _passed != exact)
        {
            return Fail($"{_passed} of the {exact} bytes of this FixedLengthStream were written when it was closed.");
        }

        _readable!.CloseFromHost();
        return realm.ResolvedPromise(JsValue.Undefined);
    }

    /// <inheritdoc/>
    public override JsValue Abort(JsValue reason)
    {
        _readable!.Error(reason);
        return realm.ResolvedPromise(JsValue.Undefined);
    }

    private JsValue Fail(string message)
    {
        var error = realm.TypeError(message).Error;
        _readable!.Error(error);
        return realm.RejectedPromise(error);
    }

    private sealed class Source(ByteRendezvous owner) : ReadableSource
    {
        public override JsValue Pull(ReadableStreamController controller)
        {
            if (owner._waitingWrite is not { } write)
            {
                owner._waitingPull = owner.Realm.NewPromise();
                return owner._waitingPull.Promise;
            }

            owner._waitingWrite = null;
            var bytes = owner._waitingBytes;
            owner._waitingBytes = [];
            ((JsReadableByteStreamController)controller).EnqueueFromHost(bytes);
            write.Resolve(JsValue.Undefined);
            return owner.Realm.ResolvedPromise(JsValue.Undefined);
        }

        public override JsValue Cancel(JsValue reason)
        {
            owner._waitingBytes = [];
            owner.Writable.Controller.ErrorIfNeeded(reason);
            owner._waitingWrite?.Reject(reason);
            owner._waitingWrite = null;
            return owner.Realm.ResolvedPromise(JsValue.Undefined);
        }
    }
}
