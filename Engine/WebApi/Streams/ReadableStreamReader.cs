using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>What both kinds of reader share (https://streams.spec.whatwg.org/#generic-reader-mixin).</summary>
internal abstract class ReadableStreamReader : ObjectInstance
{
    /// <summary>https://streams.spec.whatwg.org/#readable-stream-reader-generic-initialize</summary>
    protected ReadableStreamReader(JsReadableStream stream)
        : base(stream.Engine)
    {
        Realm = stream.Realm;
        Stream = stream;
        stream.Reader = this;
        Closed = Realm.NewPromise();
        switch (stream.State)
        {
            case ReadableState.Closed:
                Closed.Resolve(Undefined);
                break;
            case ReadableState.Errored:
                Closed.RejectHandled(stream.StoredError);
                break;
        }
    }

    public WorkerRealm Realm { get; }

    /// <summary><see langword="null"/> once released.</summary>
    public JsReadableStream? Stream { get; private set; }

    public PromiseCapability Closed { get; private set; }

    public abstract void ErrorRequests(JsValue reason);

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-reader-generic-cancel</summary>
    public JsValue Cancel(JsValue reason) => RequireStream().CancelStream(reason);

    /// <summary>ReadableStreamDefaultReaderRelease and ReadableStreamBYOBReaderRelease; nothing when released already.</summary>
    public void Release()
    {
        if (Stream is not { } stream)
        {
            return;
        }

        var error = Realm.TypeError("The reader was released.").Error;
        if (stream.State != ReadableState.Readable)
        {
            Closed = Realm.NewPromise();
        }

        Closed.RejectHandled(error);
        stream.Controller.ReleaseSteps();
        stream.Reader = null;
        Stream = null;
        ErrorRequests(error);
    }

    protected static T Unlocked<T>(JsReadableStream stream, T value) =>
        stream.IsLocked ? throw stream.Realm.TypeError("The stream is locked to a reader.") : value;

    protected JsReadableStream RequireStream() => Stream ?? throw Realm.TypeError("The reader was released.");
}
