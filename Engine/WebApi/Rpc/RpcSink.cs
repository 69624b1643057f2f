using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// The receiver's end of a WritableStream of another event: a chunk is a call there, and the next waits until the stream has taken it. The queue before it holds 64 KB, as it would of a
/// stream of the event's own; what is in it and on the way is charged to both events.
/// </summary>
/// <remarks>Owned by the isolate's turn, and by the event that got it.</remarks>
internal sealed class RpcSink : WritableSink
{
    private const int QueuedBytes = 64 << 10;

    private readonly WorkerRealm _realm;
    private readonly JsRpcStub _stream;

    private RpcSink(WorkerRealm realm, JsRpcStub stream)
    {
        _realm = realm;
        _stream = stream;
    }

    /// <summary>A stream of the running event that leads to one of another.</summary>
    /// <param name="realm">The receiver's.</param>
    /// <param name="handle">What <see cref="RpcWritable.Open"/> gave.</param>
    /// <exception cref="HostErrorException">The event has as many stubs as it may; the handle was given back.</exception>
    public static JsWritableStream Open(WorkerRealm realm, RpcHandle handle) =>
        JsWritableStream.Create(realm, new RpcSink(realm, JsRpcStub.Adopt(realm, handle, isParameter: false)), QueuedBytes, new ByteSizeAlgorithm(realm));

    /// <inheritdoc/>
    public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller)
    {
        if (!BufferSource.TryGetBytes(chunk, out var bytes))
        {
            _stream.Release();
            return _realm.RejectedPromise(_realm.TypeError("A chunk of a WritableStream of another worker must be an ArrayBuffer or a view of one.").Error);
        }

        // Only what is written: a view may be a small part of a large buffer, which would be copied whole.
        _realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
        return _realm.Then(Send(RpcWritable.Write, BufferSource.NewUint8Array(_realm, bytes.ToArray())), static _ => JsValue.Undefined, Fail);
    }

    /// <inheritdoc/>
    public override JsValue Close() => Finish(Send(RpcWritable.Close));

    /// <inheritdoc/>
    public override JsValue Abort(JsValue reason) => Finish(Send(RpcWritable.Abort, Portable(reason)));

    private JsValue Finish(JsValue last) => _realm.Then(
        last,
        _ =>
        {
            _stream.Release();
            return JsValue.Undefined;
        },
        Fail);

    private JsValue Fail(JsValue error)
    {
        _stream.Release();
        throw new JavaScriptException(error);
    }

    private JsValue Send(string name, params JsValue[] arguments)
    {
        try
        {
            RpcClient.RequireTime(_realm);
            return _stream.Send(_realm, new([name], RpcMessage.WriteArguments(_realm, arguments, name)));
        }
        catch (JavaScriptException e)
        {
            return _realm.RejectedPromise(e.Error);
        }
        catch (HostErrorException e)
        {
            return _realm.RejectedPromise(e.ToJavaScript(_realm).Error);
        }
    }

    // The reason of an abort arrives as what is thrown does.
    private JsValue Portable(JsValue reason) => PortableReader.Read(_realm, PortableWriter.WriteThrown(_realm, reason), static _ => throw RpcSwitchboard.IsGone());
}
