using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#ws-default-controller-class</summary>
internal sealed class JsWritableStreamDefaultController : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWritableStreamDefaultController>("WritableStreamDefaultController")
        .Getter("signal", static self => self.Signal)
        .Method("error", 0, static (self, arguments) =>
        {
            self.ErrorIfNeeded(arguments.At(0));
            return Undefined;
        })
        .Build();

    // What the queue holds for a close, after the chunks; no script can have it.
    private static readonly JsString CloseSentinel = new("close");

    private readonly SizedQueue _queue = new();
    private readonly JsWritableStream _stream;
    private readonly WorkerRealm _realm;
    private readonly double _highWaterMark;
    private WritableSink? _sink;
    private SizeAlgorithm? _size;
    private ObjectInstance? _abortController;
    private JsValue? _abortReason;

    private JsWritableStreamDefaultController(JsWritableStream stream, WritableSink sink, double highWaterMark, SizeAlgorithm size)
        : base(stream.Engine)
    {
        _stream = stream;
        _realm = stream.Realm;
        _sink = sink;
        _highWaterMark = highWaterMark;
        _size = size;
        Prototype = _realm.PrototypeOf(Definition);
    }

    public bool IsStarted { get; private set; }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-controller-get-desired-size</summary>
    public double DesiredSize => _highWaterMark - _queue.TotalSize;

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-writer-get-desired-size</summary>
    public double? DesiredSizeOfStream => _stream.State switch
    {
        WritableState.Errored or WritableState.Erroring => null,
        WritableState.Closed => 0,
        _ => DesiredSize,
    };

    // Made when a script first asks: most sinks never do.
    private JsValue Signal
    {
        get
        {
            if (_abortController is null)
            {
                if (_realm.Engine.Global.Get("AbortController") is not { } constructor || !constructor.IsCallable())
                {
                    return Undefined;
                }

                _abortController = _realm.Engine.Construct(constructor);
                if (_abortReason is { } reason)
                {
                    AbortSignal(_abortController, reason);
                }
            }

            return _abortController.Get("signal");
        }
    }

    private bool HasBackpressure => DesiredSize <= 0;

    /// <summary>https://streams.spec.whatwg.org/#set-up-writable-stream-default-controller</summary>
    public static void SetUp(JsWritableStream stream, WritableSink sink, double highWaterMark, SizeAlgorithm size)
    {
        var controller = new JsWritableStreamDefaultController(stream, sink, highWaterMark, size);
        stream.Controller = controller;
        stream.UpdateBackpressure(controller.HasBackpressure);
        var startPromise = stream.Realm.NewResolvedPromise(sink.Start(controller));
        stream.Realm.React(
            startPromise,
            _ =>
            {
                controller.IsStarted = true;
                controller.AdvanceQueue();
            },
            reason =>
            {
                controller.IsStarted = true;
                stream.DealWithRejection(reason);
            });
    }

    /// <summary>"Signal abort" on the controller's signal, if somebody has seen it.</summary>
    public void SignalAbort(JsValue reason)
    {
        if (_abortReason is not null)
        {
            return;
        }

        _abortReason = reason;
        if (_abortController is { } controller)
        {
            AbortSignal(controller, reason);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#ws-default-controller-private-abort</summary>
    public JsValue AbortSteps(JsValue reason)
    {
        var result = _sink?.Abort(reason) ?? _realm.ResolvedPromise(Undefined);
        ClearAlgorithms();
        return result;
    }

    /// <summary>https://streams.spec.whatwg.org/#ws-default-controller-private-error</summary>
    public void ErrorSteps() => _queue.Reset();

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-controller-close</summary>
    public void Close()
    {
        _queue.Enqueue(_realm, CloseSentinel, 0);
        AdvanceQueue();
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-controller-error-if-needed</summary>
    public void ErrorIfNeeded(JsValue error)
    {
        if (_stream.State == WritableState.Writable)
        {
            ClearAlgorithms();
            _stream.StartErroring(error);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-controller-get-chunk-size</summary>
    public double SizeOf(JsValue chunk)
    {
        if (_size is null)
        {
            return 1;
        }

        try
        {
            return _size.Of(chunk);
        }
        catch (JavaScriptException e)
        {
            ErrorIfNeeded(e.Error);
            return 1;
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-controller-write</summary>
    public void Write(JsValue chunk, double size)
    {
        try
        {
            _queue.Enqueue(_realm, chunk, size);
        }
        catch (JavaScriptException e)
        {
            ErrorIfNeeded(e.Error);
            return;
        }

        if (!_stream.IsCloseQueuedOrInFlight && _stream.State == WritableState.Writable)
        {
            _stream.UpdateBackpressure(HasBackpressure);
        }

        AdvanceQueue();
    }

    private static void AbortSignal(ObjectInstance controller, JsValue reason)
    {
        try
        {
            var realm = WorkerRealm.Of(controller.Engine);
            realm.Call(realm.RequireFunction(controller.Get("abort"), "AbortController.abort"), controller, reason);
        }
        catch (JavaScriptException)
        {
            // Only a script that replaced AbortController comes here, and it has itself told why.
        }
    }

    // https://streams.spec.whatwg.org/#writable-stream-default-controller-clear-algorithms
    private void ClearAlgorithms()
    {
        _sink = null;
        _size = null;
    }

    // https://streams.spec.whatwg.org/#writable-stream-default-controller-advance-queue-if-needed
    private void AdvanceQueue()
    {
        if (!IsStarted || _stream.InFlightWrite is not null)
        {
            return;
        }

        if (_stream.State == WritableState.Erroring)
        {
            _stream.FinishErroring();
        }
        else if (_queue.Count > 0)
        {
            if (ReferenceEquals(_queue.Peek(), CloseSentinel))
            {
                ProcessClose();
            }
            else
            {
                ProcessWrite(_queue.Peek());
            }
        }
    }

    // https://streams.spec.whatwg.org/#writable-stream-default-controller-process-close
    private void ProcessClose()
    {
        _stream.MarkCloseInFlight();
        _queue.Dequeue();
        var closed = _sink?.Close() ?? _realm.ResolvedPromise(Undefined);
        ClearAlgorithms();
        _realm.React(closed, _ => _stream.FinishInFlightClose(), _stream.FinishInFlightCloseWithError);
    }

    // https://streams.spec.whatwg.org/#writable-stream-default-controller-process-write
    private void ProcessWrite(JsValue chunk)
    {
        _stream.MarkFirstWriteInFlight();
        _realm.React(
            _sink?.Write(chunk, this) ?? _realm.ResolvedPromise(Undefined),
            _ =>
            {
                _stream.FinishInFlightWrite();
                _queue.Dequeue();
                if (!_stream.IsCloseQueuedOrInFlight && _stream.State == WritableState.Writable)
                {
                    _stream.UpdateBackpressure(HasBackpressure);
                }

                AdvanceQueue();
            },
            reason =>
            {
                if (_stream.State == WritableState.Writable)
                {
                    ClearAlgorithms();
                }

                _stream.FinishInFlightWriteWithError(reason);
            });
    }
}
