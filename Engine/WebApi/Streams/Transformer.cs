using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The transform, flush and cancel algorithms of a transform stream. All return promises.</summary>
internal abstract class Transformer
{
    public abstract JsValue Transform(JsValue chunk, JsTransformStreamDefaultController controller);

    public abstract JsValue Flush(JsTransformStreamDefaultController controller);

    public abstract JsValue Cancel(JsValue reason);
}

/// <summary>A transformer of a script (https://streams.spec.whatwg.org/#transformer-api); without a transform it passes chunks on.</summary>
internal sealed class ScriptTransformer(
    WorkerRealm realm, StreamCallback? transform, StreamCallback? flush, StreamCallback? cancel) : Transformer
{
    public override JsValue Transform(JsValue chunk, JsTransformStreamDefaultController controller)
    {
        if (transform is not null)
        {
            return transform.InvokeForPromise(chunk, controller);
        }

        try
        {
            controller.Enqueue(chunk);
            return realm.ResolvedPromise(JsValue.Undefined);
        }
        catch (JavaScriptException e)
        {
            return realm.RejectedPromise(e.Error);
        }
    }

    public override JsValue Flush(JsTransformStreamDefaultController controller) =>
        flush is null ? realm.ResolvedPromise(JsValue.Undefined) : flush.InvokeForPromise(controller);

    public override JsValue Cancel(JsValue reason) =>
        cancel is null ? realm.ResolvedPromise(JsValue.Undefined) : cancel.InvokeForPromise(reason);
}

/// <summary>
/// A transformer of the host, for the transform streams of other interfaces: what it throws as <see cref="JavaScriptException"/>
/// errors both sides.
/// </summary>
internal abstract class HostTransformer(WorkerRealm realm) : Transformer
{
    protected WorkerRealm Realm => realm;

    public sealed override JsValue Transform(JsValue chunk, JsTransformStreamDefaultController controller) =>
        Run(() => OnChunk(chunk, controller));

    public sealed override JsValue Flush(JsTransformStreamDefaultController controller) => Run(() => OnFlush(controller));

    public sealed override JsValue Cancel(JsValue reason) => Run(OnCancel);

    /// <summary>Takes a chunk, and enqueues what comes of it.</summary>
    protected abstract void OnChunk(JsValue chunk, JsTransformStreamDefaultController controller);

    /// <summary>Enqueues what is left when the writable side has closed.</summary>
    protected virtual void OnFlush(JsTransformStreamDefaultController controller)
    {
    }

    /// <summary>Lets go of resources: nothing more will be asked.</summary>
    protected virtual void OnCancel()
    {
    }

    private JsValue Run(Action action)
    {
        try
        {
            action();
            return realm.ResolvedPromise(JsValue.Undefined);
        }
        catch (JavaScriptException e)
        {
            return realm.RejectedPromise(e.Error);
        }
    }
}
