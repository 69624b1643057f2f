using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The start, write, close and abort algorithms behind a writable stream. All but start return promises.</summary>
internal abstract class WritableSink
{
    /// <summary>May throw; a promise it returns delays the first write.</summary>
    public virtual JsValue Start(JsWritableStreamDefaultController controller) => JsValue.Undefined;

    public abstract JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller);

    public abstract JsValue Close();

    public abstract JsValue Abort(JsValue reason);
}

/// <summary>An underlying sink of a script (https://streams.spec.whatwg.org/#underlying-sink-api).</summary>
internal sealed class ScriptSink(
    WorkerRealm realm, StreamCallback? start, StreamCallback? write, StreamCallback? close, StreamCallback? abort) : WritableSink
{
    public override JsValue Start(JsWritableStreamDefaultController controller) => start is null ? JsValue.Undefined : start.Invoke(controller);

    public override JsValue Write(JsValue chunk, JsWritableStreamDefaultController controller) =>
        write is null ? realm.ResolvedPromise(JsValue.Undefined) : write.InvokeForPromise(chunk, controller);

    public override JsValue Close() => close is null ? realm.ResolvedPromise(JsValue.Undefined) : close.InvokeForPromise();

    public override JsValue Abort(JsValue reason) =>
        abort is null ? realm.ResolvedPromise(JsValue.Undefined) : abort.InvokeForPromise(reason);
}
