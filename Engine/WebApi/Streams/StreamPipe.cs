using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>The options of a pipe (https://streams.spec.whatwg.org/#dictdef-streampipeoptions).</summary>
internal readonly record struct PipeOptions(bool PreventClose, bool PreventAbort, bool PreventCancel, ObjectInstance? Signal)
{
    public static PipeOptions From(WorkerRealm realm, JsValue value)
    {
        const string What = "The pipe's options";
        var preventAbort = TypeConverter.ToBoolean(WebIdl.Member(realm, value, "preventAbort", What));
        var preventCancel = TypeConverter.ToBoolean(WebIdl.Member(realm, value, "preventCancel", What));
        var preventClose = TypeConverter.ToBoolean(WebIdl.Member(realm, value, "preventClose", What));
        var signal = WebIdl.Member(realm, value, "signal", What);
        if (!signal.IsUndefined() && signal is not JsAbortSignal)
        {
            throw realm.TypeError(What + ": signal is not an AbortSignal.");
        }

        return new PipeOptions(preventClose, preventAbort, preventCancel, signal as ObjectInstance);
    }
}

/// <summary>One pipe from a readable to a writable stream (https://streams.spec.whatwg.org/#readable-stream-pipe-to).</summary>
internal sealed class StreamPipe : ReadRequest
{
    private readonly WorkerRealm _realm;
    private readonly JsReadableStream _source;
    private readonly JsWritableStream _target;
    private readonly PipeOptions _options;
    private readonly JsReadableStreamDefaultReader _reader;
    private readonly JsWritableStreamDefaultWriter _writer;
    private readonly PromiseCapability _promise;
    private JsValue _currentWrite;
    private JsValue? _abortListener;
    private bool _shuttingDown;

    private StreamPipe(JsReadableStream source, JsWritableStream target, PipeOptions options)
    {
        _realm = source.Realm;
        _source = source;
        _target = target;
        _options = options;
        _reader = new JsReadableStreamDefaultReader(source);
        _writer = new JsWritableStreamDefaultWriter(target);
        _promise = _realm.NewPromise();
        _currentWrite = _realm.ResolvedPromise(JsValue.Undefined);
        source.IsDisturbed = true;
    }

    /// <summary>Pipes; neither stream may be locked. Returns the promise of <c>pipeTo</c>.</summary>
    public static JsValue Start(JsReadableStream source, JsWritableStream target, PipeOptions options)
    {
        var pipe = new StreamPipe(source, target, options);
        if (!pipe.ListenToSignal())
        {
            return pipe._promise.Promise;
        }

        pipe.Propagate();
        pipe.Pump();
        return pipe._promise.Promise;
    }

    /// <inheritdoc/>
    public override void ChunkSteps(JsValue chunk)
    {
        // A microtask later, so that enqueue() of the source never calls write() of the sink.
        var written = _realm.NewPromise();
        _currentWrite = written.Promise;
        _realm.QueueMicrotask(() =>
        {
            try
            {
                _realm.React(_writer.Write(chunk), _ => written.Resolve(JsValue.Undefined), _ => written.Resolve(JsValue.Undefined));
            }
            catch (JavaScriptException)
            {
                // The target went away; what became of it reaches the pipe through the writer's promise.
                written.Resolve(JsValue.Undefined);
            }

            Pump();
        });
    }

    /// <inheritdoc/>
    public override void CloseSteps()
    {
        // The reader's closed promise tells.
    }

    /// <inheritdoc/>
    public override void ErrorSteps(JsValue reason)
    {
    }

    private void Pump()
    {
        // A target that is erroring ends the pipe through the writer's closed promise.
        if (_shuttingDown || _target.State != WritableState.Writable)
        {
            return;
        }

        if (_target.Controller.DesiredSize <= 0)
        {
            _realm.React(_writer.Ready.Promise, _ => Pump(), static _ => { });
        }
        else
        {
            _reader.Read(this);
        }
    }

    // Steps 14 and 15; false when the pipe is over before it began.
    private bool ListenToSignal()
    {
        if (_options.Signal is not { } signal)
        {
            return true;
        }

        if (TypeConverter.ToBoolean(signal.Get("aborted")))
        {
            Abort(signal);
            return false;
        }

        _abortListener = _realm.NewFunction("", 0, (_, _) =>
        {
            Abort(signal);
            return JsValue.Undefined;
        });
        _realm.Call(signal.Get("addEventListener"), signal, "abort", _abortListener);
        return true;
    }

    private void Abort(ObjectInstance signal)
    {
        var error = signal.Get("reason");
        Shutdown(
            () =>
            {
                var aborted = !_options.PreventAbort && _target.State == WritableState.Writable
                    ? _target.Abort(error)
                    : _realm.ResolvedPromise(JsValue.Undefined);
                var canceled = !_options.PreventCancel && _source.State == ReadableState.Readable
                    ? _source.CancelStream(error)
                    : _realm.ResolvedPromise(JsValue.Undefined);
                // Waiting for all: the first rejection counts, and no other is left unhandled.
                JintInternals.MarkAsHandled(canceled);
                return _realm.Then(aborted, _ => canceled);
            },
            error);
    }

    // Errors and closes pass on in both directions, in the order of the standard.
    private void Propagate()
    {
        if (_source.State == ReadableState.Errored)
        {
            SourceErrored(_source.StoredError);
        }
        else
        {
            _realm.React(_reader.Closed.Promise, _ => SourceClosed(), SourceErrored);
        }

        if (_target.State == WritableState.Errored)
        {
            TargetErrored(_target.StoredError);
        }
        else
        {
            _realm.React(_writer.Closed.Promise, static _ => { }, TargetErrored);
        }

        if (_source.State == ReadableState.Closed)
        {
            SourceClosed();
        }

        if (_target.IsCloseQueuedOrInFlight || _target.State == WritableState.Closed)
        {
            TargetErrored(_realm.TypeError("The destination is closing or closed.").Error);
        }
    }

    private void SourceErrored(JsValue error) =>
        Shutdown(_options.PreventAbort ? null : () => _target.Abort(error), error);

    private void TargetErrored(JsValue error) =>
        Shutdown(_options.PreventCancel ? null : () => _source.CancelStream(error), error);

    private void SourceClosed() =>
        Shutdown(_options.PreventClose ? null : _writer.CloseWithErrorPropagation, null);

    // https://streams.spec.whatwg.org/#rs-pipeTo-shutdown-with-action
    private void Shutdown(Func<JsValue>? action, JsValue? error)
    {
        if (_shuttingDown)
        {
            return;
        }

        _shuttingDown = true;
        if (_target.State == WritableState.Writable && !_target.IsCloseQueuedOrInFlight)
        {
            AfterWrites(() => Perform(action, error));
        }
        else
        {
            Perform(action, error);
        }
    }

    // A read that was under way may begin one more write while the last is waited for.
    private void AfterWrites(Action then)
    {
        var current = _currentWrite;
        _realm.React(
            current,
            _ =>
            {
                if (ReferenceEquals(current, _currentWrite))
                {
                    then();
                }
                else
                {
                    AfterWrites(then);
                }
            },
            static _ => { });
    }

    private void Perform(Func<JsValue>? action, JsValue? error)
    {
        if (action is null)
        {
            End(error);
        }
        else
        {
            _realm.React(action(), _ => End(error), End);
        }
    }

    // https://streams.spec.whatwg.org/#rs-pipeTo-finalize
    private void End(JsValue? error)
    {
        _writer.Release();
        _reader.Release();
        if (_abortListener is { } listener && _options.Signal is { } signal)
        {
            try
            {
                if (signal.Get("removeEventListener") is { } remove && remove.IsCallable())
                {
                    _realm.Call(remove, signal, "abort", listener);
                }
            }
            catch (JavaScriptException)
            {
                // Only an object that merely looks like a signal throws; the pipe's own outcome counts.
            }
        }

        if (error is null)
        {
            _promise.Resolve(JsValue.Undefined);
        }
        else
        {
            _promise.Reject(error);
        }
    }
}
