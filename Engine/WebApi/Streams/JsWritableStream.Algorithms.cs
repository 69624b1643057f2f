using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

internal enum WritableState
{
    Writable,
    Closed,
    Erroring,
    Errored,
}

/// <summary>The abstract operations on writable streams (https://streams.spec.whatwg.org/#ws-abstract-ops).</summary>
internal partial class JsWritableStream
{
    private readonly Queue<PromiseCapability> _writeRequests = new();
    private PromiseCapability? _closeRequest;
    private PromiseCapability? _inFlightClose;
    private AbortRequest? _pendingAbort;

    public WritableState State { get; private set; }

    public JsValue StoredError { get; private set; } = Undefined;

    public bool Backpressure { get; private set; }

    public JsWritableStreamDefaultWriter? Writer { get; set; }

    /// <summary>Set once, while the stream is set up.</summary>
    public JsWritableStreamDefaultController Controller { get; set; } = null!;

    public PromiseCapability? InFlightWrite { get; private set; }

    /// <summary>https://streams.spec.whatwg.org/#is-writable-stream-locked</summary>
    public bool IsLocked => Writer is not null;

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-close-queued-or-in-flight</summary>
    public bool IsCloseQueuedOrInFlight => _closeRequest is not null || _inFlightClose is not null;

    private bool HasOperationInFlight => InFlightWrite is not null || _inFlightClose is not null;

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-abort</summary>
    public JsValue Abort(JsValue reason)
    {
        if (State is WritableState.Closed or WritableState.Errored)
        {
            return Realm.ResolvedPromise(Undefined);
        }

        // Listeners of the signal run here, and may change the state.
        Controller.SignalAbort(reason);
        if (State is WritableState.Closed or WritableState.Errored)
        {
            return Realm.ResolvedPromise(Undefined);
        }

        if (_pendingAbort is { } pending)
        {
            return pending.Capability.Promise;
        }

        var wasErroring = State == WritableState.Erroring;
        var request = new AbortRequest(Realm.NewPromise(), wasErroring ? Undefined : reason, wasErroring);
        _pendingAbort = request;
        if (!wasErroring)
        {
            StartErroring(reason);
        }

        return request.Capability.Promise;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-close</summary>
    public JsValue Close()
    {
        if (State is WritableState.Closed or WritableState.Errored)
        {
            return Realm.RejectedPromise(Realm.TypeError("The stream is closed or errored already.").Error);
        }

        var request = Realm.NewPromise();
        _closeRequest = request;
        if (Writer is { } writer && Backpressure && State == WritableState.Writable)
        {
            writer.Ready.Resolve(Undefined);
        }

        Controller.Close();
        return request.Promise;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-add-write-request</summary>
    public JsValue AddWriteRequest()
    {
        var request = Realm.NewPromise();
        _writeRequests.Enqueue(request);
        return request.Promise;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-start-erroring</summary>
    public void StartErroring(JsValue reason)
    {
        State = WritableState.Erroring;
        StoredError = reason;
        Writer?.EnsureReadyRejected(reason);
        if (!HasOperationInFlight && Controller.IsStarted)
        {
            FinishErroring();
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-deal-with-rejection</summary>
    public void DealWithRejection(JsValue error)
    {
        if (State == WritableState.Writable)
        {
            StartErroring(error);
        }
        else
        {
            FinishErroring();
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-finish-erroring</summary>
    public void FinishErroring()
    {
        State = WritableState.Errored;
        Controller.ErrorSteps();
        while (_writeRequests.TryDequeue(out var request))
        {
            request.Reject(StoredError);
        }

        if (_pendingAbort is not { } abort)
        {
            RejectCloseAndClosedPromise();
            return;
        }

        _pendingAbort = null;
        if (abort.WasErroring)
        {
            abort.Capability.Reject(StoredError);
            RejectCloseAndClosedPromise();
            return;
        }

        Realm.React(
            Controller.AbortSteps(abort.Reason),
            _ =>
            {
                abort.Capability.Resolve(Undefined);
                RejectCloseAndClosedPromise();
            },
            reason =>
            {
                abort.Capability.Reject(reason);
                RejectCloseAndClosedPromise();
            });
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-mark-first-write-request-in-flight</summary>
    public void MarkFirstWriteInFlight() => InFlightWrite = _writeRequests.Dequeue();

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-mark-close-request-in-flight</summary>
    public void MarkCloseInFlight()
    {
        _inFlightClose = _closeRequest;
        _closeRequest = null;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write</summary>
    public void FinishInFlightWrite()
    {
        InFlightWrite!.Resolve(Undefined);
        InFlightWrite = null;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-write-with-error</summary>
    public void FinishInFlightWriteWithError(JsValue error)
    {
        InFlightWrite!.Reject(error);
        InFlightWrite = null;
        DealWithRejection(error);
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close</summary>
    public void FinishInFlightClose()
    {
        _inFlightClose!.Resolve(Undefined);
        _inFlightClose = null;
        if (State == WritableState.Erroring)
        {
            StoredError = Undefined;
            _pendingAbort?.Capability.Resolve(Undefined);
            _pendingAbort = null;
        }

        State = WritableState.Closed;
        Writer?.Closed.Resolve(Undefined);
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-finish-in-flight-close-with-error</summary>
    public void FinishInFlightCloseWithError(JsValue error)
    {
        _inFlightClose!.Reject(error);
        _inFlightClose = null;
        _pendingAbort?.Capability.Reject(error);
        _pendingAbort = null;
        DealWithRejection(error);
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-update-backpressure</summary>
    public void UpdateBackpressure(bool backpressure)
    {
        if (Writer is { } writer && backpressure != Backpressure)
        {
            if (backpressure)
            {
                writer.RenewReady();
            }
            else
            {
                writer.Ready.Resolve(Undefined);
            }
        }

        Backpressure = backpressure;
    }

    // https://streams.spec.whatwg.org/#writable-stream-reject-close-and-closed-promise-if-needed
    private void RejectCloseAndClosedPromise()
    {
        _closeRequest?.Reject(StoredError);
        _closeRequest = null;
        Writer?.Closed.RejectHandled(StoredError);
    }

    // https://streams.spec.whatwg.org/#pending-abort-request
    private sealed record AbortRequest(PromiseCapability Capability, JsValue Reason, bool WasErroring);
}
