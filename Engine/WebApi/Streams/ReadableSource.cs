using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The start, pull and cancel algorithms behind a readable stream.</summary>
internal abstract class ReadableSource
{
    /// <summary>May throw; a promise it returns delays the first pull.</summary>
    public virtual JsValue Start(ReadableStreamController controller) => JsValue.Undefined;

    /// <summary>Returns a promise.</summary>
    public abstract JsValue Pull(ReadableStreamController controller);

    /// <summary>Returns a promise.</summary>
    public abstract JsValue Cancel(JsValue reason);
}

/// <summary>An underlying source of a script (https://streams.spec.whatwg.org/#underlying-source-api).</summary>
internal sealed class ScriptSource(WorkerRealm realm, StreamCallback? start, StreamCallback? pull, StreamCallback? cancel) : ReadableSource
{
    public override JsValue Start(ReadableStreamController controller) => start is null ? JsValue.Undefined : start.Invoke(controller);

    public override JsValue Pull(ReadableStreamController controller) =>
        pull is null ? realm.ResolvedPromise(JsValue.Undefined) : pull.InvokeForPromise(controller);

    public override JsValue Cancel(JsValue reason) =>
        cancel is null ? realm.ResolvedPromise(JsValue.Undefined) : cancel.InvokeForPromise(reason);
}

/// <summary>What a stream asks of its controller, of either kind.</summary>
internal abstract class ReadableStreamController : ObjectInstance
{
    protected ReadableStreamController(WorkerRealm realm, JsReadableStream stream)
        : base(realm.Engine)
    {
        Realm = realm;
        Stream = stream;
    }

    public WorkerRealm Realm { get; }

    public JsReadableStream Stream { get; }

    /// <summary>The source while the stream may still need it.</summary>
    public abstract ReadableSource? Source { get; }

    /// <summary>[[CancelSteps]]: returns a promise.</summary>
    public abstract JsValue CancelSteps(JsValue reason);

    /// <summary>[[PullSteps]].</summary>
    public abstract void PullSteps(ReadRequest request);

    /// <summary>[[ReleaseSteps]].</summary>
    public abstract void ReleaseSteps();

    public abstract void Error(JsValue reason);
}
