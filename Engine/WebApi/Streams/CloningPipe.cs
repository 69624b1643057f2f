using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>
/// The way from a stream to the one that took its place in a transfer: what goes through, reasons included, arrives as a structured
/// clone (https://streams.spec.whatwg.org/#transferrable-streams). Both ends are in one isolate, so that no message port lies between.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class CloningPipe : WritableSink
{
    private readonly WorkerRealm _realm;
    private readonly JsReadableStream _readable;
    private readonly JsWritableStream _writable;
    private PromiseCapability _wanted;

    private CloningPipe(WorkerRealm realm, JsReadableStream readable, JsWritableStream writable)
    {
        _realm = realm;
        _readable = readable;
        _writable = writable;
        _wanted = realm.NewPromise();
        JsReadableStreamDefaultController.SetUp(readable, new Source(this), 0, new SizeAlgorithm(realm, null));
        JsWritableStreamDefaultController.SetUp(writable, this, 1, new SizeAlgorithm(realm, null));
    }

    private JsReadableStreamDefaultController Controller => (JsReadableStreamDefaultController)_readable.Controller;

    /// <summary>Makes <paramref name="target"/>, which is new, give what <paramref name="source"/> has; that is locked until its end.</summary>
    public static void Move(JsReadableStream source, JsReadableStream target)
    {
        var writable = JsWritableStream.NewEmpty(source.Realm);
        _ = new CloningPipe(source.Realm, target, writable);
        JintInternals.MarkAsHandled(StreamPipe.Start(source, writable, default));
    }

    /// <summary>Makes <paramref name="source"/>, which is locked until its end, get what is written to <paramref name="target"/>, which is new.</summary>
    public static void Move(JsWritableStream source, JsWritableStream target)
    {
        var readable = JsReadableStream.NewEmpty(source.Realm);
        _ = new CloningPipe(source.Realm, readable, target);
        JintInternals.MarkAsHandled(StreamPipe.Start(readable, source, default));
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformwritable
    public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller) => _realm.Then(_wanted.Promise, _ =>
    {
        _wanted = _realm.NewPromise();
        try
        {
            Controller.Enqueue(StructuredCloner.Clone(_realm, chunk, []).Data);
            return JsValue.Undefined;
        }
        catch (JavaScriptException e)
        {
            _readable.Controller.Error(e.Error);
            throw;
        }
    });

    // A microtask later, as a message would come: else the end of a stream that was moved many times would recurse natively.
    public override JsValue Close() => _realm.Then(_realm.ResolvedPromise(JsValue.Undefined), _ =>
    {
        Controller.Close();
        return JsValue.Undefined;
    });

    public override JsValue Abort(JsValue reason) => _realm.Then(_realm.ResolvedPromise(JsValue.Undefined), _ =>
    {
        var (copy, isCopied) = Copy(reason);
        _readable.Controller.Error(copy);
        return isCopied ? JsValue.Undefined : throw new JavaScriptException(copy);
    });

    // A reason that cannot be cloned is replaced by the error that says so.
    private (JsValue Copy, bool IsCopied) Copy(JsValue reason)
    {
        try
        {
            return (StructuredCloner.Clone(_realm, reason, []).Data, true);
        }
        catch (JavaScriptException e)
        {
            return (e.Error, false);
        }
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-setupcrossrealmtransformreadable
    private sealed class Source(CloningPipe pipe) : ReadableSource
    {
        public override JsValue Pull(ReadableStreamController controller)
        {
            pipe._wanted.Resolve(JsValue.Undefined);
            return pipe._realm.ResolvedPromise(JsValue.Undefined);
        }

        public override JsValue Cancel(JsValue reason)
        {
            var (copy, isCopied) = pipe.Copy(reason);
            pipe._writable.Controller.ErrorIfNeeded(copy);
            // A write that waits to be wanted would keep the writable side from ending.
            pipe._wanted.Resolve(JsValue.Undefined);
            return isCopied ? pipe._realm.ResolvedPromise(JsValue.Undefined) : pipe._realm.RejectedPromise(copy);
        }
    }
}
