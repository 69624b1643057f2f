using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.StructuredClone;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>https://streams.spec.whatwg.org/#rs-class</summary>
/// <remarks>Owned by the isolate's turn. This part is the face scripts see; the algorithms are beside it.</remarks>
internal sealed partial class JsReadableStream : ObjectInstance, ITransferable
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsReadableStream>("ReadableStream")
        .Constructor(0, static (realm, arguments) => FromSource(realm, arguments.At(0), arguments.At(1)))
        .Static("from", 1, static (realm, arguments) => arguments.Length == 0
            ? throw realm.TypeError("Failed to execute 'from' on 'ReadableStream': 1 argument required, but only 0 present.")
            : IterableSource.NewStream(realm, arguments[0]))
        .Getter("locked", static self => self.IsLocked)
        .PromiseMethod("cancel", 0, static (self, arguments) => self.IsLocked
            ? throw self.Realm.TypeError("A locked stream cannot be cancelled.")
            : self.CancelStream(arguments.At(0)))
        .Method("getReader", 0, static (self, arguments) => self.GetReader(arguments.At(0)))
        .Method("pipeThrough", 1, static (self, arguments) => self.PipeThrough(arguments[0], arguments.At(1)))
        .PromiseMethod("pipeTo", 1, static (self, arguments) => self.PipeTo(arguments[0], arguments.At(1)))
        .Method("tee", 0, static (self, _) =>
        {
            var (first, second) = self.TeeStream(copiesChunks: false);
            return self.Realm.NewArray(first, second);
        })
        .Method("values", 0, static (self, arguments) =>
        {
            var preventCancel = WebIdl.Member(self.Realm, arguments.At(0), "preventCancel", "ReadableStream.values: parameter 1");
            return new JsReadableStreamAsyncIterator(self.Realm, new JsReadableStreamDefaultReader(self), TypeConverter.ToBoolean(preventCancel));
        })
        .Alias(GlobalSymbolRegistry.AsyncIterator, "values")
        .Build();

    private JsReadableStream(WorkerRealm realm)
        : base(realm.Engine)
    {
        Realm = realm;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WorkerRealm Realm { get; }

    /// <inheritdoc/>
    public bool CanTransfer => !IsLocked;

    /// <summary>A stream that is still to be set up.</summary>
    public static JsReadableStream NewEmpty(WorkerRealm realm) => new(realm);

    /// <inheritdoc/>
    public ObjectInstance NewTarget() => NewEmpty(Realm);

    /// <inheritdoc/>
    public void MoveTo(ObjectInstance target) => CloningPipe.Move(this, (JsReadableStream)target);

    private static JsReadableStream FromSource(WorkerRealm realm, JsValue underlyingSource, JsValue strategyValue)
    {
        if (!underlyingSource.IsUndefined() && underlyingSource is not ObjectInstance)
        {
            throw realm.TypeError("The underlying source is not an object.");
        }

        const string What = "The underlying source";
        var strategy = QueuingStrategy.From(realm, strategyValue);

        // Web IDL reads a dictionary's members in the order of their names.
        var autoAllocate = WebIdl.Member(realm, underlyingSource, "autoAllocateChunkSize", What);
        long? autoAllocateChunkSize = autoAllocate.IsUndefined()
            ? null
            : WebIdl.ToIntegerInRange(realm, autoAllocate, 0, (1L << 53) - 1, What + "'s autoAllocateChunkSize");
        var cancel = StreamCallback.From(realm, underlyingSource, "cancel", What);
        var pull = StreamCallback.From(realm, underlyingSource, "pull", What);
        var start = StreamCallback.From(realm, underlyingSource, "start", What);
        var type = WebIdl.Member(realm, underlyingSource, "type", What);
        if (!type.IsUndefined() && WebIdl.ToDomString(realm, type) != "bytes")
        {
            throw realm.TypeError("The underlying source's type must be 'bytes' or undefined.");
        }

        var stream = new JsReadableStream(realm);
        var source = new ScriptSource(realm, start, pull, cancel);
        if (type.IsUndefined())
        {
            var mark = strategy.HighWaterMark(realm, 1);
            JsReadableStreamDefaultController.SetUp(stream, source, mark, strategy.Size(realm));
            return stream;
        }

        if (strategy.HasSize)
        {
            throw realm.RangeError("A byte stream's queuing strategy must have no size function.");
        }

        var byteMark = strategy.HighWaterMark(realm, 0);
        if (autoAllocateChunkSize == 0)
        {
            throw realm.TypeError(What + "'s autoAllocateChunkSize must not be 0.");
        }

        JsReadableByteStreamController.SetUp(stream, source, byteMark, autoAllocateChunkSize);
        return stream;
    }

    private ReadableStreamReader GetReader(JsValue options)
    {
        var mode = WebIdl.Member(Realm, options, "mode", "ReadableStream.getReader: parameter 1");
        if (mode.IsUndefined())
        {
            return new JsReadableStreamDefaultReader(this);
        }

        return WebIdl.ToDomString(Realm, mode) == "byob"
            ? new JsReadableStreamByobReader(this)
            : throw Realm.TypeError("ReadableStream.getReader: mode must be 'byob' or undefined.");
    }

    // https://streams.spec.whatwg.org/#rs-pipe-to
    private JsValue PipeTo(JsValue destination, JsValue optionsValue)
    {
        if (destination is not JsWritableStream target)
        {
            throw Realm.TypeError("ReadableStream.pipeTo: parameter 1 is not a WritableStream.");
        }

        var options = PipeOptions.From(Realm, optionsValue);
        RequireUnlocked(target);
        return StreamPipe.Start(this, target, options);
    }

    // https://streams.spec.whatwg.org/#rs-pipe-through
    private JsReadableStream PipeThrough(JsValue transform, JsValue optionsValue)
    {
        const string What = "ReadableStream.pipeThrough: parameter 1";
        if (WebIdl.Member(Realm, transform, "readable", What) is not JsReadableStream readable
            || WebIdl.Member(Realm, transform, "writable", What) is not JsWritableStream target)
        {
            throw Realm.TypeError(What + " is not a pair of a ReadableStream and a WritableStream.");
        }

        var options = PipeOptions.From(Realm, optionsValue);
        RequireUnlocked(target);
        JintInternals.MarkAsHandled(StreamPipe.Start(this, target, options));
        return readable;
    }

    private void RequireUnlocked(JsWritableStream target)
    {
        if (IsLocked || target.IsLocked)
        {
            throw Realm.TypeError("A locked stream cannot be piped.");
        }
    }
}
