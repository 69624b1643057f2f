using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine.Bindings;

/// <summary>A method of a binding. It returns a promise; each call counts as a subrequest and is possible only inside an event.</summary>
public sealed class BindingMethod
{
    private readonly string _name;
    private readonly int _required;
    private readonly Func<JsBinding, JsValue[], JsValue> _body;
    private readonly Func<IWorkerBinding, bool> _isReceiver;

    private BindingMethod(string name, int required, Func<IWorkerBinding, bool> isReceiver, Func<JsBinding, JsValue[], JsValue> body)
    {
        _name = name;
        _required = required;
        _isReceiver = isReceiver;
        _body = body;
    }

    /// <summary>A method that takes and gives <see cref="BindingValue"/>s.</summary>
    /// <typeparam name="TBinding">The binding.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="required">How many arguments it needs; fewer are a TypeError.</param>
    /// <param name="body">
    /// Does it. Called in the isolate's turn, so it must not block; its continuations run anywhere. A <see cref="HostErrorException"/> becomes
    /// the error it describes, anything else an "internal error".
    /// </param>
    public static BindingMethod Create<TBinding>(string name, int required, Func<TBinding, BindingCall, ValueTask<BindingValue>> body)
        where TBinding : class, IWorkerBinding
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(body);
        return new(name, required, static binding => binding is TBinding, (self, arguments) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            var scope = Enter(realm, self, name);
            var call = new BindingCall(BindingArguments.Read(realm, arguments, name), scope);
            return realm.ToPromise(Guard((TBinding)self.Binding, call, body), BindingResults.ToScript);
        });
    }

    /// <summary><c>fetch(request, init)</c>: the global function with another destination. Counts as a subrequest as that does.</summary>
    /// <typeparam name="TBinding">The binding.</typeparam>
    /// <param name="destination">Where requests go; a request has the <see cref="WorkerRequest.Chain"/> of the event that sends it.</param>
    public static BindingMethod Fetch<TBinding>(Func<TBinding, IOutboundFetcher> destination)
        where TBinding : class, IWorkerBinding
    {
        ArgumentNullException.ThrowIfNull(destination);
        return new("fetch", 1, static binding => binding is TBinding, (self, arguments) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            RpcClient.RequireTime(realm);
            return FetchFunction.Call(realm, arguments[0], arguments.At(1), new ChainedFetcher(destination((TBinding)self.Binding), realm.Host.Scope));
        });
    }

    /// <summary>
    /// Every property that the class does not have: a method or a property of another worker. Arguments and results are copied as <c>structuredClone</c> copies;
    /// functions, objects of classes that extend <c>RpcTarget</c> and stubs are passed by reference. What can be neither is a DataCloneError.
    /// </summary>
    /// <typeparam name="TBinding">The binding.</typeparam>
    /// <param name="call">Calls it, with <see cref="Worker.CallAsync"/>. As for <see cref="Create"/>. Cancelled when the caller's event ends.</param>
    public static BindingMethod Rpc<TBinding>(Func<TBinding, RpcCall, CancellationToken, ValueTask<RpcResult>> call)
        where TBinding : class, IWorkerBinding
    {
        ArgumentNullException.ThrowIfNull(call);
        return new("", 0, static _ => false, static (_, _) => JsValue.Undefined)
        {
            Remote = (self, path, arguments) =>
            {
                var realm = WorkerRealm.Of(self.Engine);
                try
                {
                    var name = string.Join('.', path);
                    var scope = Enter(realm, self, name);
                    RpcClient.RequireTime(realm);
                    var message = arguments is null ? null : RpcMessage.WriteArguments(realm, arguments, name);
                    var started = Start((TBinding)self.Binding, new RpcCall(path, message, scope.Chain, scope.Calls), call, scope.Aborted);
                    return new(realm, realm.ToPromise(started, static (realm, result) => ToScript(realm, result)));
                }
                catch (JavaScriptException e)
                {
                    return JsRpcPromise.Rejected(realm, e);
                }
            },
        };
    }

    internal Func<JsBinding, string[], JsValue[]?, JsRpcPromise>? Remote { get; private init; }

    internal void AddTo(InterfaceBuilder<JsBinding> builder, string owner)
    {
        if (Remote is null)
        {
            AddMethodTo(builder, owner);
        }
    }

    private void AddMethodTo(InterfaceBuilder<JsBinding> builder, string owner) => builder.PromiseMethod(_name, _required, (self, arguments) =>
    {
        // One class of ours stands behind all bindings, so the receiver of the builder is not enough.
        if (!_isReceiver(self.Binding))
        {
            throw WorkerRealm.Of(self.Engine).TypeError($"Illegal invocation: '{owner}.{_name}' called on an object that is no {owner}.");
        }

        return _body(self, arguments);
    });

    private static RequestScope Enter(WorkerRealm realm, JsBinding self, string method)
    {
        var scope = realm.Host.Scope;
        if (!scope.AllowsIO)
        {
            throw realm.TypeError($"Disallowed operation called within global scope: {self.Binding.Class.Name}.{method}() belongs to a request. Call it inside a handler.");
        }

        realm.CountSubrequest();
        return scope;
    }

    // What a body throws before its first await is a rejection like any other.
    private static async ValueTask<BindingValue> Guard<TBinding>(TBinding binding, BindingCall call, Func<TBinding, BindingCall, ValueTask<BindingValue>> body) =>
        await body(binding, call);

    private static async ValueTask<RpcResult> Start<TBinding>(
        TBinding binding, RpcCall call, Func<TBinding, RpcCall, CancellationToken, ValueTask<RpcResult>> body, CancellationToken aborted)
    {
        try
        {
            return await body(binding, call, aborted);
        }
        finally
        {
            // Unless the called worker has read them.
            call.Arguments?.Drop();
        }
    }

    private static JsValue ToScript(WorkerRealm realm, RpcResult result)
    {
        realm.Host.Scope.PayWhatIsDue();
        return result.Answer is { } answer ? JsRpcStub.ToScript(realm, answer)
            : result.Failure is { } failure ? throw new HostErrorException(HostErrorKind.Error, failure.Message)
            : JsValue.Undefined;
    }

    /// <summary>Gives each request the chain of the event that sends it, and the account that its answer is charged to.</summary>
    private sealed class ChainedFetcher(IOutboundFetcher inner, RequestScope scope) : IOutboundFetcher
    {
        private readonly InvocationChain _chain = scope.Chain;
        private readonly CallAccount _calls = scope.Calls;

        public Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken) =>
            inner.FetchAsync(request.With(_chain, _calls), cancellationToken);
    }
}
