using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#ws-class</summary>
/// <remarks>
/// Owned by the isolate's turn. This part is the face scripts see; the algorithms are beside it. Not sealed: the streams that Workers
/// add derive from it.
/// </remarks>
internal partial class JsWritableStream : ObjectInstance, ITransferable
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWritableStream>("WritableStream")
        .Constructor(0, static (realm, arguments) => FromSink(realm, arguments.At(0), arguments.At(1)))
        .Getter("locked", static self => self.IsLocked)
        .PromiseMethod("abort", 0, static (self, arguments) => self.IsLocked
            ? throw self.Realm.TypeError("A locked stream cannot be aborted.")
            : self.Abort(arguments.At(0)))
        .PromiseMethod("close", 0, static (self, _) =>
        {
            if (self.IsLocked)
            {
                throw self.Realm.TypeError("A locked stream cannot be closed.");
            }

            return self.IsCloseQueuedOrInFlight ? throw self.Realm.TypeError("The stream is closing already.") : self.Close();
        })
        .Method("getWriter", 0, static (self, _) => new JsWritableStreamDefaultWriter(self))
        .Build();

    protected JsWritableStream(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine)
    {
        Realm = realm;
        Prototype = realm.PrototypeOf(definition);
    }

    public WorkerRealm Realm { get; }

    /// <inheritdoc/>
    public bool CanTransfer => !IsLocked;

    /// <summary>A stream that is still to be set up.</summary>
    public static JsWritableStream NewEmpty(WorkerRealm realm) => new(realm, Definition);

    /// <inheritdoc/>
    public ObjectInstance NewTarget() => NewEmpty(Realm);

    /// <inheritdoc/>
    public void MoveTo(ObjectInstance target) => CloningPipe.Move(this, (JsWritableStream)target);

    /// <summary>https://streams.spec.whatwg.org/#create-writable-stream</summary>
    public static JsWritableStream Create(WorkerRealm realm, WritableSink sink, double highWaterMark, SizeAlgorithm size)
    {
        var stream = new JsWritableStream(realm, Definition);
        JsWritableStreamDefaultController.SetUp(stream, sink, highWaterMark, size);
        return stream;
    }

    private static JsWritableStream FromSink(WorkerRealm realm, JsValue underlyingSink, JsValue strategyValue)
    {
        const string What = "The underlying sink";
        if (!underlyingSink.IsUndefined() && underlyingSink is not ObjectInstance)
        {
            throw realm.TypeError(What + " is not an object.");
        }

        var strategy = QueuingStrategy.From(realm, strategyValue);
        var abort = StreamCallback.From(realm, underlyingSink, "abort", What);
        var close = StreamCallback.From(realm, underlyingSink, "close", What);
        var start = StreamCallback.From(realm, underlyingSink, "start", What);
        if (!WebIdl.Member(realm, underlyingSink, "type", What).IsUndefined())
        {
            throw realm.RangeError(What + " must have no type.");
        }

        var write = StreamCallback.From(realm, underlyingSink, "write", What);
        return Create(realm, new ScriptSink(realm, start, write, close, abort), strategy.HighWaterMark(realm, 1), strategy.Size(realm));
    }
}
