using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#rbs-controller-class</summary>
/// <remarks>This part is the face and what any controller does; filling buffers of scripts is in the other.</remarks>
internal sealed partial class JsReadableByteStreamController : ReadableStreamController
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableByteStreamController>("ReadableByteStreamController")
        .Getter("byobRequest", static self => self.ByobRequest is { } request ? request : Null)
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
        .Method("enqueue", 1, static (self, arguments) =>
        {
            var view = ArrayBufferView.From(self.Realm, arguments[0], "The chunk");
            if (view.ByteLength == 0 || JintInternals.Data(view.Buffer) is not { Length: > 0 })
            {
                throw self.Realm.TypeError("A chunk of a byte stream must not be empty.");
            }

            if (!self.CanCloseOrEnqueue)
            {
                throw self.Realm.TypeError("A chunk cannot be enqueued after the stream was closed or errored.");
            }

            self.Enqueue(view);
            return Undefined;
        })
        .Method("error", 0, static (self, arguments) =>
        {
            self.Error(arguments.At(0));
            return Undefined;
        })
        .Build();

    private readonly LinkedList<ByteChunk> _queue = new();
    private readonly double _highWaterMark;
    private readonly long? _autoAllocateChunkSize;
    private ReadableSource? _source;
    private long _queueTotalSize;
    private bool _started;
    private bool _closeRequested;
    private bool _pulling;
    private bool _pullAgain;

    private JsReadableByteStreamController(JsReadableStream stream, ReadableSource source, double highWaterMark, long? autoAllocateChunkSize)
        : base(stream.Realm, stream)
    {
        _source = source;
        _highWaterMark = highWaterMark;
        _autoAllocateChunkSize = autoAllocateChunkSize;
        Prototype = Realm.PrototypeOf(Definition);
    }

    public override ReadableSource? Source => _source;

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-get-desired-size</summary>
    public double? DesiredSize => Stream.State switch
    {
        ReadableState.Errored => null,
        ReadableState.Closed => 0,
        _ => _highWaterMark - _queueTotalSize,
    };

    public bool CanCloseOrEnqueue => !_closeRequested && Stream.State == ReadableState.Readable;

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-should-call-pull
    private bool ShouldCallPull =>
        CanCloseOrEnqueue && _started && (Stream.PendingReads > 0 || DesiredSize > 0);

    /// <summary>https://streams.spec.whatwg.org/#set-up-readable-byte-stream-controller</summary>
    public static void SetUp(JsReadableStream stream, ReadableSource source, double highWaterMark, long? autoAllocateChunkSize)
    {
        var controller = new JsReadableByteStreamController(stream, source, highWaterMark, autoAllocateChunkSize);
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

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-close</summary>
    public void Close()
    {
        if (!CanCloseOrEnqueue)
        {
            return;
        }

        if (_queueTotalSize > 0)
        {
            _closeRequested = true;
            return;
        }

        if (_pendingPullIntos.First?.Value is { } first && first.BytesFilled % first.ElementSize != 0)
        {
            var error = Realm.TypeError("The stream was closed with a part of an element in the reader's view.");
            Error(error.Error);
            throw error;
        }

        ClearAlgorithms();
        Stream.Close();
    }

    /// <summary>Closes a stream of the host, and gives waiting readers their buffers back.</summary>
    public void CloseFromHost()
    {
        Close();
        if (_pendingPullIntos.Count > 0)
        {
            Respond(0);
        }
    }

    /// <summary>Enqueues bytes of the host, which no script has seen.</summary>
    public void EnqueueFromHost(byte[] bytes) =>
        Enqueue(new ArrayBufferView(BufferSource.NewArrayBuffer(Realm, bytes), 0, bytes.Length, 1, ViewKind.Uint8));

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-enqueue</summary>
    public void Enqueue(ArrayBufferView chunk)
    {
        if (!CanCloseOrEnqueue)
        {
            return;
        }

        var buffer = TransferredBuffer.Take(Realm, chunk.Buffer);
        if (_pendingPullIntos.First?.Value is { } first)
        {
            if (JintInternals.Data(first.Buffer) is null)
            {
                throw Realm.TypeError("The buffer of the pending read is detached, so no chunk can be enqueued.");
            }

            InvalidateByobRequest();
            first.Buffer = TransferredBuffer.Take(Realm, first.Buffer);
            if (first.Reader == PullIntoReader.None)
            {
                EnqueueDetachedPullInto(first);
            }
        }

        if (Stream.HasDefaultReader)
        {
            ProcessReadRequestsUsingQueue();
            if (Stream.PendingReads == 0)
            {
                EnqueueChunk(buffer, chunk.ByteOffset, chunk.ByteLength);
            }
            else
            {
                if (_pendingPullIntos.Count > 0)
                {
                    ShiftPendingPullInto();
                }

                Stream.FulfillReadRequest(ArrayBufferView.New(Realm, ViewKind.Uint8, buffer, chunk.ByteOffset, chunk.ByteLength), done: false);
            }
        }
        else if (Stream.HasByobReader)
        {
            EnqueueChunk(buffer, chunk.ByteOffset, chunk.ByteLength);
            Commit(ProcessPullIntosUsingQueue());
        }
        else
        {
            EnqueueChunk(buffer, chunk.ByteOffset, chunk.ByteLength);
        }

        CallPullIfNeeded();
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-error</summary>
    public override void Error(JsValue reason)
    {
        if (Stream.State != ReadableState.Readable)
        {
            return;
        }

        ClearPendingPullIntos();
        ResetQueue();
        ClearAlgorithms();
        Stream.Error(reason);
    }

    /// <inheritdoc/>
    public override JsValue CancelSteps(JsValue reason)
    {
        ClearPendingPullIntos();
        ResetQueue();
        var result = _source?.Cancel(reason) ?? Realm.ResolvedPromise(Undefined);
        ClearAlgorithms();
        return result;
    }

    /// <inheritdoc/>
    public override void PullSteps(ReadRequest request)
    {
        if (_queueTotalSize > 0)
        {
            FillReadRequestFromQueue(request);
            return;
        }

        if (_autoAllocateChunkSize is { } size)
        {
            if (size > Array.MaxLength)
            {
                request.ErrorSteps(Realm.RangeError($"A buffer of {size} bytes cannot be allocated.").Error);
                return;
            }

            Realm.Host.Scope.Limits.ChargeAllocation(size);
            _pendingPullIntos.AddLast(new PullIntoDescriptor
            {
                Buffer = BufferSource.NewArrayBuffer(Realm, new byte[size]),
                BufferByteLength = (int)size,
                ByteOffset = 0,
                ByteLength = (int)size,
                MinimumFill = 1,
                ElementSize = 1,
                ViewKind = ViewKind.Uint8,
                Reader = PullIntoReader.Default,
            });
        }

        Stream.AddReadRequest(request);
        CallPullIfNeeded();
    }

    /// <inheritdoc/>
    public override void ReleaseSteps()
    {
        if (_pendingPullIntos.First?.Value is { } first)
        {
            first.Reader = PullIntoReader.None;
            _pendingPullIntos.Clear();
            _pendingPullIntos.AddLast(first);
        }
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-process-read-requests-using-queue
    private void ProcessReadRequestsUsingQueue()
    {
        var reader = (JsReadableStreamDefaultReader)Stream.Reader!;
        while (_queueTotalSize > 0 && reader.Requests.TryDequeue(out var request))
        {
            FillReadRequestFromQueue(request);
        }
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerfillreadrequestfromqueue
    private void FillReadRequestFromQueue(ReadRequest request)
    {
        var chunk = _queue.First!.Value;
        _queue.RemoveFirst();
        _queueTotalSize -= chunk.ByteLength;
        HandleQueueDrain();
        request.ChunkSteps(ArrayBufferView.New(Realm, ViewKind.Uint8, chunk.Buffer, chunk.ByteOffset, chunk.ByteLength));
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-handle-queue-drain
    private void HandleQueueDrain()
    {
        if (_queueTotalSize == 0 && _closeRequested)
        {
            ClearAlgorithms();
            Stream.Close();
        }
        else
        {
            CallPullIfNeeded();
        }
    }

    private void EnqueueChunk(JsArrayBuffer buffer, int byteOffset, int byteLength)
    {
        _queue.AddLast(new ByteChunk(buffer, byteOffset, byteLength));
        _queueTotalSize += byteLength;
    }

    private void ResetQueue()
    {
        _queue.Clear();
        _queueTotalSize = 0;
    }

    private void ClearAlgorithms() => _source = null;

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-call-pull-if-needed
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

    // https://streams.spec.whatwg.org/#readable-byte-stream-queue-entry
    private sealed class ByteChunk(JsArrayBuffer buffer, int byteOffset, int byteLength)
    {
        public JsArrayBuffer Buffer { get; } = buffer;

        public int ByteOffset { get; private set; } = byteOffset;

        public int ByteLength { get; private set; } = byteLength;

        public void Skip(int count)
        {
            ByteOffset += count;
            ByteLength -= count;
        }
    }
}
