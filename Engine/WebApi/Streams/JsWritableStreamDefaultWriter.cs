using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#default-writer-class</summary>
internal sealed class JsWritableStreamDefaultWriter : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWritableStreamDefaultWriter>("WritableStreamDefaultWriter")
        .Constructor(1, static (realm, arguments) => arguments[0] is JsWritableStream stream
            ? new JsWritableStreamDefaultWriter(stream)
            : throw realm.TypeError("WritableStreamDefaultWriter: parameter 1 is not a WritableStream."))
        .PromiseGetter("closed", static self => self.Closed.Promise)
        .Getter("desiredSize", static self => self.RequireStream().Controller.DesiredSizeOfStream is { } size ? JsNumber.Create(size) : Null)
        .PromiseGetter("ready", static self => self.Ready.Promise)
        .PromiseMethod("abort", 0, static (self, arguments) => self.RequireStream().Abort(arguments.At(0)))
        .PromiseMethod("close", 0, static (self, _) => self.RequireStream().IsCloseQueuedOrInFlight
            ? throw self.Realm.TypeError("The stream is closing already.")
            : self.RequireStream().Close())
        .PromiseMethod("write", 0, static (self, arguments) => self.Write(arguments.At(0)))
        .Method("releaseLock", 0, static (self, _) =>
        {
            self.Release();
            return Undefined;
        })
        .Build();

    /// <summary>https://streams.spec.whatwg.org/#set-up-writable-stream-default-writer; a TypeError when the stream is locked.</summary>
    public JsWritableStreamDefaultWriter(JsWritableStream stream)
        : base(stream.Engine)
    {
        Realm = stream.Realm;
        if (stream.IsLocked)
        {
            throw Realm.TypeError("The stream is locked to a writer.");
        }

        Prototype = Realm.PrototypeOf(Definition);
        Stream = stream;
        stream.Writer = this;
        Closed = Realm.NewPromise();
        Ready = Realm.NewPromise();
        switch (stream.State)
        {
            case WritableState.Writable:
                if (stream.IsCloseQueuedOrInFlight || !stream.Backpressure)
                {
                    Ready.Resolve(Undefined);
                }

                break;
            case WritableState.Erroring:
                Ready.RejectHandled(stream.StoredError);
                break;
            case WritableState.Closed:
                Ready.Resolve(Undefined);
                Closed.Resolve(Undefined);
                break;
            default:
                Ready.RejectHandled(stream.StoredError);
                Closed.RejectHandled(stream.StoredError);
                break;
        }
    }

    public WorkerRealm Realm { get; }

    /// <summary><see langword="null"/> once released.</summary>
    public JsWritableStream? Stream { get; private set; }

    public PromiseCapability Closed { get; private set; }

    public PromiseCapability Ready { get; private set; }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-writer-write</summary>
    public JsValue Write(JsValue chunk)
    {
        var stream = RequireStream();
        var size = stream.Controller.SizeOf(chunk);
        // The size function may have released this writer.
        if (!ReferenceEquals(stream, Stream))
        {
            throw Realm.TypeError("The writer was released.");
        }

        if (stream.State == WritableState.Errored)
        {
            return Realm.RejectedPromise(stream.StoredError);
        }

        if (stream.IsCloseQueuedOrInFlight || stream.State == WritableState.Closed)
        {
            throw Realm.TypeError("The stream is closing or closed.");
        }

        if (stream.State == WritableState.Erroring)
        {
            return Realm.RejectedPromise(stream.StoredError);
        }

        var promise = stream.AddWriteRequest();
        stream.Controller.Write(chunk, size);
        return promise;
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-writer-close-with-error-propagation</summary>
    public JsValue CloseWithErrorPropagation()
    {
        var stream = RequireStream();
        return stream switch
        {
            { IsCloseQueuedOrInFlight: true } or { State: WritableState.Closed } => Realm.ResolvedPromise(Undefined),
            { State: WritableState.Errored } => Realm.RejectedPromise(stream.StoredError),
            _ => stream.Close(),
        };
    }

    public void RenewReady() => Ready = Realm.NewPromise();

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-writer-ensure-ready-promise-rejected</summary>
    public void EnsureReadyRejected(JsValue error)
    {
        if (Ready.IsSettled)
        {
            Ready = Realm.NewPromise();
        }

        Ready.RejectHandled(error);
    }

    /// <summary>https://streams.spec.whatwg.org/#writable-stream-default-writer-release; nothing when released already.</summary>
    public void Release()
    {
        if (Stream is not { } stream)
        {
            return;
        }

        var error = Realm.TypeError("The writer was released.").Error;
        EnsureReadyRejected(error);
        if (Closed.IsSettled)
        {
            Closed = Realm.NewPromise();
        }

        Closed.RejectHandled(error);
        stream.Writer = null;
        Stream = null;
    }

    private JsWritableStream RequireStream() => Stream ?? throw Realm.TypeError("The writer was released.");
}
