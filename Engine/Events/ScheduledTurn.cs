using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.Events;

/// <summary>Begins a <c>scheduled</c> event, as a cron trigger does.</summary>
internal sealed class ScheduledTurn(UnansweredScope scope, WorkerVersion version, string cron, double scheduledTime)
    : EventTurn(scope, version)
{
    private static readonly JsObjectLayout ControllerLayout = new("scheduledTime", "cron", "noRetry");

    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => Event.Fail(failure);

    /// <inheritdoc/>
    protected override void Dispatch(Isolate isolate, WorkerHandlers handlers)
    {
        var realm = isolate.Realm;
        if (handlers.UsesListeners)
        {
            if (!GlobalEvents.HasListeners(realm, "scheduled"))
            {
                throw NoHandler(realm);
            }

            var scheduledEvent = new JsExtendableEvent(realm, Event, "scheduled");
            scheduledEvent.FastSetDataProperty("scheduledTime", scheduledTime);
            scheduledEvent.FastSetDataProperty("cron", cron);
            GlobalEvents.Of(realm).Dispatch(scheduledEvent);
            Event.Release();
            return;
        }

        var controller = JsObject.Create(
            realm.Engine, ControllerLayout, [scheduledTime, cron, realm.NewFunction("noRetry", 0, static (_, _) => JsValue.Undefined)]);
        var result = handlers.TryCall(EntrypointTarget.Default, "scheduled", controller, new JsExecutionContext(realm, Event)) ?? throw NoHandler(realm);
        WhenSettled(isolate, result, _ => Event.Release());
    }

    private static Jint.Runtime.JavaScriptException NoHandler(WorkerRealm realm) => realm.Error("The worker has no scheduled handler.");
}
