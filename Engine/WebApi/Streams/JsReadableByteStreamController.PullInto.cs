using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>How a byte stream fills buffers that readers brought (https://streams.spec.whatwg.org/#rbs-controller-abstract-ops).</summary>
internal sealed partial class JsReadableByteStreamController
{
    private readonly LinkedList<PullIntoDescriptor> _pendingPullIntos = new();
    private JsReadableStreamByobRequest? _byobRequest;

    /// <summary>https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollergetbyobrequest</summary>
    public JsReadableStreamByobRequest? ByobRequest
    {
        get
        {
            if (_byobRequest is null && _pendingPullIntos.First?.Value is { } first)
            {
                var view = ArrayBufferView.New(
                    Realm, ViewKind.Uint8, first.Buffer, first.ByteOffset + first.BytesFilled, first.ByteLength - first.BytesFilled);
                _byobRequest = new JsReadableStreamByobRequest(Realm, this, view, Math.Max(1, first.MinimumFill - first.BytesFilled));
            }

            return _byobRequest;
        }
    }

    public bool HasPendingPullIntos => _pendingPullIntos.Count > 0;

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-pull-into</summary>
    public void PullInto(ArrayBufferView view, int minimum, ReadIntoRequest request)
    {
        JsArrayBuffer buffer;
        var bufferLength = JintInternals.Data(view.Buffer)?.Length ?? 0;
        try
        {
            buffer = TransferredBuffer.Take(Realm, view.Buffer);
        }
        catch (JavaScriptException e)
        {
            request.ErrorSteps(e.Error);
            return;
        }

        var descriptor = new PullIntoDescriptor
        {
            Buffer = buffer,
            BufferByteLength = bufferLength,
            ByteOffset = view.ByteOffset,
            ByteLength = view.ByteLength,
            MinimumFill = minimum * view.ElementSize,
            ElementSize = view.ElementSize,
            ViewKind = view.Kind,
            Reader = PullIntoReader.Byob,
        };
        if (_pendingPullIntos.Count > 0)
        {
            _pendingPullIntos.AddLast(descriptor);
            Stream.AddReadIntoRequest(request);
            return;
        }

        if (Stream.State == ReadableState.Closed)
        {
            request.CloseSteps(ArrayBufferView.New(Realm, descriptor.ViewKind, buffer, descriptor.ByteOffset, 0));
            return;
        }

        if (_queueTotalSize > 0)
        {
            if (FillFromQueue(descriptor))
            {
                var filled = Convert(descriptor);
                HandleQueueDrain();
                request.ChunkSteps(filled);
                return;
            }

            if (_closeRequested)
            {
                var error = Realm.TypeError("The stream ends within an element of the view.").Error;
                Error(error);
                request.ErrorSteps(error);
                return;
            }
        }

        _pendingPullIntos.AddLast(descriptor);
        Stream.AddReadIntoRequest(request);
        CallPullIfNeeded();
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond</summary>
    public void Respond(long bytesWritten)
    {
        var first = _pendingPullIntos.First!.Value;
        if (Stream.State == ReadableState.Closed)
        {
            if (bytesWritten != 0)
            {
                throw Realm.TypeError("bytesWritten must be 0 when the stream is closed.");
            }
        }
        else
        {
            if (bytesWritten == 0)
            {
                throw Realm.TypeError("bytesWritten must be greater than 0 while the stream is readable.");
            }

            if (bytesWritten > first.ByteLength - first.BytesFilled)
            {
                throw Realm.RangeError("bytesWritten is greater than the view.");
            }
        }

        first.Buffer = TransferredBuffer.Take(Realm, first.Buffer);
        RespondInternal((int)bytesWritten);
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-with-new-view</summary>
    public void RespondWithNewView(ArrayBufferView view)
    {
        var first = _pendingPullIntos.First!.Value;
        if (Stream.State == ReadableState.Closed)
        {
            if (view.ByteLength != 0)
            {
                throw Realm.TypeError("The view must be empty when the stream is closed.");
            }
        }
        else if (view.ByteLength == 0)
        {
            throw Realm.TypeError("The view must not be empty while the stream is readable.");
        }

        if (first.ByteOffset + first.BytesFilled != view.ByteOffset)
        {
            throw Realm.RangeError("The view begins at another offset than the one asked for.");
        }

        if (first.BufferByteLength != (JintInternals.Data(view.Buffer)?.Length ?? 0))
        {
            throw Realm.RangeError("The view's buffer has another length than the one asked for.");
        }

        if (first.BytesFilled + view.ByteLength > first.ByteLength)
        {
            throw Realm.RangeError("The view is longer than the one asked for.");
        }

        first.Buffer = TransferredBuffer.Take(Realm, view.Buffer);
        RespondInternal(view.ByteLength);
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-internal
    private void RespondInternal(int bytesWritten)
    {
        var first = _pendingPullIntos.First!.Value;
        InvalidateByobRequest();
        if (Stream.State == ReadableState.Closed)
        {
            RespondInClosedState(first);
        }
        else
        {
            RespondInReadableState(bytesWritten, first);
        }

        CallPullIfNeeded();
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-closed-state
    private void RespondInClosedState(PullIntoDescriptor first)
    {
        if (first.Reader == PullIntoReader.None)
        {
            ShiftPendingPullInto();
        }

        if (!Stream.HasByobReader)
        {
            return;
        }

        var filled = new List<PullIntoDescriptor>();
        while (filled.Count < Stream.PendingReads)
        {
            filled.Add(ShiftPendingPullInto());
        }

        Commit(filled);
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-respond-in-readable-state
    private void RespondInReadableState(int bytesWritten, PullIntoDescriptor descriptor)
    {
        descriptor.BytesFilled += bytesWritten;
        if (descriptor.Reader == PullIntoReader.None)
        {
            EnqueueDetachedPullInto(descriptor);
            Commit(ProcessPullIntosUsingQueue());
            return;
        }

        if (descriptor.BytesFilled < descriptor.MinimumFill)
        {
            return;
        }

        ShiftPendingPullInto();
        var remainder = descriptor.BytesFilled % descriptor.ElementSize;
        if (remainder > 0)
        {
            var end = descriptor.ByteOffset + descriptor.BytesFilled;
            EnqueueClonedChunk(descriptor.Buffer, end - remainder, remainder);
        }

        descriptor.BytesFilled -= remainder;
        var filled = ProcessPullIntosUsingQueue();
        Commit(descriptor);
        Commit(filled);
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-commit-pull-into-descriptor
    private void Commit(PullIntoDescriptor descriptor)
    {
        var done = Stream.State == ReadableState.Closed;
        var view = Convert(descriptor);
        if (descriptor.Reader == PullIntoReader.Default)
        {
            Stream.FulfillReadRequest(view, done);
        }
        else
        {
            Stream.FulfillReadIntoRequest(view, done);
        }
    }

    private void Commit(List<PullIntoDescriptor> descriptors)
    {
        foreach (var descriptor in descriptors)
        {
            Commit(descriptor);
        }
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-convert-pull-into-descriptor
    private ObjectInstance Convert(PullIntoDescriptor descriptor) => ArrayBufferView.New(
        Realm,
        descriptor.ViewKind,
        TransferredBuffer.Take(Realm, descriptor.Buffer),
        descriptor.ByteOffset,
        descriptor.BytesFilled / descriptor.ElementSize);

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-process-pull-into-descriptors-using-queue
    private List<PullIntoDescriptor> ProcessPullIntosUsingQueue()
    {
        var filled = new List<PullIntoDescriptor>();
        while (_queueTotalSize > 0 && _pendingPullIntos.First?.Value is { } first)
        {
            if (FillFromQueue(first))
            {
                ShiftPendingPullInto();
                filled.Add(first);
            }
        }

        return filled;
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-fill-pull-into-descriptor-from-queue
    private bool FillFromQueue(PullIntoDescriptor descriptor)
    {
        var copied = (int)Math.Min(_queueTotalSize, descriptor.ByteLength - descriptor.BytesFilled);
        var most = descriptor.BytesFilled + copied;
        var aligned = most - (most % descriptor.ElementSize);
        var ready = aligned >= descriptor.MinimumFill;
        var remaining = ready ? aligned - descriptor.BytesFilled : copied;
        var target = JintInternals.Data(descriptor.Buffer);
        while (remaining > 0)
        {
            var head = _queue.First!.Value;
            var count = Math.Min(remaining, head.ByteLength);
            JintInternals.Data(head.Buffer).AsSpan(head.ByteOffset, count)
                .CopyTo(target.AsSpan(descriptor.ByteOffset + descriptor.BytesFilled));
            head.Skip(count);
            if (head.ByteLength == 0)
            {
                _queue.RemoveFirst();
            }

            _queueTotalSize -= count;
            descriptor.BytesFilled += count;
            remaining -= count;
        }

        return ready;
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueuedetachedpullintotoqueue
    private void EnqueueDetachedPullInto(PullIntoDescriptor descriptor)
    {
        if (descriptor.BytesFilled > 0)
        {
            EnqueueClonedChunk(descriptor.Buffer, descriptor.ByteOffset, descriptor.BytesFilled);
        }

        ShiftPendingPullInto();
    }

    // https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamcontrollerenqueueclonedchunktoqueue
    private void EnqueueClonedChunk(JsArrayBuffer buffer, int byteOffset, int byteLength) =>
        EnqueueChunk(TransferredBuffer.Clone(Realm, buffer, byteOffset, byteLength), 0, byteLength);

    private PullIntoDescriptor ShiftPendingPullInto()
    {
        var first = _pendingPullIntos.First!.Value;
        _pendingPullIntos.RemoveFirst();
        return first;
    }

    private void ClearPendingPullIntos()
    {
        InvalidateByobRequest();
        _pendingPullIntos.Clear();
    }

    // https://streams.spec.whatwg.org/#readable-byte-stream-controller-invalidate-byob-request
    private void InvalidateByobRequest()
    {
        _byobRequest?.Invalidate();
        _byobRequest = null;
    }
}
