using Jint.Native;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.WebApi.Events;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Events;

/// <summary>Begins a <c>fetch</c> event and turns what the handler returns into the answer.</summary>
internal sealed class FetchTurn(FetchScope scope, WorkerVersion version, WorkerRequest request, EntrypointTarget target, Action<EventTurn, WorkerFailure> onAbandoned)
    : EventTurn(scope, version)
{
    /// <inheritdoc/>
    public override void Abandon(WorkerFailure failure) => onAbandoned(this, failure);

    /// <inheritdoc/>
    protected override void Dispatch(Isolate isolate, WorkerHandlers handlers)
    {
        var realm = isolate.Realm;
        var jsRequest = JsRequest.FromHost(realm, request);
        if (handlers.UsesListeners && target.Name is null)
        {
            var fetchEvent = new JsFetchEvent(realm, Event, jsRequest);
            GlobalEvents.Of(realm).Dispatch(fetchEvent);
            WhenSettled(isolate, fetchEvent.Response ?? throw realm.Error(
                "The fetch event was not answered: a listener must call event.respondWith() before it returns."), value => Answer(isolate, value));
            return;
        }

        var result = handlers.TryCall(target, "fetch", jsRequest, new JsExecutionContext(realm, Event, target.Props))
            ?? throw realm.Error(target.Name is null
                ? "The worker has no fetch handler; it cannot answer requests."
                : $"The entrypoint '{target.Name}' has no fetch handler; it cannot answer requests.");
        WhenSettled(isolate, result, value => Answer(isolate, value));
    }

    private void Answer(Isolate isolate, JsValue value)
    {
        if (value is not JsResponse response)
        {
            throw isolate.Realm.TypeError("The fetch handler did not return a Response object; return new Response(...), or a promise of one.");
        }

        var answer = response.ToHost(isolate.Realm, Event);
        if (request.Method == "HEAD" && answer.Body is EncodingBody { IsOfBytes: true } unwanted)
        {
            // Without it nothing is left open: bytes that nobody reads are no sign that the client has gone.
            unwanted.Dispose();
            answer = answer.WithBody(null);
        }

        if (answer.Body is { } body)
        {
            Event.Hold();
            Event.IsBodyOpen = true;
            answer = answer.WithBody(new HeldBody(body, Event, isolate));
        }

        if (answer.Upgrade is { } upgrade)
        {
            // As with a body: the event goes on while the client is connected.
            Event.Hold();
            Event.IsBodyOpen = true;
            upgrade.Ended = () =>
            {
                Event.IsBodyOpen = false;
                Event.BeginDraining(isolate);
                Event.Release();
            };
        }

        if (!scope.TryAnswer(answer))
        {
            // A failure came first (the client left, or the isolate died): nobody will read the body.
            answer.Body?.Dispose();
            answer.Upgrade?.Dispose();
        }

        Event.BeginDraining(isolate);
        Event.Release();
    }
}
