using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

internal enum ReadableState
{
    Readable,
    Closed,
    Errored,
}

/// <summary>The abstract operations on readable streams (https://streams.spec.whatwg.org/#rs-abstract-ops).</summary>
internal sealed partial class JsReadableStream
{
    // Closing, cancelling and pulling pass from a branch to the stream it was teed from, natively and at once.
    private const int MaxTeeDepth = 64;

    private int _teeDepth;

    public ReadableState State { get; private set; }

    public JsValue StoredError { get; private set; } = Undefined;

    public ReadableStreamReader? Reader { get; set; }

    /// <summary>Set once, while the stream is set up.</summary>
    public ReadableStreamController Controller { get; set; } = null!;

    /// <summary>[[disturbed]]: something was read, or it was cancelled.</summary>
    public bool IsDisturbed { get; set; }

    /// <summary>https://streams.spec.whatwg.org/#is-readable-stream-locked</summary>
    public bool IsLocked => Reader is not null;

    public bool HasDefaultReader => Reader is JsReadableStreamDefaultReader;

    public bool HasByobReader => Reader is JsReadableStreamByobReader;

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-get-num-read-requests, and the same for read-into requests.</summary>
    public int PendingReads => Reader switch
    {
        JsReadableStreamDefaultReader reader => reader.Requests.Count,
        JsReadableStreamByobReader reader => reader.Requests.Count,
        _ => 0,
    };

    /// <summary>https://streams.spec.whatwg.org/#create-readable-stream</summary>
    public static JsReadableStream Create(WorkerRealm realm, ReadableSource source, double highWaterMark)
    {
        var stream = new JsReadableStream(realm);
        JsReadableStreamDefaultController.SetUp(stream, source, highWaterMark, new SizeAlgorithm(realm, null));
        return stream;
    }

    /// <summary>CreateReadableStream with a size algorithm of a script.</summary>
    public static JsReadableStream Create(WorkerRealm realm, ReadableSource source, double highWaterMark, SizeAlgorithm size)
    {
        var stream = new JsReadableStream(realm);
        JsReadableStreamDefaultController.SetUp(stream, source, highWaterMark, size);
        return stream;
    }

    /// <summary>https://streams.spec.whatwg.org/#abstract-opdef-createreadablebytestream</summary>
    public static JsReadableStream CreateBytes(WorkerRealm realm, ReadableSource source)
    {
        var stream = new JsReadableStream(realm);
        JsReadableByteStreamController.SetUp(stream, source, 0, null);
        return stream;
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-cancel</summary>
    public JsValue CancelStream(JsValue reason)
    {
        IsDisturbed = true;
        switch (State)
        {
            case ReadableState.Closed:
                return Realm.ResolvedPromise(Undefined);
            case ReadableState.Errored:
                return Realm.RejectedPromise(StoredError);
        }

        Close();
        if (Reader is JsReadableStreamByobReader reader)
        {
            foreach (var request in reader.TakeRequests())
            {
                request.CloseSteps(Undefined);
            }
        }

        return Realm.Then(Controller.CancelSteps(reason), static _ => Undefined);
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-close</summary>
    public void Close()
    {
        State = ReadableState.Closed;
        if (Reader is not { } reader)
        {
            return;
        }

        reader.Closed.Resolve(Undefined);
        if (reader is JsReadableStreamDefaultReader defaultReader)
        {
            foreach (var request in defaultReader.TakeRequests())
            {
                request.CloseSteps();
            }
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-error</summary>
    public void Error(JsValue reason)
    {
        State = ReadableState.Errored;
        StoredError = reason;
        if (Reader is { } reader)
        {
            reader.Closed.RejectHandled(reason);
            reader.ErrorRequests(reason);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-add-read-request</summary>
    public void AddReadRequest(ReadRequest request) => ((JsReadableStreamDefaultReader)Reader!).Requests.Enqueue(request);

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-add-read-into-request</summary>
    public void AddReadIntoRequest(ReadIntoRequest request) => ((JsReadableStreamByobReader)Reader!).Requests.Enqueue(request);

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-fulfill-read-request</summary>
    public void FulfillReadRequest(JsValue chunk, bool done)
    {
        var request = ((JsReadableStreamDefaultReader)Reader!).Requests.Dequeue();
        if (done)
        {
            request.CloseSteps();
        }
        else
        {
            request.ChunkSteps(chunk);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-fulfill-read-into-request</summary>
    public void FulfillReadIntoRequest(JsValue view, bool done)
    {
        var request = ((JsReadableStreamByobReader)Reader!).Requests.Dequeue();
        if (done)
        {
            request.CloseSteps(view);
        }
        else
        {
            request.ChunkSteps(view);
        }
    }

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-tee</summary>
    private (JsReadableStream First, JsReadableStream Second) TeeStream(bool copiesChunks)
    {
        if (_teeDepth >= MaxTeeDepth)
        {
            throw Realm.RangeError($"A branch of a branch of a stream can be teed {MaxTeeDepth} times at most.");
        }

        var branches = Controller is JsReadableByteStreamController
            ? ReadableByteStreamTee.Tee(this)
            : ReadableStreamDefaultTee.Tee(this, copiesChunks);
        branches.First._teeDepth = branches.Second._teeDepth = _teeDepth + 1;
        return branches;
    }
}
