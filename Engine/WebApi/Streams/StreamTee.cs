using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>What teeing shares for both kinds of stream: which branches were cancelled, and the promise that tells their end.</summary>
internal abstract class StreamTee
{
    private readonly JsValue[] _reasons = [JsValue.Undefined, JsValue.Undefined];
    private readonly bool[] _canceled = [false, false];
    private readonly PromiseCapability _cancel;

    protected StreamTee(JsReadableStream stream)
    {
        Stream = stream;
        Realm = stream.Realm;
        _cancel = Realm.NewPromise();
    }

    protected WorkerRealm Realm { get; }

    protected JsReadableStream Stream { get; }

    protected bool Reading { get; set; }

    protected bool IsCanceled(int branch) => _canceled[branch];

    protected abstract void Pull(int branch);

    protected ReadableSource Source(int branch) => new Branch(this, branch);

    /// <summary>Nothing more will come: a cancel that waits for the other branch need wait no longer.</summary>
    protected void ResolveCancel()
    {
        if (!_canceled[0] || !_canceled[1])
        {
            _cancel.Resolve(JsValue.Undefined);
        }
    }

    /// <summary>Cancels the stream and ties both branches' cancel to it.</summary>
    protected void CancelStream(JsValue reason) => _cancel.Resolve(Stream.CancelStream(reason));

    private JsValue Cancel(int branch, JsValue reason)
    {
        _canceled[branch] = true;
        _reasons[branch] = reason;
        if (_canceled[1 - branch])
        {
            CancelStream(Realm.NewArray(_reasons[0], _reasons[1]));
        }

        return _cancel.Promise;
    }

    private sealed class Branch(StreamTee tee, int index) : ReadableSource
    {
        public override JsValue Pull(ReadableStreamController controller)
        {
            tee.Pull(index);
            return tee.Realm.ResolvedPromise(JsValue.Undefined);
        }

        public override JsValue Cancel(JsValue reason) => tee.Cancel(index, reason);
    }
}
