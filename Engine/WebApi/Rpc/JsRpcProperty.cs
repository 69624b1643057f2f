using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// A property of a stand-in: it is asked for when somebody awaits it, and called as a method without being asked for
/// (https://developers.cloudflare.com/workers/runtime-apis/rpc/#class-instances).
/// </summary>
internal sealed class JsRpcProperty : JsRpcObject, IPromiseLike
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsRpcProperty>("RpcProperty")
        .Method("then", 0, static (self, arguments) => JsRpcPromise.CallOn(self, "then", arguments))
        .Method("catch", 0, static (self, arguments) => JsRpcPromise.CallOn(self, "catch", arguments))
        .Method("finally", 0, static (self, arguments) => JsRpcPromise.CallOn(self, "finally", arguments))
        .Build();

    private readonly IRpcClient _client;
    private readonly string[] _path;

    public JsRpcProperty(WorkerRealm realm, IRpcClient client, string[] path)
        : base(realm, Definition)
    {
        _client = client;
        _path = path;
    }

    /// <inheritdoc/>
    public JsValue Promise => _client.Invoke(WorkerRealm.Of(Engine), _path, null).Promise;

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => _client.Invoke(WorkerRealm.Of(Engine), _path, [.. arguments]);

    /// <inheritdoc/>
    protected override JsValue Property(string name) => _path.Length < RpcLimits.PathNames
        ? new JsRpcProperty(WorkerRealm.Of(Engine), _client, [.. _path, name])
        : throw WorkerRealm.Of(Engine).TypeError($"A path of properties of another worker's object may have {RpcLimits.PathNames} names.");
}
