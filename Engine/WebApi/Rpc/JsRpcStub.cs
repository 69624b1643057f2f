using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Entrypoints;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// Stands for an object or a function of another worker (https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/): each call of it is a subrequest and a turn of the
/// event that the object belongs to. Of the other isolate it holds a number.
/// </summary>
/// <remarks>It belongs to the event that got it, and is disposed with it.</remarks>
internal sealed class JsRpcStub : JsRpcObject, IRpcClient
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsRpcStub>("RpcStub")
        .Constructor(1, static (realm, arguments) => Create(realm, arguments[0]))
        .Method("dup", 0, static (self, _) => self.Dup())
        .CompletePrototype(static (realm, prototype) => AddDisposer(realm, prototype, static self => (self as JsRpcStub)?.Dispose()))
        .Build();

    private readonly RequestScope _scope;
    private readonly RpcEventStubs _stubs;
    private readonly RpcHandle _handle;

    private JsRpcStub(WorkerRealm realm, RpcEventStubs stubs, RpcHandle handle, bool isParameter)
        : base(realm, Definition)
    {
        _scope = realm.Host.Scope;
        _stubs = stubs;
        _handle = handle;
        IsParameter = isParameter;
    }

    /// <summary>Whether it came with a call, or is a duplicate of one that did: while there is a duplicate, an event that another worker called goes on as for <c>waitUntil</c>.</summary>
    public bool IsParameter { get; }

    /// <summary>A stub of the running event.</summary>
    /// <exception cref="HostErrorException">The event has as many as it may; the handle was given back.</exception>
    public static JsRpcStub Adopt(WorkerRealm realm, RpcHandle handle, bool isParameter)
    {
        realm.ChargeCopy(RpcLimits.BytesPerStub);
        var stubs = RpcEventStubs.Of(realm.Host.Scope);
        stubs.Hold(handle);
        return new(realm, stubs, handle, isParameter);
    }

    /// <summary>Disposes stubs; those that are disposed already stay so.</summary>
    public static void DisposeAll(List<JsRpcStub> stubs)
    {
        foreach (var stub in stubs)
        {
            stub.Dispose();
        }

        stubs.Clear();
    }

    /// <summary>Gives a class <c>[Symbol.dispose]()</c>.</summary>
    public static void AddDisposer(WorkerRealm realm, ObjectInstance prototype, Action<JsValue> dispose) => prototype.FastSetProperty(
        GlobalSymbolRegistry.Dispose,
        new PropertyDescriptor(
            new Jint.Runtime.Interop.ClrFunction(realm.Engine, "[Symbol.dispose]", (self, _) =>
            {
                dispose(self);
                return Undefined;
            }, 0, PropertyFlag.Configurable),
            writable: true, enumerable: false, configurable: true));

    /// <summary>Requires that what belongs to an event is used in it.</summary>
    /// <exception cref="HostErrorException">Another event runs.</exception>
    public static void RequireSame(WorkerRealm realm, RequestScope scope)
    {
        if (!ReferenceEquals(realm.Host.Scope, scope))
        {
            throw new HostErrorException(HostErrorKind.TypeError, "An RPC stub or promise belongs to the request that got it, and cannot be used by another.");
        }
    }

    /// <summary>Its handle, to be used at once.</summary>
    /// <exception cref="HostErrorException">It is disposed, or belongs to another event.</exception>
    public RpcHandle Use()
    {
        RequireSame(WorkerRealm.Of(Engine), _scope);
        return _handle.IsReleased ? throw new HostErrorException(HostErrorKind.TypeError, "RPC stub used after being disposed.") : _handle;
    }

    /// <summary>A stub of the same object that is disposed by itself.</summary>
    /// <exception cref="HostErrorException">It is disposed or leads nowhere, or there are too many.</exception>
    public JsRpcStub Duplicate()
    {
        var held = Use();
        var letGo = IsParameter ? _scope.Keep(forCaller: false) : null;
        RpcHandle copy;
        try
        {
            copy = RpcSwitchboard.Duplicate(held, letGo);
        }
        catch (HostErrorException)
        {
            letGo?.Invoke();
            throw;
        }

        return Adopt(WorkerRealm.Of(Engine), copy, IsParameter);
    }

    /// <inheritdoc/>
    public JsRpcPromise Invoke(WorkerRealm realm, string[] path, JsValue[]? arguments)
    {
        try
        {
            Use();
            var name = path.Length == 0 ? "the stub's function" : string.Join('.', path);
            RpcClient.Enter(realm, name);
            return new(realm, Send(realm, new(path, arguments is null ? null : RpcMessage.WriteArguments(realm, arguments, name))));
        }
        catch (JavaScriptException e)
        {
            return JsRpcPromise.Rejected(realm, e);
        }
        catch (HostErrorException e)
        {
            return JsRpcPromise.Rejected(realm, e.ToJavaScript(realm));
        }
    }

    /// <summary>Gives it back, as its disposer does.</summary>
    public void Release() => Dispose();

    /// <summary>Makes a call that is counted already.</summary>
    /// <returns>A promise of the language.</returns>
    /// <exception cref="HostErrorException">It is disposed.</exception>
    public JsValue Send(WorkerRealm realm, RpcStubCall call) => realm.ToPromise(CallAsync(Use(), call), ToScript);

    /// <summary>What came of a call, in the caller's isolate.</summary>
    /// <exception cref="JavaScriptException">What was thrown.</exception>
    public static JsValue ToScript(WorkerRealm realm, RpcAnswer answer)
    {
        realm.Host.Scope.PayWhatIsDue();
        return answer.IsThrown ? throw new JavaScriptException(answer.Value.Read(realm, [], areParameters: false)) : answer.Value.ReadResult(realm);
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => Invoke(WorkerRealm.Of(Engine), [], [.. arguments]);

    /// <inheritdoc/>
    protected override JsValue Property(string name) => new JsRpcProperty(WorkerRealm.Of(Engine), this, [name]);

    private static JsRpcStub Create(WorkerRealm realm, JsValue target)
    {
        RpcClient.RequireEvent(realm, "new RpcStub()");
        if (target is not ObjectInstance source || JintInternals.IsOpaque(target, out _) || !(source is JsRpcTarget || RpcLookup.IsPassedAsStub(source)))
        {
            throw realm.TypeError("new RpcStub(): only an object of a class that extends RpcTarget, or a function, can have stubs.");
        }

        try
        {
            realm.ChargeCopy(RpcLimits.BytesPerStub);
            return Adopt(realm, RpcLocalPort.Open(realm, source, isForOthers: false, keepsEvent: false), isParameter: false);
        }
        catch (HostErrorException e)
        {
            throw e.ToJavaScript(realm);
        }
    }

    private static async ValueTask<RpcAnswer> CallAsync(RpcHandle handle, RpcStubCall call)
    {
        try
        {
            return await RpcSwitchboard.CallAsync(handle, call);
        }
        finally
        {
            call.Arguments?.Drop();
        }
    }

    private JsRpcStub Dup()
    {
        try
        {
            return Duplicate();
        }
        catch (HostErrorException e)
        {
            throw e.ToJavaScript(WorkerRealm.Of(Engine));
        }
    }

    private void Dispose() => _stubs.LetGo(_handle);
}
