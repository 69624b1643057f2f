using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>A read request (https://streams.spec.whatwg.org/#read-request): exactly one of the three runs, once.</summary>
internal abstract class ReadRequest
{
    public abstract void ChunkSteps(JsValue chunk);

    public abstract void CloseSteps();

    public abstract void ErrorSteps(JsValue reason);
}

/// <summary>A read-into request (https://streams.spec.whatwg.org/#read-into-request).</summary>
internal abstract class ReadIntoRequest
{
    public abstract void ChunkSteps(JsValue view);

    /// <summary>The stream is closed; <paramref name="view"/> gives the buffer back, or is undefined after a cancel.</summary>
    public abstract void CloseSteps(JsValue view);

    public abstract void ErrorSteps(JsValue reason);
}

/// <summary>The read request of <c>read()</c>: settles a promise for an iterator result.</summary>
internal sealed class PromiseReadRequest(WorkerRealm realm, PromiseCapability capability) : ReadRequest
{
    public override void ChunkSteps(JsValue chunk) => capability.Resolve(realm.IteratorResult(chunk, done: false));

    public override void CloseSteps() => capability.Resolve(realm.IteratorResult(JsValue.Undefined, done: true));

    public override void ErrorSteps(JsValue reason) => capability.Reject(reason);
}

/// <summary>The read-into request of <c>read(view)</c>.</summary>
/// <param name="endsEmpty">Whether bytes that the stream's end cut short come as if there were more, so that only an empty view tells the end.</param>
internal sealed class PromiseReadIntoRequest(WorkerRealm realm, PromiseCapability capability, bool endsEmpty = false) : ReadIntoRequest
{
    public override void ChunkSteps(JsValue view) => capability.Resolve(realm.IteratorResult(view, done: false));

    public override void CloseSteps(JsValue view) => capability.Resolve(realm.IteratorResult(
        view, done: !endsEmpty || !BufferSource.TryGetBytes(view, out var bytes) || bytes.IsEmpty));

    public override void ErrorSteps(JsValue reason) => capability.Reject(reason);
}
