using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;

namespace PureEdge.Engine.Events;

/// <summary>The turn that begins an event: finds the handler and calls it.</summary>
internal abstract class EventTurn(EventScope scope, WorkerVersion version) : TurnItem(scope)
{
    /// <summary>How often the event was given to an isolate that died before it began.</summary>
    public int Attempts { get; set; }

    /// <summary>The event.</summary>
    protected EventScope Event { get; } = scope;

    /// <inheritdoc/>
    public override bool MayBeRefused => true;

    /// <inheritdoc/>
    public override void Run(Isolate isolate)
    {
        if (Event.HasEnded)
        {
            return;
        }

        if (isolate.Share.Breaker.State == CircuitState.Open)
        {
            Event.Fail(isolate.Share.Breaker.Refusal());
            return;
        }

        Event.Hold();
        isolate.Open(Event);
        try
        {
            Dispatch(isolate, WorkerHandlers.Of(isolate, version.Definition, version.Bundle));
        }
        catch (WorkerLoadException e)
        {
            Event.Fail(e.Failure);
            isolate.Discard(e.Failure);
        }
        catch (JavaScriptException e)
        {
            Reject(isolate, e.Error);
        }
    }

    /// <inheritdoc/>
    public override void Fail(WorkerFailure failure) => Event.Fail(failure);

    /// <summary>Calls the handler.</summary>
    /// <exception cref="JavaScriptException">The handler threw.</exception>
    protected abstract void Dispatch(Isolate isolate, WorkerHandlers handlers);

    /// <summary>Goes on with what a handler returned, once it is there.</summary>
    protected void WhenSettled(Isolate isolate, JsValue result, Action<JsValue> onValue)
    {
        if (WorkerRealm.PromiseOf(result) is not { } promise)
        {
            onValue(result);
            return;
        }

        isolate.Realm.React(
            promise,
            value =>
            {
                try
                {
                    onValue(value);
                }
                catch (JavaScriptException e)
                {
                    Reject(isolate, e.Error);
                }
            },
            error => Reject(isolate, error));
    }

    /// <summary>The handler failed: the event ends with what it threw.</summary>
    protected void Reject(Isolate isolate, JsValue error)
    {
        isolate.ReportUnhandled(error, "error");
        var failure = ErrorText.Failure(error);
        failure = Event.Limits.RefusedSubrequest ? failure with { Outcome = WorkerOutcome.ExceededSubrequests } : failure;
        BeforeRejection(isolate, error, failure);
        Event.Fail(failure);
    }

    /// <summary>Answers with what was thrown, where there is more to say of it than the failure.</summary>
    protected virtual void BeforeRejection(Isolate isolate, JsValue error, WorkerFailure failure)
    {
    }
}
