using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// What a call of another worker gives: the promise of a result, whose properties can be used before it is there
/// (https://developers.cloudflare.com/workers/runtime-apis/rpc/#promise-pipelining). Calls through it are made when the result has come, with the arguments as they were.
/// </summary>
internal sealed class JsRpcPromise : JsRpcObject, IRpcClient, IPromiseLike
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsRpcPromise>("RpcPromise")
        .Method("then", 0, static (self, arguments) => CallOn(self, "then", arguments))
        .Method("catch", 0, static (self, arguments) => CallOn(self, "catch", arguments))
        .Method("finally", 0, static (self, arguments) => CallOn(self, "finally", arguments))
        .CompletePrototype(static (realm, prototype) => JsRpcStub.AddDisposer(realm, prototype, static self => (self as JsRpcPromise)?.DisposeResult()))
        .Build();

    private readonly RequestScope _scope;

    public JsRpcPromise(WorkerRealm realm, JsValue promise)
        : base(realm, Definition)
    {
        Promise = promise;
        _scope = realm.Host.Scope;
    }

    /// <inheritdoc/>
    public JsValue Promise { get; }

    /// <summary>A promise that is rejected.</summary>
    public static JsRpcPromise Rejected(WorkerRealm realm, JavaScriptException error) => new(realm, realm.RejectedPromise(error.Error));

    /// <summary>Calls a method of the promise behind a stand-in.</summary>
    public static JsValue CallOn(IPromiseLike self, string method, JsValue[] arguments)
    {
        var promise = (ObjectInstance)self.Promise;
        return WorkerRealm.Of(promise.Engine).Call(promise.Get(method), promise, arguments);
    }

    /// <inheritdoc/>
    public JsRpcPromise Invoke(WorkerRealm realm, string[] path, JsValue[]? arguments)
    {
        try
        {
            JsRpcStub.RequireSame(realm, _scope);
            var name = path.Length == 0 ? "the result" : string.Join('.', path);
            RpcClient.Enter(realm, name);
            var message = arguments is null ? null : RpcMessage.WriteArguments(realm, arguments, name);
            var outcome = realm.NewPromise();
            realm.React(
                Promise,
                value =>
                {
                    try
                    {
                        outcome.Resolve(Continue(realm, value, path, message));
                    }
                    catch (JavaScriptException e)
                    {
                        message?.Drop();
                        outcome.Reject(e.Error);
                    }
                    catch (HostErrorException e)
                    {
                        message?.Drop();
                        outcome.Reject(e.ToJavaScript(realm).Error);
                    }
                },
                error =>
                {
                    message?.Drop();
                    outcome.Reject(error);
                });
            return new(realm, outcome.Promise);
        }
        catch (JavaScriptException e)
        {
            return Rejected(realm, e);
        }
        catch (HostErrorException e)
        {
            return Rejected(realm, e.ToJavaScript(realm));
        }
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => Invoke(WorkerRealm.Of(Engine), [], [.. arguments]);

    /// <inheritdoc/>
    protected override JsValue Property(string name) => new JsRpcProperty(WorkerRealm.Of(Engine), this, [name]);

    private static JsValue Continue(WorkerRealm realm, JsValue result, string[] path, RpcMessage? arguments)
    {
        var value = result;
        for (var i = 0; ; i++)
        {
            if (value is JsRpcStub stub)
            {
                // The stub itself, where it is not called: one that the caller disposes by itself.
                return i == path.Length && arguments is null ? stub.Duplicate() : stub.Send(realm, new(path[i..], arguments));
            }

            if (i == path.Length)
            {
                return arguments is null ? RpcMessage.WritePart(realm, value).ReadResult(realm)
                    : throw realm.TypeError($"The RPC result's \"{(path.Length == 0 ? "value" : path[^1])}\" is not a function.");
            }

            value = value is ObjectInstance source && RpcLookup.IsPlain(realm, source) ? RpcLookup.Find(realm, source, null, [path[i]]).Value : throw RpcLookup.NotThere(realm, path[i]);
        }
    }

    // After what was called through it before.
    private void DisposeResult()
    {
        var realm = WorkerRealm.Of(Engine);
        realm.React(
            Promise,
            value =>
            {
                try
                {
                    if (value is ObjectInstance result && result.Get(GlobalSymbolRegistry.Dispose) is var disposer && disposer.IsCallable())
                    {
                        realm.Call(disposer, result);
                    }
                }
                catch (JavaScriptException e)
                {
                    realm.Host.ReportUnhandled(e.Error, "error");
                }
            },
            static _ => { });
    }
}
