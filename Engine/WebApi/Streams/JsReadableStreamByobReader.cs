using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#byob-reader-class</summary>
internal sealed class JsReadableStreamByobReader : ReadableStreamReader
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStreamByobReader>("ReadableStreamBYOBReader")
        .Constructor(1, static (realm, arguments) => arguments[0] is JsReadableStream stream
            ? new JsReadableStreamByobReader(stream)
            : throw realm.TypeError("ReadableStreamBYOBReader: parameter 1 is not a ReadableStream."))
        .PromiseGetter("closed", static self => self.Closed.Promise)
        .PromiseMethod("cancel", 0, static (self, arguments) => self.Cancel(arguments.At(0)))
        .PromiseMethod("read", 1, static (self, arguments) => self.ReadView(arguments[0], arguments.At(1)))
        .PromiseMethod("readAtLeast", 2, static (self, arguments) => self.ReadAtLeast(arguments[0], arguments[1]))
        .Method("releaseLock", 0, static (self, _) =>
        {
            self.Release();
            return Undefined;
        })
        .Build();

    /// <summary>https://streams.spec.whatwg.org/#set-up-readable-stream-byob-reader; a TypeError when the stream is locked or no byte stream.</summary>
    public JsReadableStreamByobReader(JsReadableStream stream)
        : base(Unlocked(stream, RequireBytes(stream))) =>
        Prototype = Realm.PrototypeOf(Definition);

    /// <summary>[[readIntoRequests]].</summary>
    public Queue<ReadIntoRequest> Requests { get; private set; } = new();

    /// <summary>https://streams.spec.whatwg.org/#readable-stream-byob-reader-read</summary>
    public void Read(ArrayBufferView view, int minimum, ReadIntoRequest request)
    {
        var stream = RequireStream();
        stream.IsDisturbed = true;
        if (stream.State == ReadableState.Errored)
        {
            request.ErrorSteps(stream.StoredError);
        }
        else
        {
            ((JsReadableByteStreamController)stream.Controller).PullInto(view, minimum, request);
        }
    }

    /// <summary>The waiting requests; from here on there are none.</summary>
    public Queue<ReadIntoRequest> TakeRequests()
    {
        var requests = Requests;
        Requests = new Queue<ReadIntoRequest>();
        return requests;
    }

    /// <summary>https://streams.spec.whatwg.org/#abstract-opdef-readablestreambyobreadererrorreadintorequests</summary>
    public override void ErrorRequests(JsValue reason)
    {
        foreach (var request in TakeRequests())
        {
            request.ErrorSteps(reason);
        }
    }

    private static JsReadableStream RequireBytes(JsReadableStream stream) =>
        stream.IsLocked || stream.Controller is JsReadableByteStreamController
            ? stream
            : throw stream.Realm.TypeError("A BYOB reader needs a byte stream.");

    // https://streams.spec.whatwg.org/#byob-reader-read
    private JsValue ReadView(JsValue target, JsValue options)
    {
        _ = ArrayBufferView.From(Realm, target, "ReadableStreamBYOBReader.read: parameter 1");
        var member = WebIdl.Member(Realm, options, "min", "ReadableStreamBYOBReader.read: parameter 2");
        var minimum = member.IsUndefined() ? 1 : WebIdl.ToIntegerInRange(Realm, member, 0, (1L << 53) - 1, "min");

        return ReadView(target, minimum, "ReadableStreamBYOBReader.read: parameter 1", endsEmpty: false);
    }

    // Of Workers (https://developers.cloudflare.com/workers/runtime-apis/streams/readablestreambyobreader/#methods): read with a minimum,
    // of which a stream that ends sooner gives what it has, and its end with the next read.
    private JsValue ReadAtLeast(JsValue least, JsValue target)
    {
        const string What = "ReadableStreamBYOBReader.readAtLeast: parameter ";
        return ReadView(target, WebIdl.ToIntegerInRange(Realm, least, 0, (1L << 53) - 1, What + "1"), What + "2", endsEmpty: true);
    }

    private JsValue ReadView(JsValue target, long minimum, string what, bool endsEmpty)
    {
        // Only now: reading the options ran code of the script, which may have changed the buffer.
        var view = ArrayBufferView.From(Realm, target, what);
        if (view.ByteLength == 0 || JintInternals.Data(view.Buffer) is not { Length: > 0 })
        {
            throw Realm.TypeError("The view must not be empty.");
        }

        if (minimum == 0)
        {
            throw Realm.TypeError("min must be greater than 0.");
        }

        if (minimum > view.ByteLength / view.ElementSize)
        {
            throw Realm.RangeError("min is greater than the view.");
        }

        RequireStream();
        var capability = Realm.NewPromise();
        Read(view, (int)minimum, new PromiseReadIntoRequest(Realm, capability, endsEmpty));
        return capability.Promise;
    }
}
