using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;
using PureEdge.Limits;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>Leads to an object or a function of its event. Calls run in turns of the event's isolate, and the event pays for them.</summary>
/// <remarks>The target is owned by the isolate's turn; what else it is, see <see cref="RpcPort"/>.</remarks>
internal sealed class RpcLocalPort : RpcPort
{
    private readonly WorkerRealm _realm;
    private readonly RequestScope _scope;
    private readonly bool _isForOthers;
    private readonly IsolateCount _count;
    private readonly Action? _letGo;
    private ObjectInstance? _target;

    private RpcLocalPort(WorkerRealm realm, RpcEventStubs owner, ObjectInstance target, IsolateCount count, bool isForOthers, Action? letGo)
        : base(owner)
    {
        _count = count;
        _realm = realm;
        _scope = realm.Host.Scope;
        _target = target;
        _isForOthers = isForOthers;
        _letGo = letGo;
    }

    /// <inheritdoc/>
    public override int Relays => 0;

    /// <inheritdoc/>
    public override bool IsDoor => _isForOthers;

    /// <summary>A port of an object of the running event.</summary>
    /// <param name="realm">The object's.</param>
    /// <param name="target">The object.</param>
    /// <param name="isForOthers">Whether another isolate gets the handle.</param>
    /// <param name="keepsEvent">Whether an event that another worker called goes on while the port is open.</param>
    /// <exception cref="HostErrorException">There are as many as there may be.</exception>
    public static RpcHandle Open(WorkerRealm realm, ObjectInstance target, bool isForOthers, bool keepsEvent)
    {
        var count = IsolateCount.Of(realm);
        count.Add();
        var scope = realm.Host.Scope;
        var letGo = keepsEvent ? scope.Keep(forCaller: true) : null;
        var owner = RpcEventStubs.Of(scope);
        try
        {
            return owner.Add(new RpcLocalPort(realm, owner, target, count, isForOthers, letGo));
        }
        catch (HostErrorException)
        {
            count.Remove();
            letGo?.Invoke();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<RpcAnswer> CallAsync(RpcStubCall call)
    {
        try
        {
            var answer = Owner.BeginCall();
            _realm.Host.Post(_scope, () => Run(call, answer));
            return answer.Task;
        }
        catch (HostErrorException e)
        {
            return Task.FromException<RpcAnswer>(e);
        }
    }

    /// <inheritdoc/>
    protected override void OnClosed()
    {
        _count.Remove();

        // Always a turn: what waited for calls alone cannot continue any more, and its isolate sees that at the end of one.
        _realm.Host.Post(_scope, () =>
        {
            var target = _target;
            _target = null;
            if (target is not null && !_scope.HasEnded)
            {
                RunDisposer(target);
            }

            _letGo?.Invoke();
        });
    }

    private static HostErrorException Exhausted(string what) =>
        new(HostErrorKind.Error, $"The event that the RPC stub leads to has used up {RpcLimits.PercentForCalls} % of its {what}; the rest is its own, and it takes no more calls.");

    private void Run(RpcStubCall call, TaskCompletionSource<RpcAnswer> answer)
    {
        if (_target is not { } target || _scope.HasEnded || answer.Task.IsCompleted)
        {
            Owner.FailCall(answer, RpcSwitchboard.IsGone());
            return;
        }

        var report = _scope.Limits.Report;
        var limits = _scope.Limits.Limits;
        if (IsUsedUp(report.Fuel, Fuel.FromMilliseconds(limits.CpuMilliseconds)) || IsUsedUp(report.AllocatedBytes, limits.AllocationBytes))
        {
            Owner.FailCall(answer, Exhausted(IsUsedUp(report.Fuel, Fuel.FromMilliseconds(limits.CpuMilliseconds)) ? $"{limits.CpuMilliseconds} ms of CPU time" : "memory"));
            return;
        }

        var parameters = new List<JsRpcStub>();
        try
        {
            var result = RpcLookup.Run(_realm, RpcLookup.Find(_realm, target, null, call.Path), call, parameters);
            if (result is not ObjectInstance)
            {
                Return(call, answer, parameters, result);
                return;
            }

            _realm.React(
                _realm.ResolvedPromise(WorkerRealm.PromiseOf(result) ?? result),
                value =>
                {
                    try
                    {
                        Return(call, answer, parameters, value);
                    }
                    catch (JavaScriptException e)
                    {
                        Throw(answer, parameters, e.Error);
                    }
                },
                error => Throw(answer, parameters, error));
        }
        catch (JavaScriptException e)
        {
            Throw(answer, parameters, e.Error);
        }
        catch (HostErrorException e)
        {
            Throw(answer, parameters, e.ToJavaScript(_realm).Error);
        }
    }

    private void Return(RpcStubCall call, TaskCompletionSource<RpcAnswer> answer, List<JsRpcStub> parameters, JsValue value)
    {
        var message = RpcMessage.WriteResult(_realm, value, $"the result of {call.Name}()");
        JsRpcStub.DisposeAll(parameters);
        Owner.EndCall(answer, new(message, IsThrown: false));
    }

    private void Throw(TaskCompletionSource<RpcAnswer> answer, List<JsRpcStub> parameters, JsValue error)
    {
        JsRpcStub.DisposeAll(parameters);
        Owner.EndCall(answer, new(RpcMessage.Plain(PortableWriter.WriteThrown(_realm, error)), IsThrown: true));
    }

    // https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/#disposers-and-rpctarget-classes: nobody waits for it.
    private void RunDisposer(ObjectInstance target)
    {
        try
        {
            if (target.Get(GlobalSymbolRegistry.Dispose) is var disposer && disposer.IsCallable())
            {
                _realm.Call(disposer, target);
            }
        }
        catch (JavaScriptException e)
        {
            _realm.Host.ReportUnhandled(e.Error, "error");
        }
    }

    private static bool IsUsedUp(long used, long allowed) => used > allowed / 100 * RpcLimits.PercentForCalls;

    /// <summary>Counts the ports of an isolate.</summary>
    private sealed class IsolateCount
    {
        private int _count;

        public static IsolateCount Of(WorkerRealm realm) => realm.State(typeof(IsolateCount), static _ => new IsolateCount());

        public void Add()
        {
            if (Interlocked.Increment(ref _count) > RpcLimits.StubsPerIsolate)
            {
                Interlocked.Decrement(ref _count);
                throw new HostErrorException(HostErrorKind.TypeError, $"Too many RPC stubs: others may hold stubs of {RpcLimits.StubsPerIsolate} objects of one isolate.");
            }
        }

        public void Remove() => Interlocked.Decrement(ref _count);
    }
}
