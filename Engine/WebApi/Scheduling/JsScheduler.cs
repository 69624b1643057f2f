using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;
using PureEdge.Engine.WebApi.Timers;

namespace PureEdge.Engine.WebApi.Scheduling;

/// <summary>Scheduler, of which Workers have <c>wait</c> (https://developers.cloudflare.com/workers/runtime-apis/scheduler/).</summary>
internal sealed class JsScheduler : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsScheduler>("Scheduler")
        .PromiseMethod("wait", 1, static (self, arguments) => Wait(WorkerRealm.Of(self.Engine), arguments))
        .Build();

    public JsScheduler(WorkerRealm realm)
        : base(realm.Engine) => Prototype = realm.PrototypeOf(Definition);

    private static JsValue Wait(WorkerRealm realm, JsValue[] arguments)
    {
        var delay = TypeConverter.ToNumber(arguments[0]);
        var option = WebIdl.Member(realm, arguments.At(1), "signal", "Failed to execute 'wait' on 'Scheduler': parameter 2");
        var signal = option.IsUndefined()
            ? null
            : option as JsAbortSignal ?? throw realm.TypeError("Failed to execute 'wait' on 'Scheduler': member signal is not an AbortSignal.");
        if (signal is { Aborted: true })
        {
            return realm.RejectedPromise(signal.Reason);
        }

        var capability = realm.NewPromise();
        IDisposable? subscription = null;
        var timer = HostTimer.Start(realm, delay, () =>
        {
            subscription?.Dispose();
            capability.Resolve(Undefined);
        });
        subscription = signal?.OnAbort(reason =>
        {
            timer.Dispose();
            capability.Reject(reason);
        });
        return capability.Promise;
    }
}
