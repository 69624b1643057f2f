using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#default-reader-class</summary>
internal sealed class JsReadableStreamDefaultReader : ReadableStreamReader
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStreamDefaultReader>("ReadableStreamDefaultReader")
        .Constructor(1, static (realm, arguments) => arguments[0] is JsReadableStream stream
            ? new JsReadableStreamDefaultReader(stream)
            : throw realm.TypeError("ReadableStreamDefaultReader: parameter 1 is not a ReadableStream."))
        .PromiseGetter("closed", static self => self.Closed.Promise)
        .PromiseMethod("cancel", 0, static (self, arguments) => self.Cancel(arguments.At(0)))
        .PromiseMethod("read", 0, static (self, _) => self.Read())
        .Method("releaseLock", 0, static (self, _) =>
        {
            self.Release();
            return Undefined;
        })
        .Build();

    /// <summary>https://streams.spec.whatwg.org/#set-up-readable-stream-default-reader; a TypeError when the stream is locked.</summary>
    public JsReadableStreamDefaultReader(JsReadableStream stream)
        : base(Unlocked(stream, stream)) =>
        Prototype = Realm.PrototypeOf(Definition);

    /// <summary>[[readRequests]].</summary>
    public Queue<ReadRequest> Requests { get; private set; } = new();

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-default-reader-read</summary>
    public void Read(ReadRequest request)
    {
        var stream = RequireStream();
        stream.IsDisturbed = true;
        switch (stream.State)
        {
            case ReadableState.Closed:
                request.CloseSteps();
                break;
            case ReadableState.Errored:
                request.ErrorSteps(stream.StoredError);
                break;
            default:
                stream.Controller.PullSteps(request);
                break;
        }
    }

    public JsValue Read()
    {
        RequireStream();
        var capability = Realm.NewPromise();
        Read(new PromiseReadRequest(Realm, capability));
        return capability.Promise;
    }

    /// <summary>The waiting requests; from here on there are none.</summary>
    public Queue<ReadRequest> TakeRequests()
    {
        var requests = Requests;
        Requests = new Queue<ReadRequest>();
        return requests;
    }

    /// <summary>https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaultreadererrorreadrequests</summary>
    public override void ErrorRequests(JsValue reason)
    {
        foreach (var request in TakeRequests())
        {
            request.ErrorSteps(reason);
        }
    }
}
