using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.Bindings;

/// <summary>A binding whose every other property is one of another worker. Whether there is such a property shows when it is called or awaited.</summary>
internal sealed class JsRemoteBinding(WorkerRealm realm, IWorkerBinding binding) : JsBinding(realm, binding), IRpcClient
{
    /// <inheritdoc/>
    public override JsValue Get(JsValue property, JsValue receiver)
    {
        var value = base.Get(property, receiver);
        return value.IsUndefined() && JsRpcObject.RemoteName(property) is { } name ? new JsRpcProperty(WorkerRealm.Of(Engine), this, [name]) : value;
    }

    /// <inheritdoc/>
    public JsRpcPromise Invoke(WorkerRealm realm, string[] path, JsValue[]? arguments) => Binding.Class.Remote!(this, path, arguments);
}
