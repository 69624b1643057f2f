using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#rs-default-controller-class</summary>
internal sealed class JsReadableStreamDefaultController : ReadableStreamController
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStreamDefaultController>("ReadableStreamDefaultController")
        .Getter("desiredSize", static self => self.DesiredSize is { } size ? JsNumber.Create(size) : Null)
        .Method("close", 0, static (self, _) =>
        {
            if (!self.CanCloseOrEnqueue)
            {
                throw self.Realm.TypeError("The stream is closed or errored already.");
            }

            self.Close();
            return Undefined;
        })
        .Method("enqueue", 0, static (self, arguments) =>
        {
            if (!self.CanCloseOrEnqueue)
            {
                throw self.Realm.TypeError("A chunk cannot be enqueued after the stream was closed or errored.");
            }

            self.Enqueue(arguments.At(0));
            return Undefined;
        })
        .Method("error", 0, static (self, arguments) =>
        {
            self.Error(arguments.At(0));
            return Undefined;
        })
        .Build();

    private readonly SizedQueue _queue = new();
    private readonly double _highWaterMark;
    private ReadableSource? _source;
    private SizeAlgorithm? _size;
    private bool _started;
    private bool _closeRequested;
    private bool _pulling;
    private bool _pullAgain;

    private JsReadableStreamDefaultController(JsReadableStream stream, ReadableSource source, double highWaterMark, SizeAlgorithm size)
        : base(stream.Realm, stream)
    {
        _source = source;
        _highWaterMark = highWaterMark;
        _size = size;
        Prototype = Realm.PrototypeOf(Definition);
    }

    public override ReadableSource? Source => _source;

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-controller-get-desired-size</summary>
    public double? DesiredSize => Stream.State switch
    {
        ReadableState.Errored => null,
        ReadableState.Closed => 0,
        _ => _highWaterMark - _queue.TotalSize,
    };

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-controller-can-close-or-enqueue</summary>
    public bool CanCloseOrEnqueue => !_closeRequested && Stream.State == ReadableState.Readable;

    /// <summary>https://streams.spec.whatwg.org/#rs-default-controller-has-backpressure</summary>
    public bool HasBackpressure => !ShouldCallPull;

    // https://streams.spec.whatwg.org/#readable-stream-default-controller-should-call-pull
    private bool ShouldCallPull =>
        CanCloseOrEnqueue && _started && ((Stream.IsLocked && Stream.PendingReads > 0) || DesiredSize > 0);

    /// <summary>https://streams.spec.whatwg.org/#set-up-readable-stream-default-controller</summary>
    public static void SetUp(JsReadableStream stream, ReadableSource source, double highWaterMark, SizeAlgorithm size)
    {
        var controller = new JsReadableStreamDefaultController(stream, source, highWaterMark, size);
        stream.Controller = controller;
        var startPromise = stream.Realm.NewResolvedPromise(source.Start(controller));
        stream.Realm.React(
            startPromise,
            _ =>
            {
                controller._started = true;
                controller.CallPullIfNeeded();
            },
            controller.Error);
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-controller-close</summary>
    public void Close()
    {
        if (!CanCloseOrEnqueue)
        {
            return;
        }

        _closeRequested = true;
        if (_queue.Count == 0)
        {
            ClearAlgorithms();
            Stream.Close();
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-controller-enqueue</summary>
    public void Enqueue(JsValue chunk)
    {
        if (!CanCloseOrEnqueue)
        {
            return;
        }

        if (Stream.IsLocked && Stream.PendingReads > 0)
        {
            Stream.FulfillReadRequest(chunk, done: false);
        }
        else
        {
            try
            {
                // The size function is gone when it closed the stream for an earlier chunk; then the size does not matter.
                _queue.Enqueue(Realm, chunk, _size?.Of(chunk) ?? 1);
            }
            catch (JavaScriptException e)
            {
                Error(e.Error);
                throw;
            }
        }

        CallPullIfNeeded();
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-controller-error</summary>
    public override void Error(JsValue reason)
    {
        if (Stream.State != ReadableState.Readable)
        {
            return;
        }

        _queue.Reset();
        ClearAlgorithms();
        Stream.Error(reason);
    }

    /// <inheritdoc/>
    public override JsValue CancelSteps(JsValue reason)
    {
        _queue.Reset();
        var result = _source?.Cancel(reason) ?? Realm.ResolvedPromise(Undefined);
        ClearAlgorithms();
        return result;
    }

    /// <inheritdoc/>
    public override void PullSteps(ReadRequest request)
    {
        if (_queue.Count == 0)
        {
            Stream.AddReadRequest(request);
            CallPullIfNeeded();
            return;
        }

        var chunk = _queue.Dequeue();
        if (_closeRequested && _queue.Count == 0)
        {
            ClearAlgorithms();
            Stream.Close();
        }
        else
        {
            CallPullIfNeeded();
        }

        request.ChunkSteps(chunk);
    }

    /// <inheritdoc/>
    public override void ReleaseSteps()
    {
    }

    // https://streams.spec.whatwg.org/#readable-stream-default-controller-clear-algorithms
    private void ClearAlgorithms()
    {
        _source = null;
        _size = null;
    }

    // https://streams.spec.whatwg.org/#readable-stream-default-controller-call-pull-if-needed
    private void CallPullIfNeeded()
    {
        if (!ShouldCallPull)
        {
            return;
        }

        if (_pulling)
        {
            _pullAgain = true;
            return;
        }

        _pulling = true;
        Realm.React(
            _source!.Pull(this),
            _ =>
            {
                _pulling = false;
                if (_pullAgain)
                {
                    _pullAgain = false;
                    CallPullIfNeeded();
                }
            },
            Error);
    }
}
